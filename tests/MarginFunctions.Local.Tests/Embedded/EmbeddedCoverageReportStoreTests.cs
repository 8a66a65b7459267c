using MarginFunctions.Engine.Ports;
using MarginFunctions.Local.Embedded;
using MarginFunctions.Local.Embedded.State;
using MarginFunctions.PortContracts;

namespace MarginFunctions.Local.Tests.Embedded;

public sealed class EmbeddedCoverageReportStoreTests : CoverageReportStoreContract
{
    private readonly TemporaryFile file = new();
    private EmbeddedDatabase? database;

    protected override Task<ICoverageReportStore> CreateAsync()
    {
        database = EmbeddedDatabase.Open(file.Path);
        return Task.FromResult<ICoverageReportStore>(new EmbeddedCoverageReportStore(database));
    }

    protected override async Task CleanUpAsync()
    {
        await database!.DisposeAsync();
        file.Dispose();
    }
}
