namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>A theory that needs the Bicep compiler; skipped, with the reason, where there is none for the platform.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerTheoryAttribute : TheoryAttribute
{
    public CompilerTheoryAttribute() => Skip = BicepCompiler.WhyNot;
}
