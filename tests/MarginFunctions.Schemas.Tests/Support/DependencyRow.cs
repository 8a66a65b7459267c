namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>A row of <c>docs/dependencies.md</c>.</summary>
/// <param name="Package">What the row is about.</param>
/// <param name="Licence">SPDX id.</param>
/// <param name="ShipsIn">Where it goes: <c>app</c>, <c>local host</c>, <c>tests</c>, <c>build</c>.</param>
internal sealed record DependencyRow(PackageVersion Package, string Licence, string ShipsIn);
