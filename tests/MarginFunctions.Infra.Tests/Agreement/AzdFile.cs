using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>azure.yaml: what azd deploys, and from where.</summary>
internal static class AzdFile
{
    public const string File = "azure.yaml";

    /// <summary>Every disagreement with the tree and the templates.</summary>
    public static IEnumerable<string> Compare(Infrastructure infrastructure, string text)
    {
        var root = Yaml.Parse(text);
        var template = $"{root.At("infra", "path").Text() ?? "infra"}/{root.At("infra", "module").Text() ?? "main"}.bicep";
        if (!Repository.Has(template))
        {
            yield return $"{File} deploys {template}, which is not there";
        }

        var services = root.At("services").Entries().ToList();
        var tagged = infrastructure.Shared.OfType("Microsoft.Web/sites").Select(app => (app.Place, Service: $"{app.At("tags", "azd-service-name")}")).ToList();
        foreach (var (name, service) in services)
        {
            var project = service.At("project").Text() ?? "";
            if (Repository.Files(project, "*.csproj").Count == 0)
            {
                yield return $"{Yaml.Place(File, service)} has the project {project}, which is not there";
            }

            if (tagged.All(t => t.Service != name))
            {
                yield return $"{Yaml.Place(File, service)} deploys the service '{name}'; {string.Join(", ", tagged.Select(t => $"{t.Place} is tagged '{t.Service}'"))}";
            }

            foreach (var complaint in Hooks(service, project))
            {
                yield return complaint;
            }
        }

        foreach (var (place, service) in tagged.Where(t => services.All(s => s.Name != t.Service)))
        {
            yield return $"{place} is tagged '{service}'; {File} has no such service";
        }

        foreach (var complaint in Hooks(root, ""))
        {
            yield return complaint;
        }
    }

    // Paths of a service's hooks begin in its project's folder. A hook that is a file has a slash in it; a command has spaces.
    private static IEnumerable<string> Hooks(YamlNode owner, string folder) =>
        from hook in owner.At("hooks").Entries()
        from run in new[] { hook.Value.At("run"), hook.Value.At("posix", "run"), hook.Value.At("windows", "run") }.OfType<YamlNode>()
        let path = run.Text() ?? ""
        where !path.Contains(' ', StringComparison.Ordinal)
        let full = Templates.Resolve($"{folder}/azure.yaml".TrimStart('/'), path)
        where !Repository.Has(full)
        select $"{Yaml.Place(File, run)} runs {full} at {hook.Name}, which is not there";
}
