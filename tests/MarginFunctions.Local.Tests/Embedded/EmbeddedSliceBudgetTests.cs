using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.PortContracts;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class EmbeddedSliceBudgetTests : SliceBudgetContract
{
    private readonly TemporaryFile file = new();
    private EmbeddedDatabase? database;

    protected override Task<ISliceBudget> CreateAsync()
    {
        database = EmbeddedDatabase.Open(file.Path);
        return Task.FromResult<ISliceBudget>(new EmbeddedSliceBudget(database));
    }

    protected override async Task CleanUpAsync()
    {
        await database!.DisposeAsync();
        file.Dispose();
    }
}
