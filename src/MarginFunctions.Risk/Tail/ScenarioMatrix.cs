using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace MarginFunctions.Risk.Tail;

/// <summary>What one unit of each instrument earns in joint scenarios: one row an instrument, one column a scenario, a loss negative. Many portfolios are measured on it.</summary>
public sealed class ScenarioMatrix
{
    // Columns at a time and portfolios at a time: the rows' part stays in the first cache while the portfolios go by, their profits in the second.
    private const int ColumnsAtOnce = 128;
    private const int PortfoliosAtOnce = 16;

    // Rows start at multiples of a cache line, eight doubles: a load of eight lanes that lies across two lines takes twice as long.
    private const int LineLength = 8;

    private readonly double[] pinned;
    private readonly int start;
    private readonly int stride;

    /// <summary>Takes the matrix.</summary>
    /// <param name="profits">Row by row, all scenarios of the first instrument first; finite.</param>
    /// <param name="instruments">Rows, at least 1.</param>
    /// <param name="scenarios">Columns, at least 1.</param>
    /// <exception cref="ArgumentException">Another number of profits than instruments × scenarios, or a profit that is not finite; the message names instrument and scenario.</exception>
    public ScenarioMatrix(ReadOnlySpan<double> profits, int instruments, int scenarios)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scenarios, 1);
        if (profits.Length != (long)instruments * scenarios)
        {
            throw new ArgumentException($"{profits.Length} profits were given for {instruments} instruments in {scenarios} scenarios.", nameof(profits));
        }

        for (var n = 0; n < profits.Length; n++)
        {
            if (!double.IsFinite(profits[n]))
            {
                throw new ArgumentException($"Instrument {n / scenarios} has profit {profits[n]} in scenario {n % scenarios}; a profit is a finite number.", nameof(profits));
            }
        }

        Instruments = instruments;
        Scenarios = scenarios;
        stride = checked(scenarios + LineLength - 1) / LineLength * LineLength;
        pinned = GC.AllocateArray<double>(checked(instruments * stride + LineLength - 1), pinned: true);
        start = ToLine(pinned);
        for (var n = 0; n < instruments; n++)
        {
            profits.Slice(n * scenarios, scenarios).CopyTo(pinned.AsSpan(start + n * stride));
        }
    }

    /// <summary>Rows.</summary>
    public int Instruments { get; }

    /// <summary>Columns.</summary>
    public int Scenarios { get; }

    /// <summary>The length of workspace that <see cref="Measure"/> needs.</summary>
    public int WorkspaceLength => PortfoliosAtOnce * stride + LineLength - 1;

    /// <summary>What one unit of an instrument earns, one number a scenario.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instrument is none.</exception>
    public ReadOnlySpan<double> this[int instrument]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(instrument);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instrument, Instruments);
            return Matrix.Slice(instrument * stride, Scenarios);
        }
    }

    private ReadOnlySpan<double> Matrix => pinned.AsSpan(start);

    /// <summary>
    /// A portfolio's profits: <c>Σ quantity·unit profit</c> in every scenario, over positions first to last from zero, one rounding a product and one a sum. So they are the bits of
    /// <see cref="PositionProfits.Portfolio"/> of the products.
    /// </summary>
    /// <param name="positions">Which instruments, how many units.</param>
    /// <param name="profits">Receives one profit a scenario; infinite when a sum overflows, which every measure refuses.</param>
    /// <exception cref="ArgumentException">Another number of profits than scenarios, a portfolio of another count, an instrument that is none, or a quantity that is not finite.</exception>
    public void Profits(PortfolioPositions positions, Span<double> profits)
    {
        if (profits.Length != Scenarios || positions.Portfolios != 1)
        {
            throw new ArgumentException($"There is room for {profits.Length} profits and there are {positions.Portfolios} portfolios; one portfolio has {Scenarios} profits.", nameof(profits));
        }

        positions.Check(Instruments);
        ScenarioSums.Of(Matrix, stride, positions.Instruments, positions.Quantities, 0, profits);
    }

    /// <summary>
    /// Measures many portfolios. Entry <c>i</c> has the bits of <see cref="ScenarioTail.Measure"/> of portfolio <c>i</c>'s <see cref="Profits"/>, whatever else is in the batch: parts of a batch can
    /// go to threads.
    /// </summary>
    /// <param name="positions">The portfolios.</param>
    /// <param name="tail">The measure.</param>
    /// <param name="workspace">Room for the profits of a few portfolios: at least <see cref="WorkspaceLength"/>. What it holds afterwards is undefined.</param>
    /// <param name="measures">Receives one measure a portfolio.</param>
    /// <exception cref="ArgumentException">
    /// Lengths differ, the measure is of another number of scenarios, an instrument is none, a quantity is not finite, or a sum overflows. The message names what and which; what measures hold is then undefined.
    /// </exception>
    public void Measure(PortfolioPositions positions, ScenarioTail tail, Span<double> workspace, Span<TailMeasure> measures)
    {
        ArgumentNullException.ThrowIfNull(tail);
        if (measures.Length != positions.Portfolios)
        {
            throw new ArgumentException($"There is room for {measures.Length} measures; there are {positions.Portfolios} portfolios.", nameof(measures));
        }

        if (workspace.Length < WorkspaceLength)
        {
            throw new ArgumentException($"The workspace holds {workspace.Length} profits; {WorkspaceLength} are needed.", nameof(workspace));
        }

        positions.Check(Instruments);
        var rows = workspace[ToLine(workspace)..];
        for (var first = 0; first < measures.Length; first += PortfoliosAtOnce)
        {
            var count = Math.Min(PortfoliosAtOnce, measures.Length - first);
            for (var from = 0; from < Scenarios; from += ColumnsAtOnce)
            {
                var columns = Math.Min(ColumnsAtOnce, Scenarios - from);
                for (var n = 0; n < count; n++)
                {
                    positions.Find(first + n, out var instruments, out var quantities);
                    ScenarioSums.Of(Matrix, stride, instruments, quantities, from, rows.Slice(n * stride + from, columns));
                }
            }

            for (var n = 0; n < count; n++)
            {
                measures[first + n] = tail.Measure(rows.Slice(n * stride, Scenarios));
            }
        }
    }

    /// <summary>How far it is to the next cache line. The collector may move what is not pinned, which then takes longer and changes nothing.</summary>
    private static int ToLine(ReadOnlySpan<double> numbers)
    {
        var address = Unsafe.ByteOffset(in Unsafe.NullRef<double>(), in MemoryMarshal.GetReference(numbers));
        return (int)(-address / sizeof(double) & (LineLength - 1));
    }
}
