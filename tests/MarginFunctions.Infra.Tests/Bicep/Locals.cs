namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>The names of loops and lambdas around an expression.</summary>
/// <param name="Values">Their values.</param>
internal sealed record Locals(IReadOnlyDictionary<string, object?> Values)
{
    public static Locals None { get; } = new(new Dictionary<string, object?>());

    /// <summary>These and one more; the same when it has no name.</summary>
    public Locals With(string? name, object? value) => name is null ? this : new(new Dictionary<string, object?>(Values) { [name] = value });
}
