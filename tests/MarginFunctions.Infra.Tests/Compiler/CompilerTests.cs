using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Rules;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Compiler;

/// <summary>What the compiler and its linter say of the templates.</summary>
public sealed class CompilerTests
{
    private const string Main = Templates.MainFile;
    private const string Storage = "infra/modules/storage-account.bicep";
    private const string Bus = "infra/modules/service-bus.bicep";

    /// <summary>Changes of one place in a template, and what must be found in the same file.</summary>
    public static TheoryData<string, string, string, string> Mistakes => new()
    {
        { Storage, "allowSharedKeyAccess: false", "allowSharedKeyAcces: false", "Warning BCP089: The property \"allowSharedKeyAcces\" is not allowed" },
        { Storage, "allowSharedKeyAccess: false", "allowSharedKeyAccess: 'no'", "Warning BCP036: The property \"allowSharedKeyAccess\" expected a value of type \"bool" },
        { Bus, "namespaces/queues@2024-01-01'", "namespaces/queues@2024-01-02'", "Warning BCP081: Resource type \"Microsoft.ServiceBus/namespaces/queues@2024-01-02\" does not have types available" },
        { Bus, "    requiresSession: queue.requiresSession", "    requiresSession: queu.requiresSession", "Error BCP057: The name \"queu\" does not exist" },
        { Bus, "param workspaceId string", "param workspaceId string\n\nparam spare string = ''", "Warning no-unused-params: Parameter \"spare\"" },
        { Main, "'modules/identity.bicep'", "'modules/identities.bicep'", "Error BCP091" },
        { Main, "    workspaceName: 'log-${token}'\n", "", "Error BCP035: The specified \"object\" declaration is missing the following required properties: \"workspaceName\"" },
        { Main, "    workspaceName: 'log-${token}'\n", "    workspaceName: ['log-${token}']\n", "Error BCP036: The property \"workspaceName\" expected a value of type \"string\"" },
        { Main, "  name: 'monitoring'\n  scope: group\n", "  name: 'monitoring'\n", "Error BCP134: Scope \"subscription\" is not valid for this module" },
        { Main, "identity.outputs.clientId", "identity.outputs.clientld", "Error BCP083: The type \"outputs\" does not contain property \"clientld\"" },
        { Main, "location: location\n  tags: tags\n}", "location: 'westeurope'\n  tags: tags\n}", "Warning no-hardcoded-location" },
    };

    // All in one run of the compiler: it takes seconds to start.
    private static readonly Lazy<Task<IReadOnlyList<Finding>>> Found = new(FindMistakesAsync);

    [CompilerFact]
    public async Task Every_template_compiles_and_nothing_is_found_in_it()
    {
        Complaints.None(await BicepCompiler.LintAsync(Repository.FullPath("infra")));
    }

    [CompilerFact]
    public async Task The_templates_become_one_for_Azure()
    {
        var template = await BicepCompiler.BuildAsync(Repository.FullPath(Main));

        Assert.NotEmpty(template["resources"]!.AsObject());
    }

    [CompilerTheory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_found_in_its_file(string file, string was, string now, string finding)
    {
        Assert.Contains(was, Repository.Read(file), StringComparison.Ordinal);
        var copy = $"{NumberOf(file, was, now)}/{file}";
        var found = (await Found.Value).Where(f => f.File == copy).ToList();

        Assert.True(found.Any(f => f.Message.StartsWith(finding, StringComparison.Ordinal)), $"{finding} is not among:\n{string.Join('\n', found)}");
    }

    private static async Task<IReadOnlyList<Finding>> FindMistakesAsync()
    {
        var folder = Directory.CreateTempSubdirectory("margin-functions-bicep-");
        try
        {
            foreach (var (file, was, now) in Mistakes.Select(row => ((string)row[0], (string)row[1], (string)row[2])))
            {
                foreach (var copied in Repository.Files("infra", "*.bicep").Concat(["infra/bicepconfig.json", "infra/workbook.json"]))
                {
                    var path = Path.Combine(folder.FullName, $"{NumberOf(file, was, now)}", copied);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    await File.WriteAllTextAsync(path, copied == file ? ReplaceFirst(Repository.Read(copied), was, now) : Repository.Read(copied));
                }
            }

            return await BicepCompiler.LintAsync(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static int NumberOf(string file, string was, string now) => Mistakes.ToList().FindIndex(row => row is [var f, var w, var n, ..] && f.Equals(file) && w.Equals(was) && n.Equals(now));

    private static string ReplaceFirst(string text, string was, string now) => text.IndexOf(was, StringComparison.Ordinal) is var at and >= 0 ? $"{text[..at]}{now}{text[(at + was.Length)..]}" : text;
}
