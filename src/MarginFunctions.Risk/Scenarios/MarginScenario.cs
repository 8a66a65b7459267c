namespace MarginFunctions.Risk.Scenarios;

/// <summary>One joint move of an underlying's price and of all volatilities on it. Facts only; the ranges that it is a multiple of are the model's.</summary>
/// <remarks>
/// <para>
/// With the underlying's price range <c>R</c>, prices are multiplied by <c>1 + x</c>, where <c>x = max(−0.99, move·R)</c>, or <c>x = move</c> when the move is absolute: no scenario takes a
/// price below a hundredth, whatever range it is given. <see cref="LimitsFutures"/> holds futures and collateral, but not options, to <c>|x| ≤ R</c>.
/// </para>
/// <para>
/// The loss <c>L</c> in the scenario counts as <c>weight·L</c>, moved towards 0 by <c>dampener·max(0, |x|/R − 1)</c> and never past it; gains alike.
/// </para>
/// </remarks>
public sealed record MarginScenario
{
    private const double LeastMove = -0.99;

    /// <summary>A scenario.</summary>
    /// <param name="name">For evidence; not empty.</param>
    /// <param name="move">Price move: a multiple of the range from −10 to 10, or when absolute a relative move above −1 and at most 10.</param>
    /// <param name="isAbsolute">Whether <paramref name="move"/> is the relative move itself.</param>
    /// <param name="volatility">Multiple of the volatility range, −10 to 10: 1 is all the way up, −1 down, 0 unchanged.</param>
    /// <param name="days">Days that pass, 0 to 30; options lose so much of their time, and have none less than 0.</param>
    /// <param name="weight">What part of the loss counts, above 0 and at most 1.</param>
    /// <param name="dampener">Account currency by which loss or gain is reduced for each range beyond the first; not negative.</param>
    /// <param name="limitsFutures">Whether all but options stay within the price range.</param>
    /// <exception cref="ArgumentException">A number is out of its range; the message names the scenario and has it.</exception>
    public MarginScenario(string name, decimal move, bool isAbsolute, decimal volatility, decimal days = 0, decimal weight = 1, decimal dampener = 0, bool limitsFutures = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ModelChecks.Within(move, isAbsolute ? -0.99m : -10, 10, $"Scenario {name}: the price move", nameof(move));
        ModelChecks.Within(volatility, -10, 10, $"Scenario {name}: the volatility move", nameof(volatility));
        ModelChecks.Within(days, 0, 30, $"Scenario {name}: days", nameof(days));
        ModelChecks.PositiveUpTo(weight, 1, $"Scenario {name}: the weight", nameof(weight));
        ModelChecks.Amount(dampener, $"Scenario {name}: the dampener", nameof(dampener));
        Name = name;
        Move = move;
        IsAbsolute = isAbsolute;
        Volatility = volatility;
        Days = days;
        Weight = weight;
        Dampener = dampener;
        LimitsFutures = limitsFutures;
    }

    /// <summary>What evidence calls it.</summary>
    public string Name { get; }

    /// <summary>Multiple of the price range, or a relative move when <see cref="IsAbsolute"/>.</summary>
    public decimal Move { get; }

    /// <summary>Whether <see cref="Move"/> needs no range.</summary>
    public bool IsAbsolute { get; }

    /// <summary>Multiple of the volatility range.</summary>
    public decimal Volatility { get; }

    /// <summary>Days that pass.</summary>
    public decimal Days { get; }

    /// <summary>The part of the loss that counts.</summary>
    public decimal Weight { get; }

    /// <summary>Account currency taken off for each range beyond the first.</summary>
    public decimal Dampener { get; }

    /// <summary>Whether futures and collateral stay within the range.</summary>
    public bool LimitsFutures { get; }

    /// <summary><c>x</c> of an option's forward, whose price is multiplied by <c>1 + x</c>.</summary>
    /// <param name="range">The underlying's price range, positive.</param>
    public double ForwardMove(double range) => Math.Max(LeastMove, IsAbsolute ? (double)Move : (double)Move * range);

    /// <summary><c>x</c> of a future, a perpetual or a coin, whose price is multiplied by <c>1 + x</c>.</summary>
    /// <param name="range">The underlying's price range, positive.</param>
    public double FuturesMove(double range) => LimitsFutures ? Math.Clamp(ForwardMove(range), Math.Max(LeastMove, -range), range) : ForwardMove(range);

    /// <summary>By how much loss or gain is reduced, in account currency.</summary>
    /// <param name="range">The underlying's price range, positive.</param>
    public double Deduction(double range) => Dampener == 0 ? 0 : (double)Dampener * Math.Max(0, Math.Abs(ForwardMove(range)) / range - 1);
}
