using System.Text.RegularExpressions;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The comparisons can fail: whatever single place changes, one of them names that place and the code's.</summary>
public sealed class EntityMutationTests
{
    private static readonly string[] Names = [.. Entities.All, Entities.Notifications];

    /// <summary>Where a name stands in each kind of file; {0} is the name.</summary>
    private static readonly (string File, string Pattern)[] NamePatterns =
    [
        (EmulatorFile.File, "(?<=\"){0}(?=\")"),

        // A subscription's name in running text is a word like any other.
        (AsyncApiFile.File, "(?<![a-z0-9-]|`(?=notifications)){0}(?![a-z0-9-])"),
        (MessagesPage.File, "(?<=`){0}(?=`)"),
        (FunctionTable.File, @"(?<=^\| `[A-Za-z]+` \| `){0}(?=`)"),
        .. EntityComparison.FilesWithRequests.Select(file => (file, "(?<=/){0}(?=(/subscriptions/[a-z-]+)?/messages)")),
    ];

    /// <summary>The values of properties, and what is put in their place.</summary>
    private static readonly (string Property, string Pattern, Func<string, string> Other)[] Properties =
    [
        (EntityProperty.RequiresSession, "true|false", Flip),
        (EntityProperty.LockDuration, "PT[0-9]+M", _ => "PT3M"),
        (EntityProperty.MaxDeliveryCount, "[0-9]+", _ => "7"),
        (EntityProperty.RequiresDuplicateDetection, "true|false", Flip),
        (EntityProperty.DuplicateWindow, "PT[0-9]+M", _ => "PT3M"),
        (EntityProperty.TimeToLive, "P[T0-9DH]+", _ => "P3D"),
        (EntityProperty.DeadLettersOnExpiration, "true|false", Flip),
        (EntityProperty.Partitioning, "true|false", Flip),
    ];

    private static readonly string[] FilesWithProperties = [EmulatorFile.File, AsyncApiFile.File];

    [Fact]
    public void Another_name_anywhere_in_a_text_is_noticed()
    {
        var mutations = NamePatterns.SelectMany(p => Names.SelectMany(name => TextMutation.Of(p.File, Repository.Read(p.File), Format(p.Pattern, name), found => found + "x"))).ToList();

        AssertEveryFileIsChanged(mutations, NamePatterns.Select(p => p.File).Except(FilesWithoutRequests()));
        Complaints.None(mutations.SelectMany(m => Unnoticed(m, EntityComparison.OfText(EntityComparison.Definitions, m.File, m.Text))));
    }

    [Fact]
    public void Another_value_anywhere_in_a_text_is_noticed()
    {
        var mutations = FilesWithProperties.SelectMany(file => Properties.SelectMany(p => TextMutation.Of(file, Repository.Read(file), PropertyPattern(p.Property, p.Pattern), p.Other))).ToList();

        AssertEveryFileIsChanged(mutations, FilesWithProperties);
        Complaints.None(mutations.SelectMany(m => Unnoticed(m, EntityComparison.OfText(EntityComparison.Definitions, m.File, m.Text))));
    }

    [Fact]
    public async Task Another_name_or_value_anywhere_in_the_templates_is_noticed()
    {
        var texts = Infrastructure.Texts();
        var infrastructure = await EntityComparison.ReadTemplatesAsync();
        var definedIn = infrastructure.Entities().File;
        var mutations = texts.SelectMany(t => Names.SelectMany(name => TextMutation.Of(t.Key, t.Value, Format("(?<='){0}(?=')", name), found => found + "x")))
            .Concat(Properties.SelectMany(p => TextMutation.Of(definedIn, texts[definedIn], PropertyPattern(p.Property, p.Pattern), p.Other)))
            .ToList();

        Assert.All(Names, name => Assert.Contains(mutations, m => m.Was == name && m.File == definedIn));
        Assert.All(Properties, p => Assert.Contains(mutations, m => m.File == definedIn && m.Line.Contains(p.Property, StringComparison.Ordinal)));
        await BicepReader.ReadAsync([.. mutations.Select(m => m.Text)]);
        foreach (var mutation in mutations)
        {
            var changed = await Infrastructure.ReadAsync(new Dictionary<string, string>(texts) { [mutation.File] = mutation.Text }, Repository.Read(ParameterFile.File));
            Complaints.None(Unnoticed(mutation, EntityComparison.OfTemplates(EntityComparison.Definitions, changed)));
        }
    }

    [Fact]
    public void Another_queue_or_another_use_of_sessions_in_a_trigger_is_noticed()
    {
        var functions = Triggers.Read();
        var triggered = functions.Where(f => f.Queue is not null).ToList();

        Assert.NotEmpty(triggered);
        foreach (var function in triggered)
        {
            foreach (var other in new[] { function with { Queue = function.Queue + "x" }, function with { UsesSessions = !function.UsesSessions } })
            {
                var complaints = EntityComparison.OfTriggers(EntityComparison.Definitions, [.. functions.Where(f => f != function), other]);
                Assert.Contains(complaints, c => NamesBoth(c, function.File, EntityAgreement.DefinitionFile));
            }

            // Between functions that both have a queue of the code, the page notices.
            var swapped = function with { Queue = triggered.First(f => f.Queue != function.Queue).Queue };
            var onPage = FunctionTable.Compare([.. functions.Where(f => f != function), swapped], Repository.Read(FunctionTable.File));
            Assert.Contains(onPage, c => NamesBoth(c, function.File, FunctionTable.File));
        }
    }

