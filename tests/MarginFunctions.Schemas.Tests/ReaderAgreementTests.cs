using System.Globalization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Schemas.Tests.Support;

namespace MarginFunctions.Schemas.Tests;

/// <summary>The schemas and the code's own readers say the same of every inbound document.</summary>
public sealed class ReaderAgreementTests
{
    /// <summary>What a schema of one document cannot say, by the words of the reader's reason.</summary>
    private static readonly (string Rule, Func<Problem, bool> IsThis)[] BeyondSchemas =
    [
        ("an instrument that the parameters do not know", p => p.Reason.StartsWith("is not an instrument of parameters", StringComparison.Ordinal)),
        ("a collateral asset that the parameters do not know", p => p.Reason.StartsWith("is not accepted as collateral", StringComparison.Ordinal)),
        ("a symbol that the parameters do not price", p => p.Reason.StartsWith("is not priced by parameters", StringComparison.Ordinal)),
        ("a name that stands twice in a list", p => p.Reason.StartsWith("names ", StringComparison.Ordinal) && p.Reason.EndsWith(" twice", StringComparison.Ordinal)),
        ("a number of more digits than a decimal holds", p => p.Reason.Contains("at most 28 digits", StringComparison.Ordinal) && IsNumber(p.Value)),
        ("the size of a decimal that is written as a string", p => IsSize(p.Reason) && p.Value?.StartsWith('"') == true),
        ("a whole number written with a fraction or an exponent, or beyond what doubles tell apart", p => p.Reason.StartsWith("must be a whole number", StringComparison.Ordinal) && IsNumber(p.Value)),
        ("a day that its month does not have", p => p.Reason.StartsWith("must be a time with its offset", StringComparison.Ordinal) && p.Value?.Contains("-02-30", StringComparison.Ordinal) == true),
        ("the order of the levels", p => p.Reason.StartsWith("must be above liquidation", StringComparison.Ordinal) || p.Reason.StartsWith("must be at least call plus", StringComparison.Ordinal)),
        ("the levels between which a restore level lies", p => p.Field.EndsWith("levels.restore", StringComparison.Ordinal) && p.Reason.StartsWith("must lie between liquidation", StringComparison.Ordinal)),
        ("the deadline that reminders come before", p => p.Field.EndsWith("levels.reminders", StringComparison.Ordinal) && p.Reason.StartsWith("must each be positive", StringComparison.Ordinal)),
        ("the order of tiers and of their rates", p => p.Field.StartsWith("tierTables.", StringComparison.Ordinal) || p.Field.StartsWith("parameters.tierTables.", StringComparison.Ordinal)),
        ("the order of haircuts", p => p.Field.EndsWith(".haircuts", StringComparison.Ordinal) && p.Reason.Contains(" haircut tier ", StringComparison.Ordinal)),
        ("a tier table that is not there", p => p.Reason == "is not one of tierTables"),
        ("what depends on the account currency", p => p.Reason.Contains("account currency", StringComparison.Ordinal) || p.Reason.StartsWith("must be the underlying coin", StringComparison.Ordinal)),
        ("the order of strikes, and the size of one that is written as a string", p => p.Field.EndsWith(".strikes", StringComparison.Ordinal) && p.Reason.EndsWith(" is not", StringComparison.Ordinal)),
        ("the order of an option's margin rates", p => p.Field.EndsWith(".margin.initial", StringComparison.Ordinal) && p.Reason.StartsWith("Option margin has ", StringComparison.Ordinal)),
        ("a volatility that is a price", p => p.Reason.EndsWith("the name of a price", StringComparison.Ordinal)),
        ("a volatility above 100", p => p.Reason == "is a volatility as a fraction and must be at most 100"),
        ("a mode that the parameters have no model for", p => p.Reason.StartsWith("is not offered: ", StringComparison.Ordinal)),
        ("the order of margin factors", p => p.Reason.StartsWith("The initial factor is ", StringComparison.Ordinal)),
        ("a scenario or a stablecoin that stands twice in a model", p => p.Field.Contains("portfolioMargin", StringComparison.Ordinal) && p.Reason.EndsWith(" is given twice.", StringComparison.Ordinal)),
        ("a top-up of the insurance fund that stands twice", p => p.Field == "fund.topUps" && p.Reason.EndsWith(" is given twice.", StringComparison.Ordinal)),
        ("a scenario that a model names and does not have", p => p.Reason.StartsWith("The expiry stress names scenario ", StringComparison.Ordinal)),
        ("the size of a price range that is written as a string", p => p.Field.EndsWith(".priceRanges", StringComparison.Ordinal) && IsSize(p.Reason)),
        ("the size of a stress move that is written as a string", p => p.Field.EndsWith("oves", StringComparison.Ordinal) && p.Reason.Contains("must move by more than -1", StringComparison.Ordinal)),
        ("the size of a range or a span that is written as a string", p => p.Field.StartsWith("dynamicMargin.", StringComparison.Ordinal) && p.Reason == "must be above 0 and below 1" && p.Value?.StartsWith('"') == true),
        ("the order of floor, start and cap", p => p.Reason.StartsWith("must not be below floor", StringComparison.Ordinal) || p.Reason.StartsWith("must lie from floor", StringComparison.Ordinal)),
        ("a start that no model has", p => p.Reason.StartsWith("is required: there is no portfolioMargin", StringComparison.Ordinal)),
        ("the places of a confidence", p => p.Field == "dynamicMargin.confidence"),
        ("an underlying without contracts", p => p.Reason == "is not the underlying of any contract"),
        ("prices that do not move", p => p.Reason.EndsWith(" do not move.", StringComparison.Ordinal)),
        ("the volatility of a stressed period", p => p.Field.EndsWith(".stressedPeriod", StringComparison.Ordinal) && p.Reason.StartsWith("has an annual volatility", StringComparison.Ordinal)),
        ("the half-life that sampling must not be above", p => p.Reason.StartsWith("must not be above halfLife", StringComparison.Ordinal)),
        ("a market that the document does not have", p => p.Reason.StartsWith("is not an instrument, an option or a collateral asset", StringComparison.Ordinal)),
        ("a minute that takes less than the smallest order", p => p.Reason.StartsWith("The cap per minute is ", StringComparison.Ordinal)),
        ("a liquidation that ends below maintenance margin, and an asset with a contract's name", p => p.Field.StartsWith("liquidation.market", StringComparison.Ordinal) && p.Reason.StartsWith("cannot ", StringComparison.Ordinal)),
        ("the size of a mark that is written as a string", p => p.Field == "marks" && IsSize(p.Reason)),
    ];

