using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>The templates under infra keep every rule, and every rule can be broken.</summary>
public sealed class TemplateRuleTests
{
    public static TheoryData<string> Rules => new(TemplateRules.All.Keys);

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_templates_keep_the_rule(string rule)
    {
        var templates = await Templates.ReadInfraAsync();

        Assert.Contains(Templates.MainFile, templates.Files.Keys);
        Complaints.None(TemplateRules.All[rule](templates));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_rule_names_file_line_and_thing_of_everything_that_breaks_it(string rule)
    {
        var fixture = await Fixture.ReadAsync(rule);
        var expected = Fixture.Expected(fixture).ToList();
        var found = TemplateRules.All[rule](fixture).Distinct().ToList();

        Assert.NotEmpty(expected);
        Complaints.None(expected.Except(found).Select(missed => $"not found: {missed}").Concat(found.Except(expected).Select(surplus => $"found as well: {surplus}")));
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_rule_has_nothing_against_what_is_well_written(string rule)
    {
        Complaints.None(TemplateRules.All[rule](await Fixture.ReadAsync("good")));
    }
}
