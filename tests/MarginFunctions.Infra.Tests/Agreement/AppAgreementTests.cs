using MarginFunctions.Infra.Tests.Bicep;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>The templates give the app what it needs, and speak of functions, tables and signals that it has.</summary>
public sealed class AppAgreementTests
{
    private const string App = "infra/modules/function-app.bicep";
    private const string Main = Templates.MainFile;
    private const string Broker = "infra/modules/broker.bicep";
    private const string Alerts = "infra/modules/alerts.bicep";

    /// <summary>Changes of one place in a template, and the two places that the answer must name.</summary>
    public static TheoryData<string, string, string, string> Mutations => new()
    {
        { App, "RiskParametersPath:", "RiskParameterPath:", AppSettingAgreement.SettingsFile },
        { App, "Tables__endpoint:", "Tables__endpont:", AppSettingAgreement.SettingsFile },
        { App, "Tables__endpoint:", "Tables:", AppSettingAgreement.SettingsFile },
        { App, "ServiceBus__fullyQualifiedNamespace:", "Bus__fullyQualifiedNamespace:", AppSettingAgreement.SettingsFile },
        { App, "Tables__clientId:", "Tables__identity:", AppSettingAgreement.SettingsFile },
        { App, "ServiceBus__credential: 'managedidentity'", "ServiceBus__credential: 'other'", "ServiceBus__clientId" },
        { App, "AzureWebJobsStorage__credential: 'managedidentity'", "AzureWebJobsStorage__credential: 'other'", "AzureWebJobsStorage__clientId" },
        { App, "WebhookSecrets__vaultUri:", "WebhookSecrets__uri:", AppSettingAgreement.SettingsFile },
        { App, "WebhookPorts:", "WebhookPort:", AppSettingAgreement.SettingsFile },
        { App, "ShardCount: ", "Shards: ", AppSettingAgreement.SettingsFile },
        { App, "SharedByBrokers: string(isShared)", "SharedByBrokers: 'False'", AsyncApiFile.File },
        { App, "function:ProcessShard", "function:ProcessShards", "src/MarginFunctions/Functions" },
        { App, "function:IngestPrices", "IngestPrices", "src/MarginFunctions/Functions" },
        { App, "'risk-parameters.json'", "'margin-parameters.json'", "infra/hooks/prepackage.sh" },
        { Main, "'history'", "'histories'", EngineTableNames.File },
        { Main, "'shards', ", "", EngineTableNames.File },
        { Main, "serviceName: 'margin'", "serviceName: 'engine'", AzdFile.File },
        { Alerts, "Name == \"ProcessShard\"", "Name == \"ProcessShards\"", "src/MarginFunctions/Functions" },
        { Alerts, "MissedCrossings:", "MissedCrossing:", "src/MarginFunctions" },
        { Broker, "'ingress-${broker.id}'", "'in-${broker.id}'", AsyncApiFile.File },
        { Broker, "queue: 'liquidation-fills'", "queue: 'position-updates'", AsyncApiFile.File },
        { Broker, "'1=1'", "'1=0'", "BrokerIds.cs" },
        { Broker, "'SET brokerId =", "'SET broker =", "BrokerIds.cs" },
        { Broker, "'brokerId = \\'", "'broker = \\'", "BrokerIds.cs" },
        { Broker, "name: '$Default'", "name: 'stamp'", "BrokerIds.cs" },
        { Broker, "scope: ingressTopics[i]", "scope: namespace", AsyncApiFile.File },
        { Broker, "roles.serviceBusDataReceiver", "roles.serviceBusDataOwner", AsyncApiFile.File },
        { Broker, "name: 'broker-${broker.id}'", "name: '${broker.id}'", AsyncApiFile.File },
    };

    // All in one run of Node.js, whichever row comes first.
    private static readonly Lazy<Task> Parsed = new(() =>
    {
        var texts = Infrastructure.Texts();
        return BicepReader.ReadAsync([.. Mutations.Select(row => texts[(string)row[0]].Replace((string)row[1], (string)row[2], StringComparison.Ordinal))]);
    });

