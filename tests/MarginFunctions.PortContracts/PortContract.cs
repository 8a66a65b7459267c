using Xunit;

namespace MarginFunctions.PortContracts;

/// <summary>A port under test: every test has a store of its own, empty at first.</summary>
/// <typeparam name="TPort">The port.</typeparam>
public abstract class PortContract<TPort> : IAsyncLifetime
{
    private TPort? port;

    /// <summary>The empty store of this test.</summary>
    protected TPort Port => port!;

    public async Task InitializeAsync() => port = await CreateAsync();

    public Task DisposeAsync() => CleanUpAsync();

    /// <summary>Makes an empty store; called once a test.</summary>
    protected abstract Task<TPort> CreateAsync();

    /// <summary>Removes it.</summary>
    protected virtual Task CleanUpAsync() => Task.CompletedTask;
}
