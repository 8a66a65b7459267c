using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Queues and topics are the same in code, templates, emulator, contract, triggers, host and pages.</summary>
public sealed class EntityAgreementTests
{
    [Fact]
    public async Task The_templates_make_the_queues_and_topics_of_the_code() =>
        Complaints.None(EntityComparison.OfTemplates(EntityComparison.Definitions, await EntityComparison.ReadTemplatesAsync()));

    [Fact]
    public void The_emulator_has_the_queues_and_topics_of_the_code_within_its_limits() =>
        Complaints.None(EntityComparison.OfText(EntityComparison.Definitions, EmulatorFile.File, Repository.Read(EmulatorFile.File)));

    [Fact]
    public void The_contract_has_the_queues_and_topics_of_the_code() =>
        Complaints.None(EntityComparison.OfText(EntityComparison.Definitions, AsyncApiFile.File, Repository.Read(AsyncApiFile.File)));

    [Fact]
    public void The_page_about_messages_has_the_queues_and_topics_of_the_code() =>
        Complaints.None(EntityComparison.OfText(EntityComparison.Definitions, MessagesPage.File, Repository.Read(MessagesPage.File)));

    [Fact]
    public void The_functions_are_triggered_by_queues_of_the_code_and_use_sessions_where_those_do() =>
        Complaints.None(EntityComparison.OfTriggers(EntityComparison.Definitions, Triggers.Read()));

    [Fact]
    public void The_page_about_operations_has_the_triggers_of_the_functions() =>
        Complaints.None(FunctionTable.Compare(Triggers.Read(), Repository.Read(FunctionTable.File)));

    [Fact]
    public void The_host_renews_locks_that_are_shorter_and_leaves_settling_to_the_functions() =>
        Complaints.None(HostFile.Compare(EntityComparison.Definitions, Triggers.Read(), Repository.Read(HostFile.File)));

    [Fact]
    public void Pages_and_scripts_show_requests_to_queues_and_topics_of_the_code() =>
        Complaints.None(EntityComparison.FilesWithRequests.SelectMany(file => EntityAgreement.Compare(EntityComparison.Definitions, RequestPaths.Read(file, Repository.Read(file)))));

    [Fact]
    public void Every_property_of_a_definition_is_compared()
    {
        // A property that is added there must be added here.
        Assert.Equal(
            ["DuplicateWindow", "IsTopic", "LockDuration", "MaxDeliveryCount", "Name", "Paths", "RequiresSession", "Subscriptions", "TimeToLive"],
            typeof(EntityDefinition).GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal));
    }
}
