using System.Text.RegularExpressions;

namespace MarginFunctions.Infra.Tests.Support;

/// <summary>A file's text, changed in one place.</summary>
/// <param name="File">The file.</param>
/// <param name="Text">The changed text.</param>
/// <param name="LineNumber">Where.</param>
/// <param name="Line">The line, before the change.</param>
/// <param name="Was">What was replaced.</param>
/// <param name="Now">By what.</param>
internal sealed record TextMutation(string File, string Text, int LineNumber, string Line, string Was, string Now)
{
    /// <summary>One for each place where a pattern matches.</summary>
    public static IEnumerable<TextMutation> Of(string file, string text, string pattern, Func<string, string> other) =>
        from Match match in Regex.Matches(text, pattern, RegexOptions.Multiline)
        let line = text[..match.Index].Count(c => c == '\n')
        let now = other(match.Value)
        select new TextMutation(file, $"{text[..match.Index]}{now}{text[(match.Index + match.Length)..]}", line + 1, text.Split('\n')[line].Trim(), match.Value, now);

    public override string ToString() => $"'{Now}' in the place of '{Was}' in {File}:{LineNumber}: {Line}";
}
