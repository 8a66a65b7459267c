using System.Globalization;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>host.json, where it speaks of the same as the queues' definitions and the triggers do.</summary>
internal static class HostFile
{
    public const string File = "host.json";

    /// <summary>Every disagreement.</summary>
    public static IEnumerable<string> Compare(EntitySource definitions, IReadOnlyList<FunctionFacts> functions, string text)
    {
        var root = Yaml.Parse(text);
        var bus = root.At("extensions", "serviceBus");
        var renewal = TimeSpan.Parse(bus.At("maxAutoLockRenewalDuration").Text() ?? "0", CultureInfo.InvariantCulture);
        foreach (var entity in definitions.Statements.Where(s => s.Property == EntityProperty.LockDuration && functions.Any(f => f.Queue == s.Path)))
        {
            if (renewal <= System.Xml.XmlConvert.ToTimeSpan(entity.Value!))
            {
                yield return $"{File} renews locks for {renewal}; {entity.Place} says that a lock of '{entity.Path}' lasts {entity.Value}, which must be less";
            }
        }

        var timeout = TimeSpan.Parse(root.At("functionTimeout").Text() ?? "0", CultureInfo.InvariantCulture);
        if (timeout > renewal)
        {
            yield return $"{File} lets a function run for {timeout} and renews locks for {renewal}; a function would lose its lock";
        }

        if (bus.At("autoCompleteMessages").Text() is var automatic && automatic != "false")
        {
            yield return $"{File} says that autoCompleteMessages is {automatic ?? "not there"}; the functions in src/MarginFunctions/Functions settle for themselves";
        }

        foreach (var function in functions.Where(f => f.AutoCompletes == true))
        {
            yield return $"{function.File} has AutoCompleteMessages = true; {File} says {automatic}, and the function settles for itself";
        }
    }
}
