namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>A resource as a deployment would make it.</summary>
/// <param name="File">The file that declares it.</param>
/// <param name="Type">Its full type, without a version.</param>
/// <param name="Declaration">Its declaration; a loop makes many of one.</param>
/// <param name="Name">Its own name, or how the file writes it when only a deployment knows.</param>
/// <param name="Parent">The resource it is a child of; null at the top.</param>
/// <param name="Body">Its body, as far as it is known.</param>
internal sealed record DeployedResource(
    string File, string Type, BicepFile.Resource Declaration, string Name, DeployedResource? Parent, IReadOnlyDictionary<string, object?> Body)
{
    /// <summary>Where it is declared, for messages.</summary>
    public string Place => $"{File}:{Declaration.Line}";

    /// <summary>A value from its body; null when there is none.</summary>
    public object? At(params ReadOnlySpan<string> path)
    {
        object? value = Body;
        foreach (var step in path)
        {
            value = (value as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault(step);
        }

        return value;
    }

    /// <summary>The line of a value of its body, for messages; of the body's nearest part when the value comes from elsewhere.</summary>
    public string PlaceOf(params ReadOnlySpan<string> path)
    {
        var line = Declaration.Line;
        Expression? value = Declaration.Body;
        foreach (var step in path)
        {
            if ((value as Expression.Object)?[step] is not { } property)
            {
                break;
            }

            (line, value) = (property.Line, property.Value);
        }

        return $"{File}:{line}";
    }
}
