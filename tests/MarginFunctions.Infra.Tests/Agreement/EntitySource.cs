namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>All that a file says of queues and topics.</summary>
/// <param name="File">The file.</param>
/// <param name="Statements">What it says.</param>
/// <param name="MustSay">The properties that it must state of every queue and topic; none for a file that names only some of them in passing.</param>
internal sealed record EntitySource(string File, IReadOnlyList<Statement> Statements, IReadOnlyList<string> MustSay)
{
    /// <summary>A file that names queues and topics in passing.</summary>
    public static EntitySource InPassing(string file, IEnumerable<Statement> statements) => new(file, [.. statements], MustSay: []);
}
