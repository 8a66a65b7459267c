namespace MarginFunctions.Local.Replay;

/// <summary>Something that happened in a run.</summary>
internal abstract record MarketEvent;
