using System.CommandLine;
using System.Globalization;
using MarginFunctions.Local.Backtest;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Local.Commands;

/// <summary>The options of <c>backtest</c> that are numbers, each with its range.</summary>
internal sealed class BacktestOptions
{
    private const decimal HighestNotional = 1_000_000_000_000m;
    private const int MostReturns = 100_000;
    private const string Whole = "is not a whole number from 1 to 100,000";
    private static readonly string[] Spans = [@"hh\:mm\:ss", @"d\.hh\:mm\:ss"];

    private readonly Option<decimal?> level = Of<decimal?>("--level", "The level that requirements are held against; 0.99 when absent.", "is not a level from 0.9 to 0.9999", ReadLevel);
    private readonly Option<TimeSpan?> horizon = Of<TimeSpan?>("--horizon", "The margin period of risk, as [d.]hh:mm:ss; one day when absent.", "is not a time from 00:01:00 to 30.00:00:00", ReadSpan);
    private readonly Option<int?> window = Of<int?>("--window", "The most past returns that a historical measure sees; 250 when absent, or the warm-up if that is more.", Whole, ReadCount);
    private readonly Option<int?> warmUp = Of<int?>("--warm-up", "Returns before the first requirement; what the level needs when absent.", Whole, ReadCount);
    private readonly Option<decimal?> notional = Of<decimal?>("--notional", "What made-up positions are worth in account currency; 100,000 when absent.", "is not an amount above 0 and at most 1,000,000,000,000", ReadNotional);

    public void AddTo(Command command)
    {
        command.Add(level);
        command.Add(horizon);
        command.Add(window);
        command.Add(warmUp);
        command.Add(notional);
    }

    /// <exception cref="CommandFailure">Options that contradict each other.</exception>
    public BacktestSettings Read(ParseResult result)
    {
        var confidence = new ConfidenceLevel(result.GetValue(level) ?? 0.99m);
        var fewest = BacktestSettings.FewestReturns(confidence);
        var least = result.GetValue(warmUp) ?? fewest;
        var most = result.GetValue(window) ?? Math.Max(250, least);
        if (least < fewest)
        {
            throw new CommandFailure($"--warm-up = {least} is too short: a tail at level {confidence.Value} needs {fewest} returns.");
        }

        if (most < least)
        {
            throw new CommandFailure($"--window = {most} is shorter than the warm-up of {least} returns.");
        }

        return new BacktestSettings(confidence, result.GetValue(horizon) ?? TimeSpan.FromDays(1), most, least, result.GetValue(notional) ?? 100_000m);
    }

    private static Option<T> Of<T>(string name, string description, string rule, Func<string, T?> read) => new(name)
    {
        Description = description,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            var value = read(text);
            if (value is null)
            {
                argument.AddError($"{name} = {text} {rule}.");
            }

            return value;
        },
    };

    private static decimal? ReadLevel(string text) => ReadDecimal(text) is { } number and >= 0.9m and <= 0.9999m && decimal.Round(number, 12) == number ? number : null;

    private static decimal? ReadNotional(string text) => ReadDecimal(text) is { } number and > 0 and <= HighestNotional ? number : null;

    private static decimal? ReadDecimal(string text) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? ReadCount(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= MostReturns ? number : null;

    private static TimeSpan? ReadSpan(string text) =>
        TimeSpan.TryParseExact(text, Spans, CultureInfo.InvariantCulture, out var span) && span >= TimeSpan.FromMinutes(1) && span <= TimeSpan.FromDays(30) ? span : null;
}
