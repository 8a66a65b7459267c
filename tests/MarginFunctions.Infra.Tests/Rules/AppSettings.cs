using MarginFunctions.Infra.Tests.Bicep;

namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>The settings that a template gives to an app.</summary>
internal static class AppSettings
{
    /// <summary>The settings of a resource, when it is an app's settings or an app with settings in its siteConfig.</summary>
    public static IEnumerable<(string Name, int Line, Expression Value)> Of(BicepFile file, BicepFile.Resource resource)
    {
        var properties = resource.Body["properties"]?.Value as Expression.Object;
        if (file.FullType(resource) == "Microsoft.Web/sites/config" && resource.Body["name"]?.Value.PlainText is "appsettings" or "connectionstrings")
        {
            return properties?.Properties.Where(p => p.Name is not null).Select(p => (p.Name!, p.Line, p.Value)) ?? [];
        }

        return (properties?["siteConfig"]?.Value as Expression.Object)?["appSettings"]?.Value is Expression.Array list
            ? list.Items.OfType<Expression.Object>().Where(o => o["name"]?.Value.PlainText is not null).Select(o => (o["name"]!.Value.PlainText!, o.Line, o["value"]!.Value))
            : [];
    }
}
