namespace MarginFunctions.Infra.Tests.Bicep;

/// <summary>What is read from Bicep files, and what they come to.</summary>
public sealed class EvaluationTests
{
    /// <summary>Expressions and what they are. The grammar's own order of operators differs from the language's in many of them.</summary>
    public static TheoryData<string, string> Expressions => new()
    {
        { "1 + 2 * 3", "7" },
        { "(1 + 2) * 3", "9" },
        { "2 - 1 - 1", "0" },
        { "!thing.no && thing.size == 2", "True" },
        { "thing.size == 2 && thing.name == 'a' ? thing.name : 'other'", "a" },
        { "thing.missing ?? thing.name", "a" },
        { "thing.?missing ?? 'none'", "none" },
        { "thing.size > 1 || thing.gone.deeper", "True" },
        { "!empty(thing.name)", "True" },
        { "thing['name']", "a" },
        { "list[1].name", "c" },
        { "list[?5].?name ?? 'nothing'", "nothing" },
        { "list[0]!.name", "b" },
        { "join(map(list, entry => entry.name), ',')", "b,c" },
        { "join(map(filter(list, e => e.name != 'b' && !e.no), e => '${e.name}!'), ',')", "c!" },
        { "join([for (entry, i) in list: '${i}${entry.name}'], ' ')", "0b 1c" },
        { "join(['x', ...map(list, e => e.name)], '')", "xbc" },
        { "{ one: 1, ...thing }.name", "a" },
        { "'it\\'s \\${not} a hole: ${thing.name}//b # ${1 + 1}'", "it's ${not} a hole: a//b # 2" },
        { "'''raw ${thing.name} \\n'''", @"raw ${thing.name} \n" },
        { "union(thing, { name: 'new' }).name", "new" },
        { "shout('a')", "A!" },
        { "length(list) == 2 ? 'two' : 'other'", "two" },
        { "guid(thing.name)", "{guid(thing.name)}" },
        { "account.properties.key", "{account.properties.key}" },
        { "account.name", "acc" },
    };

    [Theory]
    [MemberData(nameof(Expressions))]
    public async Task An_expression_comes_to_its_value(string expression, string value)
    {
        var files = await BicepReader.ReadAsync([.. Expressions.Select(row => FileWith((string)row[0]))]);
        Assert.All(files, file => Assert.Empty(file.Problems));
        var templates = await Templates.ReadAsync(new Dictionary<string, string> { ["main.bicep"] = FileWith(expression) });

        Assert.Equal(value, Deployment.Evaluate(templates, "main.bicep", new Dictionary<string, object?>()).Outputs["answer"] switch
        {
            Unknown unknown => $"{{{unknown}}}",
            var known => $"{known}",
        });
    }

    [Fact]
    public async Task Loops_conditions_children_and_modules_make_the_resources_that_they_say()
    {
        var templates = await Templates.ReadAsync(new Dictionary<string, string>
        {
            ["a/main.bicep"] = """
                param count int = 2
                module inner '../b/inner.bicep' = [for i in range(0, count): if (i != 1) {
                  name: 'inner-${i}'
                  params: { prefix: 'p${i}' }
                }]
                output last string = inner[0].outputs.name
                """,
            ["b/inner.bicep"] = """
                param prefix string
                param isLarge bool = false
                var names = ['x', 'y']
                resource bus 'Microsoft.ServiceBus/namespaces@2024-01-01' = {
                  name: '${prefix}-bus'
                  resource child 'queues' = [for name in names: {
                    name: name
                    properties: { lockDuration: isLarge ? 'PT5M' : 'PT1M' }
                  }]
                }
                resource topic 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' existing = {
                  parent: bus
                  name: 'there'
                }
                resource subscription 'Microsoft.ServiceBus/namespaces/topics/subscriptions@2024-01-01' = {
                  parent: topic
                  name: 'sub'
                  dependsOn: [bus::child]
                }
                resource never 'Microsoft.ServiceBus/namespaces/topics@2024-01-01' = if (isLarge) {
                  parent: bus
                  name: 'never'
                }
                output name string = bus::child[0].name
                """,
        });
        Assert.All(templates.Files.Values, file => Assert.Empty(file.Problems));

        var deployment = Deployment.Evaluate(templates, "a/main.bicep", new Dictionary<string, object?>());

        Assert.Equal(
            [
                "b/inner.bicep:4 Microsoft.ServiceBus/namespaces p0-bus in ",
                "b/inner.bicep:6 Microsoft.ServiceBus/namespaces/queues x in p0-bus",
                "b/inner.bicep:6 Microsoft.ServiceBus/namespaces/queues y in p0-bus",
                "b/inner.bicep:15 Microsoft.ServiceBus/namespaces/topics/subscriptions sub in there",
            ],
            deployment.Resources.Select(r => $"{r.Place} {r.Type} {r.Name} in {r.Parent?.Name}"));
        Assert.Equal("x", deployment.Outputs["last"]);
        Assert.Equal("PT1M", deployment.OfType("Microsoft.ServiceBus/namespaces/queues").First().At("properties", "lockDuration"));
        Assert.Equal("b/inner.bicep:8", deployment.OfType("Microsoft.ServiceBus/namespaces/queues").First().PlaceOf("properties", "lockDuration"));
        Assert.Equal(["there"], deployment.Mentioned.Where(r => r.Declaration.Existing).Select(r => r.Name));
    }

    private static string FileWith(string expression) => $$"""
        var thing = { name: 'a', size: 2, no: false, gone: null }
        var list = [
          { name: 'b', no: false }
          { name: 'c', no: false }
        ]
        func shout(word string) string => '${toUpper(word)}!'
        resource account 'Microsoft.Storage/storageAccounts@2023-05-01' existing = { name: 'acc' }
        output answer string = {{expression}}
        """;
}