    [Fact]
    public async Task The_app_reads_every_setting_that_it_is_given_and_is_given_every_setting_that_it_reads() =>
        Complaints.None(AppComparison.Settings(await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public async Task The_tables_are_those_of_the_code() => Complaints.None(AppComparison.Tables(await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public async Task Instances_are_kept_ready_for_functions_that_there_are() => Complaints.None(AppComparison.AlwaysReady(await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public async Task Alerts_look_for_functions_and_signals_that_there_are() => Complaints.None(AppComparison.Alerts(await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public async Task The_risk_parameters_are_read_from_the_file_that_is_packaged() => Complaints.None(AppComparison.RiskParameters(await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public async Task A_broker_of_a_shared_deployment_gets_what_the_contract_says_and_no_more() =>
        Complaints.None(SharedDeployment.Compare(await EntityComparison.ReadTemplatesAsync(), Repository.Read(AsyncApiFile.File)));

    [Fact]
    public async Task The_azd_project_names_folders_hooks_and_a_service_that_there_are() =>
        Complaints.None(AzdFile.Compare(await EntityComparison.ReadTemplatesAsync(), Repository.Read(AzdFile.File)));

    [Fact]
    public async Task The_parameter_file_gives_the_template_its_parameters()
    {
        var infrastructure = await EntityComparison.ReadTemplatesAsync();

        Complaints.None(ParameterFile.Compare(infrastructure.Templates.Files[Main], Repository.Read(ParameterFile.File)));
    }

    [Fact]
    public async Task The_environment_files_set_what_the_parameter_file_asks_for()
    {
        var main = (await EntityComparison.ReadTemplatesAsync()).Templates.Files[Main];
        var parameters = Repository.Read(ParameterFile.File);

        Complaints.None(Repository.Files("infra/environments", "*.env").SelectMany(file => ParameterFile.CompareEnvironment(main, parameters, file, Repository.Read(file))));
        Assert.Equal(
            ["x.env:1 sets SERVICE_BUS_SKUS; infra/main.parameters.json does not ask for it", "x.env:3 sets SERVICE_BUS_SKU to 'Basic'; " + LineOf(main, "serviceBusSku") + " allows Standard, Premium"],
            ParameterFile.CompareEnvironment(main, parameters, "x.env", "SERVICE_BUS_SKUS=Standard\n# A note.\nSERVICE_BUS_SKU=Basic\n"));

        static string LineOf(BicepFile file, string name) => $"{Main}:{file.Parameters.Single(p => p.Name == name).Line}";
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public async Task A_change_in_one_template_is_noticed(string file, string was, string now, string otherPlace)
    {
        var texts = Infrastructure.Texts();
        Assert.Contains(was, texts[file], StringComparison.Ordinal);
        await Parsed.Value;

        var changed = new Dictionary<string, string>(texts) { [file] = texts[file].Replace(was, now, StringComparison.Ordinal) };
        var infrastructure = await Infrastructure.ReadAsync(changed, Repository.Read(ParameterFile.File));
        var complaints = AppComparison.All(infrastructure)
            .Concat(SharedDeployment.Compare(infrastructure, Repository.Read(AsyncApiFile.File)))
            .Concat(AzdFile.Compare(infrastructure, Repository.Read(AzdFile.File))).ToList();

        Assert.True(complaints.Any(c => c.Contains("infra/", StringComparison.Ordinal) && c.Contains(otherPlace, StringComparison.Ordinal)), $"no one names both places:\n{string.Join('\n', complaints)}");
    }

    [Theory]
    [InlineData("project: src/MarginFunctions\n", "project: src/Margin\n", "src/Margin")]
    [InlineData("prepackage.sh", "package.sh", "infra/hooks/package.sh")]
    [InlineData("module: main", "module: mein", "infra/mein.bicep")]
    [InlineData("  margin:\n", "  engine:\n", "infra/")]
    [InlineData("run: ../../infra/hooks/postdeploy.sh", "run: infra/hooks/postdeploy.sh", "src/MarginFunctions/infra/hooks/postdeploy.sh")]
    public async Task A_change_of_the_azd_project_is_noticed(string was, string now, string otherPlace)
    {
        var text = Repository.Read(AzdFile.File);
        Assert.Contains(was, text, StringComparison.Ordinal);

        var complaints = AzdFile.Compare(await EntityComparison.ReadTemplatesAsync(), text.Replace(was, now, StringComparison.Ordinal));

        Assert.Contains(complaints, c => c.Contains(AzdFile.File, StringComparison.Ordinal) && c.Contains(otherPlace, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("\"location\"", "\"region\"", "has no such parameter")]
    [InlineData("\"location\"", "\"region\"", "does not give it")]
    [InlineData("SHARD_COUNT=64", "SHARD_COUNT=32", "says '64'")]
    public async Task A_change_of_the_parameter_file_is_noticed(string was, string now, string words)
    {
        var infrastructure = await EntityComparison.ReadTemplatesAsync();
        var text = Repository.Read(ParameterFile.File);
        Assert.Contains(was, text, StringComparison.Ordinal);

        var complaints = ParameterFile.Compare(infrastructure.Templates.Files[Main], text.Replace(was, now, StringComparison.Ordinal));

        Assert.Contains(complaints, c => c.Contains(ParameterFile.File, StringComparison.Ordinal) && c.Contains(Main, StringComparison.Ordinal) && c.Contains(words, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sendTo: ingress-{brokerId}", "sendTo: inbox-{brokerId}")]
    [InlineData("receiveFrom: margin-calls/subscriptions/broker-{brokerId}", "receiveFrom: margin-calls/subscriptions/{brokerId}")]
    public async Task A_change_of_what_the_contract_says_of_brokers_is_noticed(string was, string now)
    {
        var text = Repository.Read(AsyncApiFile.File);
        Assert.Contains(was, text, StringComparison.Ordinal);

        var complaints = SharedDeployment.Compare(await EntityComparison.ReadTemplatesAsync(), text.Replace(was, now, StringComparison.Ordinal));

        Assert.Contains(complaints, c => c.Contains(AsyncApiFile.File, StringComparison.Ordinal) && c.Contains("infra/modules", StringComparison.Ordinal));
    }

    [Fact]
    public void The_names_of_tables_are_read_from_the_code() => Assert.Equal(["bands", "fund", "history", "marks", "parameters", "shards", "slices", "webhooks"], EngineTableNames.Read());
}
