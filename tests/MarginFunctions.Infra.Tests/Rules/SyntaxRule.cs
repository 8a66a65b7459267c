using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>Every file can be read.</summary>
internal static class SyntaxRule
{
    public static IEnumerable<Finding> Check(Templates templates) =>
        from file in templates.Files
        from problem in file.Value.Problems
        select new Finding(file.Key, problem.Line, problem.Text);
}
