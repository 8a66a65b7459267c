namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Something in a template that breaks a rule.</summary>
/// <param name="File">The file, from the top of the repository.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong with what.</param>
internal sealed record Finding(string File, int Line, string Message)
{
    public override string ToString() => $"{File}:{Line}: {Message}";
}
