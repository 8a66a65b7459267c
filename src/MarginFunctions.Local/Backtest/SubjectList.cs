using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Instruments;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Portfolios;

namespace MarginFunctions.Local.Backtest;

/// <summary>Makes up what is rolled: each instrument long and short, some portfolios of them, and the user's accounts.</summary>
internal sealed class SubjectList(RiskParameters parameters, PriceSources sources, decimal notional)
{
    /// <summary>The symbols of the history that the subjects need, in ordinal order.</summary>
    /// <exception cref="InvalidDataException">The history does not price something that an account holds.</exception>
    public IReadOnlyList<string> SymbolsOf(IReadOnlyList<CalcAccount> accounts) =>
        [.. sources.Instruments.Select(i => sources.Of(i)!)
            .Concat(sources.Instruments.Select(i => sources.OfUnderlying(i.Underlying)!))
            .Concat(accounts.SelectMany(a => a.Portfolio.Collateral.Select(c => SymbolOf(a, c)).OfType<string>()))
            .Concat(accounts.SelectMany(a => a.Portfolio.Positions.Select(p => SymbolOf(a, p))))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The subjects, instruments first.</summary>
    /// <param name="grid">The prices, of <see cref="SymbolsOf"/>.</param>
    /// <param name="accounts">The user's accounts; may be none.</param>
    public IReadOnlyList<BacktestSubject> Create(PriceGrid grid, IReadOnlyList<CalcAccount> accounts) =>
        [.. Instruments(grid), .. Portfolios(grid), .. accounts.SelectMany(a => Pools(a, grid))];

    private IEnumerable<BacktestSubject> Instruments(PriceGrid grid)
    {
        foreach (var instrument in sources.Instruments)
        {
            yield return MadeUp($"long {instrument.Symbol}", SubjectKind.Instrument, grid, (instrument, notional));
            yield return MadeUp($"short {instrument.Symbol}", SubjectKind.Instrument, grid, (instrument, -notional));
        }
    }

    private IEnumerable<BacktestSubject> Portfolios(PriceGrid grid)
    {
        // One contract an underlying: more would be the same risk again.
        var first = sources.Instruments.DistinctBy(i => i.Underlying).ToList();
        if (first.Count < 2)
        {
            yield break;
        }

        var part = notional / first.Count;
        yield return MadeUp("long all", SubjectKind.Portfolio, grid, [.. first.Select(i => (i, part))]);
        yield return MadeUp("short all", SubjectKind.Portfolio, grid, [.. first.Select(i => (i, -part))]);
        yield return MadeUp(
            $"pair {first[0].Symbol} {first[1].Symbol}", SubjectKind.Portfolio, grid, (first[0], notional / 2), (first[1], -notional / 2));
    }

    private BacktestSubject MadeUp(string name, SubjectKind kind, PriceGrid grid, params (Instrument Instrument, decimal Notional)[] legs) =>
        new(name, kind, [.. legs.Select(leg => new SubjectLeg(leg.Instrument, grid.PlaceOf(sources.Of(leg.Instrument)!), leg.Notional, IsRenewed: true))], []);

    private IEnumerable<BacktestSubject> Pools(CalcAccount account, PriceGrid grid)
    {
        var cross = account.Portfolio.Positions.Where(p => p.Mode == MarginMode.Cross).ToList();
        if (cross.Count > 0)
        {
            var held = account.Portfolio.Collateral
                .Where(c => SymbolOf(account, c) is not null)
                .Select(c => new HeldAsset(parameters.FindCollateral(c.Asset)!, grid.PlaceOf(SymbolOf(account, c)!), c.Quantity));
            yield return new BacktestSubject($"{account.AccountId} cross", SubjectKind.Account, [.. cross.Select(p => Leg(account, p, grid))], [.. held]);
        }

        // The margin of an isolated position is part of its equity and not of what it must hold; nothing of it is at risk beside the position.
        foreach (var position in account.Portfolio.Positions.Where(p => p.Mode == MarginMode.Isolated))
        {
            yield return new BacktestSubject($"{account.AccountId} {position.Instrument}", SubjectKind.Account, [Leg(account, position, grid)], []);
        }
    }

    private SubjectLeg Leg(CalcAccount account, Position position, PriceGrid grid) =>
        new(parameters.FindInstrument(position.Instrument)!, grid.PlaceOf(SymbolOf(account, position)), position.Quantity, IsRenewed: false);

    private string SymbolOf(CalcAccount account, Position position)
    {
        if (parameters.FindOption(position.Instrument) is not null)
        {
            throw new InvalidDataException($"account {account.AccountId} has a position in {position.Instrument}; options are not rolled.");
        }

        return sources.Of(position.Instrument)
            ?? throw new InvalidDataException($"account {account.AccountId} has a position in {position.Instrument}, of which the history has no price.");
    }

    private string? SymbolOf(CalcAccount account, CollateralHolding holding)
    {
        var price = parameters.FindCollateral(holding.Asset)!.PriceSymbol;
        return price is null
            ? null
            : sources.Of(price) ?? throw new InvalidDataException($"account {account.AccountId} holds {holding.Asset}, of which the history has no price ({price}).");
    }
}
