using System.CommandLine;
using MarginFunctions.Local.Venue;

namespace MarginFunctions.Local.Commands;

/// <summary>The options that say how deep the simulated markets are.</summary>
/// <param name="otherwise">What they are when absent.</param>
internal sealed class VenueOptions(VenueSettings otherwise)
{
    private readonly Option<decimal> depth = NumberOptions.Amount(
        "--depth", "What a market takes in a minute: notional in account currency.", otherwise.Depth, VenueSettings.LeastDepth, VenueSettings.MostDepth);

    private readonly Option<decimal> impact = NumberOptions.Amount(
        "--impact", "How far a whole minute's depth moves a price, as a fraction.", otherwise.Impact, 0, VenueSettings.MostImpact);

    private readonly Option<decimal> remains = NumberOptions.Amount("--remains", "What is left of a move after a minute, as a fraction.", otherwise.Remains, 0, 1);

    public void AddTo(Command command)
    {
        command.Add(depth);
        command.Add(impact);
        command.Add(remains);
    }

    public VenueSettings Read(ParseResult result) => new(result.GetValue(depth), result.GetValue(impact), result.GetValue(remains));
}
