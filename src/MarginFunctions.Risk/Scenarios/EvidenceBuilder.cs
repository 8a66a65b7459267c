namespace MarginFunctions.Risk.Scenarios;

/// <summary>Keeps what an evaluation adds up.</summary>
internal sealed class EvidenceBuilder
{
    private readonly List<Part> parts = [];
    private readonly List<ChargeAmount> depegs = [];
    private int jointScenario = -1;
    private double jointLoss;

    public void Add(PortfolioLayout layout, in PortfolioLayout.Group group, RiskArrays arrays, ReadOnlySpan<double> losses, in UnderlyingSums sums, in UnderlyingCharges charges) =>
        parts.Add(new Part(layout, group, arrays, losses.ToArray(), sums, charges));

    public void AddDepeg(DepegCharge depeg, double amount) => depegs.Add(new ChargeAmount($"depeg of {depeg.Asset}", ChargeKind.Added, amount, depeg.Factors));

    public void AddJoint(ReadOnlySpan<double> losses)
    {
        jointScenario = ScenarioLosses.Worst(losses);
        jointLoss = jointScenario < 0 ? 0 : losses[jointScenario];
    }

    public PortfolioRequirement Build(PortfolioMarginModel model, decimal initial, decimal maintenance) => new(
        model.Name,
        initial,
        maintenance,
        model.Factors,
        jointScenario < 0 ? null : model.Scenarios[jointScenario].Name,
        jointLoss,
        [.. parts.Where(p => p.HasParts).Select(p => p.Build(model.Combination.IsJoint ? jointScenario : ScenarioLosses.Worst(p.Losses)))],
        depegs);

    private sealed class Part(PortfolioLayout layout, PortfolioLayout.Group group, RiskArrays arrays, double[] losses, UnderlyingSums sums, UnderlyingCharges charges)
    {
        public double[] Losses => losses;

        /// <summary>Whether anything of the underlying moves in scenarios: collateral that its haircut or a depeg charge protects does not.</summary>
        public bool HasParts => group.RowCount > 0 || Netted().Any();

        public UnderlyingRequirement Build(int scenario)
        {
            var moves = arrays.MovesOf(group.Underlying);
            return new UnderlyingRequirement(
                arrays.Slots.Underlyings[group.Underlying],
                moves.Range,
                scenario < 0 ? null : arrays.Model.Scenarios[scenario].Name,
                scenario < 0 ? 0 : losses[scenario],
                scenario < 0 ? 0 : moves.Deductions[scenario],
                sums.Released,
                scenario < 0 ? [] : [.. PartsIn(scenario)],
                losses,
                [.. Charges().Where(c => c.Amount != 0)]);
        }

        private IEnumerable<PositionLoss> PartsIn(int scenario)
        {
            var weight = arrays.Model.Weights[scenario];
            foreach (var row in Positions().ToArray())
            {
                arrays.TryRow(row.Slot, out var risk, out _);
                yield return new PositionLoss(row.Name, weight * -(row.Size * risk.Changes[scenario]));
            }

            foreach (var holding in Netted())
            {
                arrays.TryRow(holding.Slot, out var risk, out _);
                arrays.Marks.TryGet(holding.Collateral.Symbol, out var price);
                yield return new PositionLoss(holding.Collateral.Schedule!.Asset, weight * -((double)UnderlyingSums.NettedQuantity(holding.Collateral, price) * risk.Changes[scenario]));
            }
        }

        private IEnumerable<PortfolioLayout.Holding> Netted() => arrays.Model.Collateral == CollateralTreatment.Netted
            ? layout.Collateral.Skip(Math.Max(0, group.FirstHolding)).Take(group.HoldingCount).Where(h => arrays.DepegOf(h.Slot) is null)
            : [];

        private IEnumerable<ChargeAmount> Charges()
        {
            var (model, amounts) = (arrays.Model.Charges, charges);
            if (model.Basis is { } basis)
            {
                yield return new ChargeAmount("basis between expiries", ChargeKind.Added, amounts.Basis, basis.Factors);
            }

            if (model.ExpiryStress is not null)
            {
                yield return new ChargeAmount("stress of each expiry", ChargeKind.LossFloor, sums.Stress, arrays.Model.Factors);
            }

            if (model.ShortOptions is { } shorts)
            {
                yield return new ChargeAmount("short options", shorts.IsFloor ? ChargeKind.Floor : ChargeKind.Added, amounts.ShortOptions, shorts.Factors);
            }

            if (model.Concentration is { } concentration)
            {
                yield return new ChargeAmount("concentration", ChargeKind.Added, amounts.Concentration, concentration.Factors);
            }

            if (model.Liquidity is { } liquidity)
            {
                yield return new ChargeAmount(
                    "liquidity", liquidity.IsFloor ? ChargeKind.Floor : ChargeKind.Added, amounts.Liquidity, liquidity.Factors, Cost: liquidity.Tiers.Count > 1 ? amounts.Cost : null);
            }

            if (model.VolatilityTerm is { } term)
            {
                var (move, parts) = ChargeEvidence.OfVolatilityTerm(Positions(), arrays);
                yield return new ChargeAmount("volatility between expiries", ChargeKind.Added, amounts.VolatilityTerm, term.Factors, move, parts);
            }

            if (model.Interest is { } interest)
            {
                var (move, parts) = ChargeEvidence.OfInterest(Positions(), arrays);
                yield return new ChargeAmount("interest", ChargeKind.Added, amounts.Interest, interest.Factors, move, parts);
            }
        }

        private ReadOnlySpan<PortfolioLayout.Row> Positions() => layout.Rows.AsSpan(Math.Max(0, group.FirstRow), group.RowCount);
    }
}
