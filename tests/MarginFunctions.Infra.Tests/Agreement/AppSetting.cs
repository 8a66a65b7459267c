namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>A setting that a deployment gives the app.</summary>
/// <param name="Name">Its name, with two underscores between a section and a field.</param>
/// <param name="Value">Its value, as far as it is known.</param>
/// <param name="Place">Where it is set.</param>
internal sealed record AppSetting(string Name, object? Value, string Place);