    [Fact]
    public async Task Another_name_or_value_in_the_code_is_noticed_by_every_file()
    {
        var infrastructure = await EntityComparison.ReadTemplatesAsync();
        var templateFile = infrastructure.Entities().File;
        foreach (var definition in Entities.Definitions)
        {
            foreach (var (other, files) in Others(definition, templateFile))
            {
                var definitions = EntityAgreement.Definitions([.. Entities.Definitions.Select(d => d == definition ? other : d)]);
                var complaints = EntityComparison.OfTemplates(definitions, infrastructure)
                    .Concat(new[] { EmulatorFile.File, AsyncApiFile.File, MessagesPage.File }.SelectMany(file => EntityComparison.OfText(definitions, file, Repository.Read(file)))).ToList();

                Complaints.None(files
                    .Where(file => !complaints.Any(c => NamesBoth(c, file, EntityAgreement.DefinitionFile)))
                    .Select(file => $"{file} does not notice that {definition} has become {other}"));
            }
        }
    }

    [Theory]
    [InlineData("\"maxAutoLockRenewalDuration\": \"00:05:00\"", "\"maxAutoLockRenewalDuration\": \"00:01:00\"", EntityAgreement.DefinitionFile)]
    [InlineData("\"functionTimeout\": \"00:05:00\"", "\"functionTimeout\": \"00:10:00\"", HostFile.File)]
    [InlineData("\"autoCompleteMessages\": false", "\"autoCompleteMessages\": true", "src/MarginFunctions/Functions")]
    public void Other_words_to_the_host_are_noticed(string was, string other, string otherPlace)
    {
        var text = Repository.Read(HostFile.File);

        Assert.Contains(was, text, StringComparison.Ordinal);
        Assert.Contains(EntityComparison.OfText(EntityComparison.Definitions, HostFile.File, text.Replace(was, other, StringComparison.Ordinal)), c => NamesBoth(c, HostFile.File, otherPlace));
    }

    [Fact]
    public void A_queue_that_a_file_lacks_is_noticed()
    {
        var emulator = EmulatorFile.Read(Repository.Read(EmulatorFile.File));
        var without = emulator with { Statements = [.. emulator.Statements.Where(s => s.Path != Entities.ShardWork)] };
        var silent = emulator with { Statements = [.. emulator.Statements.Where(s => s.Property != EntityProperty.LockDuration)] };

        Assert.Equal(
            ["src/MarginFunctions.Engine/Ports/Entities.cs has the queue 'shard-work'; infra/local/Config.json does not"],
            EntityAgreement.Compare(EmulatorFile.Within(EntityComparison.Definitions), without));
        Assert.Contains(
            "src/MarginFunctions.Engine/Ports/Entities.cs says that lockDuration of 'shard-work' is PT1M; infra/local/Config.json does not say it",
            EntityAgreement.Compare(EmulatorFile.Within(EntityComparison.Definitions), silent));
    }

    private static IEnumerable<(EntityDefinition Other, string[] Files)> Others(EntityDefinition definition, string templates)
    {
        string[] all = [templates, EmulatorFile.File, AsyncApiFile.File, MessagesPage.File];
        yield return (definition with { Name = definition.Name + "x" }, all);
        yield return (definition with { RequiresSession = !definition.RequiresSession }, all);
        yield return (definition with { Subscriptions = [.. definition.Subscriptions, "another"] }, all);
        yield return (definition with { LockDuration = TimeSpan.FromMinutes(2) }, all[..3]);
        yield return (definition with { MaxDeliveryCount = 9 }, all[..3]);
        yield return (definition with { DuplicateWindow = TimeSpan.FromMinutes(4) }, all[..3]);
        yield return (definition with { TimeToLive = TimeSpan.FromMinutes(50) }, all[..3]);
    }

    private static IEnumerable<string> FilesWithoutRequests() =>
        EntityComparison.FilesWithRequests.Where(file => RequestPaths.Read(file, Repository.Read(file)).Statements.Count == 0 || file is MessagesPage.File or FunctionTable.File);

    private static void AssertEveryFileIsChanged(IReadOnlyList<TextMutation> mutations, IEnumerable<string> files) => Assert.All(files, file => Assert.Contains(mutations, m => m.File == file));

    private static IEnumerable<string> Unnoticed(TextMutation mutation, IEnumerable<string> complaints)
    {
        var otherPlaces = mutation.File == FunctionTable.File ? "src/MarginFunctions/Functions" : EntityAgreement.DefinitionFile;
        return complaints.Any(c => NamesBoth(c, mutation.File, otherPlaces)) ? [] : [$"no one notices {mutation}"];
    }

    private static bool NamesBoth(string complaint, string one, string other) => complaint.Contains(one, StringComparison.Ordinal) && complaint.Contains(other, StringComparison.Ordinal);

    private static string Format(string pattern, string name) => pattern.Replace("{0}", Regex.Escape(name), StringComparison.Ordinal);

    // Templates and the contract write names with a small first letter, the emulator with a capital.
    private static string PropertyPattern(string property, string value) => $@"(?<=\b[{char.ToUpperInvariant(property[0])}{property[0]}]{property[1..]}""?: *[""']?)({value})(?![\w])";

    private static string Flip(string value) => value == "true" ? "false" : "true";
}
