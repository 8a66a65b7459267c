using MarginFunctions.Engine.Ports;
using MarginFunctions.Infra.Tests.Support;

namespace MarginFunctions.Infra.Tests.Agreement;

/// <summary>Compares each file's text with the code. Texts are arguments, so that a test can change one and see the comparison fail.</summary>
internal static class EntityComparison
{
    public static EntitySource Definitions { get; } = EntityAgreement.Definitions(Entities.Definitions);

    /// <summary>Pages and scripts that show requests.</summary>
    public static IReadOnlyList<string> FilesWithRequests { get; } =
        ["README.md", .. Repository.Files("docs", "*.md"), .. Repository.Files("infra/hooks", "*")];

    public static Task<Infrastructure> ReadTemplatesAsync() => Infrastructure.ReadAsync(Infrastructure.Texts(), Repository.Read(ParameterFile.File));

    public static IEnumerable<string> OfTemplates(EntitySource definitions, Infrastructure infrastructure) =>
        EntityAgreement.Compare(definitions, infrastructure.Entities()).Concat(EntityAgreement.Compare(definitions, infrastructure.Mentions()));

    public static IEnumerable<string> OfTriggers(EntitySource definitions, IReadOnlyList<FunctionFacts> functions) => EntityAgreement.Compare(definitions, Triggers.Statements(functions));

    public static IEnumerable<string> OfText(EntitySource definitions, string file, string text) => file switch
    {
        EmulatorFile.File => EntityAgreement.Compare(EmulatorFile.Within(definitions), EmulatorFile.Read(text)),
        AsyncApiFile.File => EntityAgreement.Compare(definitions, AsyncApiFile.Read(text)),
        MessagesPage.File => EntityAgreement.Compare(definitions, MessagesPage.Read(text)),
        HostFile.File => HostFile.Compare(definitions, Triggers.Read(), text),
        FunctionTable.File => FunctionTable.Compare(Triggers.Read(), text),
        _ => EntityAgreement.Compare(definitions, RequestPaths.Read(file, text)),
    };
}
