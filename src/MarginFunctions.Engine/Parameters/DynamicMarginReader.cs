using System.Globalization;
using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Dynamic;
using MarginFunctions.Risk.Scenarios;
using MarginFunctions.Risk.Tail;

namespace MarginFunctions.Engine.Parameters;

/// <summary>Reads the section <c>dynamicMargin</c> of the risk parameters, with the ranges that <see cref="DynamicRangePolicy"/> has.</summary>
/// <param name="underlyings">The underlyings that the document's contracts have.</param>
/// <param name="model">Its portfolio-margin model, whose ranges ranges start from; null when it has none.</param>
internal sealed class DynamicMarginReader(IReadOnlySet<string> underlyings, PortfolioMarginModel? model)
{
    private const int MostPrices = 10_000;

    /// <summary>Reads the section.</summary>
    public DynamicRangePolicy? Read(StrictObject item)
    {
        var halfLife = Span(item, "halfLife", TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650));
        var horizon = Span(item, "horizon", TimeSpan.FromMinutes(1), TimeSpan.FromDays(30));
        var multiplier = ReadMultiplier(item);
        var stepPerHour = item.Decimal("stepPerHour");
        if (item.Has("stepPerHour") && stepPerHour is < 0.0001m or > 1)
        {
            item.Refuse("stepPerHour", "must lie between 0.0001 and 1");
        }

        var stressWeight = item.OptionalDecimal("stressWeight");
        if (stressWeight is < 0 or > 1)
        {
            item.Refuse("stressWeight", "must lie between 0 and 1");
        }

        var longestStep = OptionalSpan(item, "longestStep", TimeSpan.FromMinutes(1), TimeSpan.FromDays(1));
        var sampling = OptionalSpan(item, "sampling", TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        if (sampling > halfLife)
        {
            item.Refuse("sampling", $"must not be above halfLife ({halfLife:c})");
        }

        var maximumMarkAge = OptionalSpan(item, "maximumMarkAge", TimeSpan.FromSeconds(1), TimeSpan.FromDays(7));
        var limits = item.Array("underlyings", ReadUnderlying, required: true, DynamicRangePolicy.MostUnderlyings);
        RefuseRepeats(item, limits);
        if (limits.Count == 0 && !item.HasProblems)
        {
            item.Refuse("underlyings", "must name at least one underlying");
        }

        return item.HasProblems ? null : new DynamicRangePolicy(
            halfLife, horizon, multiplier, stepPerHour, limits, (double?)stressWeight ?? DynamicRangePolicy.RegulatoryStressWeight, longestStep, sampling, maximumMarkAge);
    }

    private static double ReadMultiplier(StrictObject item)
    {
        var multiplier = item.OptionalDecimal("multiplier");
        var confidence = item.OptionalDecimal("confidence");
        if (item.Has("multiplier") == item.Has("confidence"))
        {
            item.Refuse("multiplier", item.Has("confidence") ? "must not stand beside confidence" : "is required, or confidence in its place");
        }

        if (multiplier is <= 0 or > 20)
        {
            item.Refuse("multiplier", "must be positive and at most 20");
        }

        if (confidence is not { } level)
        {
            return (double)(multiplier ?? 1);
        }

        try
        {
            return DynamicRangePolicy.MultiplierOf(new ConfidenceLevel(level));
        }
        catch (ArgumentOutOfRangeException)
        {
            item.Refuse("confidence", "must be above 0.5 and at most 0.999999999999, with at most 12 places");
            return 1;
        }
    }

    private DynamicUnderlying? ReadUnderlying(StrictObject item)
    {
        var name = item.Text("underlying");
        var limits = new DynamicUnderlying(name, item.Decimal("floor"), item.Decimal("cap"), item.OptionalDecimal("start") ?? model?.RangeOf(name) ?? 0, ReadStress(item));
        if (item.HasProblems)
        {
            return null;
        }

        if (!underlyings.Contains(name))
        {
            item.Refuse("underlying", "is not the underlying of any contract");
        }

        if (limits.Floor is <= 0 or >= 1)
        {
            item.Refuse("floor", "must be above 0 and below 1");
        }
        else if (limits.Cap is <= 0 or >= 1)
        {
            item.Refuse("cap", "must be above 0 and below 1");
        }
        else if (limits.Cap < limits.Floor)
        {
            item.Refuse("cap", Invariant($"must not be below floor ({limits.Floor})"));
        }
        else if (!item.Has("start") && model is null)
        {
            item.Refuse("start", "is required: there is no portfolioMargin whose range it could be");
        }
        else if (limits.Start < limits.Floor || limits.Start > limits.Cap)
        {
            item.Refuse("start", Invariant($"must lie from floor ({limits.Floor}) to cap ({limits.Cap}){(item.Has("start") ? "" : $"; the model's own range is {limits.Start}")}"));
        }

        return limits;
    }

    private static double ReadStress(StrictObject item)
    {
        var stated = item.OptionalDecimal("stressedVolatility");
        var period = item.Object("stressedPeriod", ReadPeriod, required: false);
        if (item.Has("stressedVolatility") == item.Has("stressedPeriod"))
        {
            item.Refuse("stressedVolatility", item.Has("stressedPeriod") ? "must not stand beside stressedPeriod" : "is required, or stressedPeriod in its place");
        }

        if (stated is <= 0 or > (decimal)DynamicUnderlying.HighestVolatility)
        {
            item.Refuse("stressedVolatility", "must be positive and at most 100");
        }

        if (period?.Volatility > DynamicUnderlying.HighestVolatility)
        {
            item.Refuse("stressedPeriod", Invariant($"has an annual volatility of {period.Volatility:F1}; 100 is the most"));
        }

        return period?.Volatility ?? (double)(stated ?? 1);
    }

    private static StressedPeriod? ReadPeriod(StrictObject item)
    {
        var name = item.Text("name");
        var interval = Span(item, "interval", TimeSpan.FromSeconds(1), TimeSpan.FromDays(30));
        var prices = item.Decimals("prices", 2, MostPrices);
        if (item.HasProblems)
        {
            return null;
        }

        try
        {
            return new StressedPeriod(name, interval, prices);
        }
        catch (ArgumentException problem)
        {
            item.Refuse("prices", problem.Message.Split(" (Parameter", 2)[0]);
            return null;
        }
    }

    private static void RefuseRepeats(StrictObject item, IReadOnlyList<DynamicUnderlying> limits)
    {
        foreach (var repeated in limits.GroupBy(u => u.Underlying, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            item.Refuse("underlyings[].underlying", $"names {repeated.Key} twice");
        }
    }

    private static TimeSpan Span(StrictObject item, string field, TimeSpan least, TimeSpan most) => Check(item, field, item.Span(field), least, most);

    private static TimeSpan? OptionalSpan(StrictObject item, string field, TimeSpan least, TimeSpan most) =>
        item.OptionalSpan(field) is { } span ? Check(item, field, span, least, most) : null;

    private static TimeSpan Check(StrictObject item, string field, TimeSpan span, TimeSpan least, TimeSpan most)
    {
        if (item.Has(field) && (span < least || span > most))
        {
            item.Refuse(field, $"must lie between {least:c} and {most:c}");
        }

        return span;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
