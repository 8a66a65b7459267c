using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MarginFunctions.Local.Calc;
using MarginFunctions.Local.Replay;
using MarginFunctions.Risk.Coverage;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Commands;

/// <summary>The options of <c>calc</c> that ask for risk: a price history, and how it is to be read.</summary>
internal sealed class RiskOptions
{
    private const int MostSimulations = 1_000_000;

    private readonly Option<FileInfo?> prices = new("--prices") { Description = "A CSV file of timestamp,symbol,price (UTC, ascending, evenly spaced): adds value at risk, expected shortfall and advised collateral." };

    private readonly Option<ConfidenceLevel> level = Setting(
        "--level", "The confidence level.", new ConfidenceLevel(0.99m), text => Number(text) is > 0.5m and < 1 and var n && n == decimal.Round(n, 12) ? new ConfidenceLevel(n) : null,
        "a number above 0.5 and below 1 with at most 12 places");

    private readonly Option<Horizon> horizon = Setting(
        "--horizon", "Over how many days.", new Horizon(1), text => Whole(text) is { } days and >= 1 and <= 3650 ? new Horizon((int)days) : null, "a whole number of days from 1 to 3,650");

    private readonly Option<decimal> call = Setting<decimal>(
        "--call-probability", "The most that the advised collateral leaves as probability of a margin call.", 0.01m,
        text => Number(text) is > 0 and < 1 and var n && n == decimal.Round(n, 12) ? n : null, "a number above 0 and below 1 with at most 12 places");

    private readonly Option<RiskModel> model = Choice("--model", "How the tail is measured", RiskModel.Historical);

    private readonly Option<ReturnSampling> returns = Choice("--returns", "How moves over the horizon are taken from the history", ReturnSampling.Overlapping);

    private readonly Option<string> quantile = Setting(
        "--quantile", $"How a quantile is read: {string.Join(", ", Rules.Keys)}.", Rules.First(r => r.Value == QuantileRule.IndexAbove).Key, text => Rules.ContainsKey(text) ? text : null,
        $"one of {string.Join(", ", Rules.Keys)}");

    private readonly Option<double?> decay = Setting<double?>(
        "--decay", "λ of weights by age (0.99 when absent) or of the volatility filter (0.94).", null, text => Number(text) is > 0 and < 1 and var n ? (true, (double)n) : (false, null),
        "a number above 0 and below 1");

    private readonly Option<int> simulations = Setting(
        "--simulations", "How many scenarios monteCarlo draws.", 10_000, text => Whole(text) is { } n and >= 1 and <= MostSimulations ? (int?)n : null, "a whole number from 1 to 1,000,000");

    private readonly Option<ulong> seed = Setting(
        "--seed", "What monteCarlo draws from: the same seed gives the same figures.", 1UL,
        text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : (ulong?)null, "a whole number");

    private readonly Option<double?> freedom = Setting<double?>(
        "--degrees-of-freedom", "Of Student t moves that monteCarlo draws; normal when absent.", null, text => Number(text) is > 2 and <= 1000 and var n ? (true, (double)n) : (false, null),
        "a number above 2 and at most 1,000");

    private readonly Option<string?> asset = new("--asset") { Description = "A second asset of cross pools to advise in." };

    private static Dictionary<string, QuantileRule> Rules { get; } = QuantileRule.All.ToDictionary(r => JsonNamingPolicy.CamelCase.ConvertName(r.Name), StringComparer.Ordinal);

    private Option[] Settings => [level, horizon, call, model, returns, quantile, decay, simulations, seed, freedom, asset];

    public void AddTo(Command command)
    {
        command.Options.Add(prices);
        foreach (var setting in Settings)
        {
            command.Options.Add(setting);
        }

        command.Validators.Add(result =>
        {
            if (result.GetResult(prices) is null && Settings.FirstOrDefault(setting => result.GetResult(setting) is { Implicit: false }) is { } setting)
            {
                result.AddError($"{setting.Name} says how --prices are read, and there are none.");
            }
        });
    }

    /// <summary>What is asked, or null when no history is given.</summary>
    /// <exception cref="CommandFailure">The history cannot be read or is wrong, or a setting would come to nothing.</exception>
    public RiskQuestion? Read(ParseResult result)
    {
        if (result.GetValue(prices) is not { } file)
        {
            return null;
        }

        var chosen = result.GetValue(model);
        if (Settings.FirstOrDefault(setting => result.GetResult(setting) is { Implicit: false } && !UsesOf(setting).Contains(chosen)) is { } unused)
        {
            throw new CommandFailure($"{unused.Name} is not used by --model {JsonNamingPolicy.CamelCase.ConvertName(chosen.ToString())}.");
        }

        return new RiskQuestion(
            file.FullName,
            CommandFiles.Use(file.FullName, LoadHistory),
            chosen,
            result.GetValue(level),
            result.GetValue(horizon),
            result.GetValue(returns),
            Rules[result.GetValue(quantile)!],
            result.GetValue(decay),
            result.GetValue(simulations),
            result.GetValue(seed),
            result.GetValue(freedom),
            new CallProbability(result.GetValue(call)),
            result.GetValue(asset));
    }

    private RiskModel[] UsesOf(Option setting) =>
        setting == decay ? [RiskModel.AgeWeighted, RiskModel.VolatilityFiltered]
        : setting == simulations || setting == seed || setting == freedom ? [RiskModel.MonteCarlo]
        : setting == quantile ? [RiskModel.Historical, RiskModel.VolatilityFiltered, RiskModel.MonteCarlo]
        : setting == returns ? [RiskModel.Historical, RiskModel.AgeWeighted, RiskModel.VolatilityFiltered, RiskModel.Normal]
        : Enum.GetValues<RiskModel>();

    private static JointHistory LoadHistory(string path)
    {
        var ticks = PriceHistory.Load(path);
        return ticks.Count >= 2
            ? new JointHistory([.. ticks.Select(t => new HistoricalPrices(t.At, t.Prices))])
            : throw new InvalidDataException($"{path} cannot be used: it has prices of one moment, and a move needs two.");
    }

    private static Option<T> Choice<T>(string name, string description, T otherwise)
        where T : struct, Enum
    {
        var words = Enum.GetValues<T>().ToDictionary(value => JsonNamingPolicy.CamelCase.ConvertName(value.ToString()), StringComparer.Ordinal);
        var all = string.Join(", ", words.Keys);
        return Setting(name, $"{description}: {all}.", otherwise, text => words.TryGetValue(text, out var value) ? value : (T?)null, $"one of {all}");
    }

    private static Option<T> Setting<T>(string name, string description, T otherwise, Func<string, T?> read, string rule)
        where T : struct => Setting<T>(name, description, otherwise, text => read(text) is { } value ? (true, value) : (false, default), rule);

    private static Option<string> Setting(string name, string description, string otherwise, Func<string, string?> read, string rule) =>
        Setting<string>(name, description, otherwise, text => read(text) is { } value ? (true, value) : (false, ""), rule);

    private static Option<T> Setting<T>(string name, string description, T otherwise, Func<string, (bool IsRight, T Value)> read, string rule) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = result =>
        {
            var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            var (isRight, value) = read(text);
            if (!isRight)
            {
                result.AddError($"{name} = {text} is not {rule}.");
            }

            return value;
        },
    };

    private static decimal? Number(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) ? n : null;

    private static long? Whole(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
