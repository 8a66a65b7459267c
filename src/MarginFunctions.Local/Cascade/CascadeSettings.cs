using MarginFunctions.Local.Venue;

namespace MarginFunctions.Local.Cascade;

/// <summary>What a cascade is made from, beside parameters and prices.</summary>
/// <param name="Accounts">How many accounts the sample book has.</param>
/// <param name="Seed">What it is made from.</param>
/// <param name="Venue">How deep the markets are and how far trades move them.</param>
internal sealed record CascadeSettings(int Accounts, int Seed, VenueSettings Venue);
