using System.Text.Json;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The examples beside the schemas, judged by Ajv.</summary>
public sealed class SchemaExampleTests
{
    [Fact]
    public async Task Every_valid_example_passes_its_schema()
    {
        var answers = await SchemaValidator.ValidateAsync(Examples.Valid);

        Assert.Empty(Examples.Valid.Zip(answers, (example, answer) => answer is null ? null : $"{example.Name}: {answer}").OfType<string>());
    }

    [Fact]
    public async Task Every_invalid_example_fails_its_schema()
    {
        var answers = await SchemaValidator.ValidateAsync(Examples.Invalid);

        Assert.Empty(Examples.Invalid.Zip(answers, (example, answer) => answer is null ? example.Name : null).OfType<string>());
    }

    [Fact]
    public void Every_schema_has_examples_of_both_kinds()
    {
        Assert.Equal(SchemaValidator.Names, Examples.Valid.Select(e => e.Schema).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(SchemaValidator.Names, Examples.Invalid.Select(e => e.Schema).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_sample_parameters_pass_their_schema()
    {
        var sample = System.Text.Encoding.UTF8.GetString(RiskParametersFile.SampleDocument());

        Assert.Equal([null], await SchemaValidator.ValidateAsync([new SchemaDocument("parameters", "the sample", sample)]));
    }

    [Fact]
    public async Task A_valid_example_with_a_field_too_many_fails()
    {
        var broken = Examples.Valid.Select(e => e with { Json = $"{{\"surplus\":1,{e.Json.TrimStart()[1..]}" }).ToList();

        Assert.DoesNotContain(null, await SchemaValidator.ValidateAsync(broken));
    }

    [Fact]
    public void The_lock_file_names_no_registry()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.TestFolder, "package-lock.json")));

        Assert.DoesNotContain(file.RootElement.GetProperty("packages").EnumerateObject(), package => package.Value.TryGetProperty("resolved", out _));
    }
}
