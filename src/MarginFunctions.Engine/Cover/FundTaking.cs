namespace MarginFunctions.Engine.Cover;

/// <summary>A settlement in which winners gave something lately: what they gave may not show in their accounts yet, and must not be asked of them twice.</summary>
/// <param name="Number">The settlement's.</param>
/// <param name="Until">When it counts no more.</param>
public sealed record FundTaking(long Number, DateTimeOffset Until);
