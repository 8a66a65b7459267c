namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>A test that needs the Bicep compiler; skipped, with the reason, where there is none for the platform.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CompilerFactAttribute : FactAttribute
{
    public CompilerFactAttribute() => Skip = BicepCompiler.WhyNot;
}
