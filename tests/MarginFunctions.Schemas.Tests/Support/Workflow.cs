using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>A workflow of GitHub Actions, and what is wrong with it.</summary>
internal sealed partial class Workflow
{
    private readonly YamlMappingNode root;
    private readonly string[] lines;

    private Workflow(string text)
    {
        lines = text.ReplaceLineEndings("\n").Split('\n');
        root = Yaml.Parse(text);
    }

    /// <summary>Every step of every job, in order.</summary>
    public IEnumerable<(string Job, YamlMappingNode Step)> Steps =>
        from job in Jobs
        from step in Yaml.Items(job.Node, "steps")
        select (job.Name, (YamlMappingNode)step);

    /// <summary>The commands that a job runs, line by line.</summary>
    public IEnumerable<string> CommandsOf(string job) =>
        Steps.Where(s => s.Job == job).SelectMany(s => (Yaml.Text(s.Step, "run") ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The names of all jobs.</summary>
    public IEnumerable<string> JobNames => Jobs.Select(j => j.Name);

    private IEnumerable<(string Name, YamlMappingNode Node)> Jobs => Yaml.Fields(root, "jobs").Select(job => (job.Name, (YamlMappingNode)job.Value));

    public static Workflow Parse(string text) => new(text);

    /// <summary>What a variable of a job is set to; null when it is not.</summary>
    public string? VariableOf(string job, string name) =>
        Jobs.Where(j => j.Name == job).SelectMany(j => Yaml.Fields(j.Node, "env")).Where(v => v.Name == name).Select(v => ((YamlScalarNode)v.Value).Value).SingleOrDefault();

    /// <summary>Everything that breaks a rule; each line says where.</summary>
    public IReadOnlyList<string> Problems() =>
        [.. Triggers(), .. Permissions("the workflow", root, required: true), .. Jobs.SelectMany(JobProblems), .. Steps.SelectMany(StepProblems), .. Secrets()];

    private IEnumerable<string> Triggers() =>
        from name in Yaml.Names(root, "on")
        where name is "pull_request_target" or "workflow_run"
        select $"{name} runs with the rights of this repository on what others wrote";

    private static IEnumerable<string> Permissions(string owner, YamlMappingNode node, bool required)
    {
        if (!node.Children.TryGetValue("permissions", out var permissions))
        {
            return required ? [$"{owner} states no permissions, and the default may be to write"] : [];
        }

        return permissions is YamlMappingNode map
            ? from permission in map.Children
              where ((YamlScalarNode)permission.Value).Value is not ("read" or "none")
              select $"{owner} may {permission.Value} {permission.Key}"
            : [$"{owner} has permissions {permissions}; name each one"];
    }

    private static IEnumerable<string> JobProblems((string Name, YamlMappingNode Node) job)
    {
        if (Yaml.Text(job.Node, "timeout-minutes") is null)
        {
            yield return $"job {job.Name} has no timeout";
        }

        foreach (var problem in Permissions($"job {job.Name}", job.Node, required: false))
        {
            yield return problem;
        }
    }

    private IEnumerable<string> StepProblems((string Job, YamlMappingNode Step) step)
    {
        if (step.Step.Children.TryGetValue("uses", out var uses) && ((YamlScalarNode)uses).Value is { } action && !action.StartsWith("./", StringComparison.Ordinal))
        {
            if (!PinnedAction().IsMatch(action))
            {
                yield return $"job {step.Job} uses {action}, which is not pinned to a full commit SHA";
            }
            else if (!VersionComment().IsMatch(lines[uses.Start.Line - 1]))
            {
                yield return $"job {step.Job} uses {action} without its version in a comment";
            }

            if (action.StartsWith("actions/checkout@", StringComparison.Ordinal) && !Yaml.Fields(step.Step, "with").Any(w => w is { Name: "persist-credentials", Value: YamlScalarNode { Value: "false" } }))
            {
                yield return $"job {step.Job} leaves its token in the checkout: set persist-credentials to false";
            }
        }

        // What an expression gives is pasted into the script before the shell reads it.
        if (Yaml.Text(step.Step, "run") is { } script && script.Contains("${{", StringComparison.Ordinal))
        {
            yield return $"job {step.Job} pastes an expression into a script: {script.Trim()}";
        }
    }

    private IEnumerable<string> Secrets() =>
        from text in Yaml.Texts(root)
        where Secret().IsMatch(text)
        select $"the workflow reads a secret: {text.Trim()}";

    [GeneratedRegex("^[A-Za-z0-9._-]+/[A-Za-z0-9._/-]+@[0-9a-f]{40}$")]
    private static partial Regex PinnedAction();

    [GeneratedRegex(@"# v\d+\.\d+\.\d+\s*$")]
    private static partial Regex VersionComment();

    [GeneratedRegex(@"\$\{\{[^}]*\b(secrets|github\s*\.\s*token|toJSON\s*\(\s*(github|env)\s*\))", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();
}
