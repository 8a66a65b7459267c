namespace MarginFunctions.Risk.Options;

/// <summary>Where a batch's results go: <see cref="OptionValues"/> as a structure of arrays, entry <c>i</c> for option <c>i</c>.</summary>
public readonly ref struct OptionValuesBatch
{
    /// <summary>Five spans of one length.</summary>
    /// <param name="value">Receives <see cref="OptionValues.Value"/>.</param>
    /// <param name="delta">Receives <see cref="OptionValues.Delta"/>.</param>
    /// <param name="gamma">Receives <see cref="OptionValues.Gamma"/>.</param>
    /// <param name="vega">Receives <see cref="OptionValues.Vega"/>.</param>
    /// <param name="theta">Receives <see cref="OptionValues.Theta"/>.</param>
    /// <exception cref="ArgumentException">The spans differ in length; the message names the one and both lengths.</exception>
    public OptionValuesBatch(Span<double> value, Span<double> delta, Span<double> gamma, Span<double> vega, Span<double> theta)
    {
        SpanLengths.RequireSame(delta.Length, value.Length, nameof(delta));
        SpanLengths.RequireSame(gamma.Length, value.Length, nameof(gamma));
        SpanLengths.RequireSame(vega.Length, value.Length, nameof(vega));
        SpanLengths.RequireSame(theta.Length, value.Length, nameof(theta));
        Value = value;
        Delta = delta;
        Gamma = gamma;
        Vega = vega;
        Theta = theta;
    }

    /// <summary>How many results fit.</summary>
    public int Length => Value.Length;

    /// <summary>Values.</summary>
    public Span<double> Value { get; }

    /// <summary>Changes of value per unit of the forward.</summary>
    public Span<double> Delta { get; }

    /// <summary>Changes of delta per unit of the forward.</summary>
    public Span<double> Gamma { get; }

    /// <summary>Changes of value per unit of volatility.</summary>
    public Span<double> Vega { get; }

    /// <summary>Changes of value per year that passes.</summary>
    public Span<double> Theta { get; }
}
