namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>A module that was deployed.</summary>
/// <param name="Outputs">What it answered.</param>
internal sealed record DeployedModule(IReadOnlyDictionary<string, object?> Outputs);
