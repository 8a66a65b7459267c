namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>A package at a version, as one file declares it.</summary>
/// <param name="Name">The package.</param>
/// <param name="Version">Its version, as the file writes it.</param>
/// <param name="File">The declaring file, from the top of the source tree.</param>
internal sealed record PackageVersion(string Name, string Version, string File);
