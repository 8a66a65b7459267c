namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>A value that only a deployment knows, such as a resource's id.</summary>
/// <param name="Text">How the file writes it, with what is known put in.</param>
internal sealed record Unknown(string Text)
{
    public override string ToString() => Text;
}