    [Fact]
    public void Readers_take_every_valid_inbound_example()
    {
        Assert.Empty(Examples.Valid.Where(IsInbound).SelectMany(e => Readers.Read(e).Select(p => $"{e.Name}: {p}")));
    }

    [Fact]
    public void Readers_refuse_every_invalid_inbound_example()
    {
        Assert.Empty(Examples.Invalid.Where(e => IsInbound(e) && Readers.Read(e).Count == 0).Select(e => e.Name));
    }

    [Fact]
    public async Task Readers_and_schemas_agree_on_every_example_changed_in_one_place()
    {
        // One set of parameters is changed everywhere; the others would say the same again.
        var documents = Examples.Valid.Where(e => IsInbound(e) && !IsRepetition(e)).SelectMany(Mutations.Of).ToList();
        var answers = await SchemaValidator.ValidateAsync(documents);

        var disagreements = new List<string>();
        for (var i = 0; i < documents.Count; i++)
        {
            var problems = Readers.Read(documents[i]);

            // The first problem is the cause; later ones may follow from it.
            if (problems.Count == 0 ? answers[i] is not null : answers[i] is null && !IsBeyondSchemas(problems[0]))
            {
                disagreements.Add($"{documents[i].Name}: the reader says '{string.Join("; ", problems)}', the schema '{answers[i]}'");
            }
        }

        Assert.True(documents.Count > 5_000, $"only {documents.Count} documents");
        Assert.True(disagreements.Count == 0, $"{disagreements.Count} disagreements:\n{string.Join('\n', disagreements.Take(40))}");
    }

    [Fact]
    public void A_field_given_twice_is_for_the_reader_alone_to_see()
    {
        var example = Examples.Valid.First(e => e.Schema == "price-update");
        var twice = example with { Json = example.Json.Replace("\"source\"", "\"source\":\"other\",\"source\"", StringComparison.Ordinal) };

        Assert.NotEmpty(Readers.Read(twice));
    }

    private static bool IsInbound(SchemaDocument document) => Examples.Inbound.Contains(document.Schema);

    private static bool IsRepetition(SchemaDocument document) =>
        document.Name.EndsWith("own-parameters.json", StringComparison.Ordinal) || document.Name.EndsWith("without-stress.json", StringComparison.Ordinal);

    private static bool IsBeyondSchemas(Problem problem) => BeyondSchemas.Any(rule => rule.IsThis(problem));

    private static bool IsNumber(string? value) => double.TryParse(value?.Trim('"'), NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static bool IsSize(string reason) =>
        reason.Contains("at most", StringComparison.Ordinal) || reason.Contains("must lie between", StringComparison.Ordinal) || reason.Contains("nor above", StringComparison.Ordinal);
}
