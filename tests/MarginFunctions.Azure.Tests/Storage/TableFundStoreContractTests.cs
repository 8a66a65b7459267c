using Azure.Data.Tables;
using MarginFunctions.Azure.Tests.Support;
using MarginFunctions.Azurite;
using MarginFunctions.Engine.Ports;
using MarginFunctions.PortContracts;
using MarginFunctions.Storage;
using Xunit;

namespace MarginFunctions.Azure.Tests.Storage;

[Collection(AzuriteCollection.Name)]
public sealed class TableFundStoreContractTests(AzuriteFixture azurite) : FundStoreContract
{
    private TableClient? _table;

    protected override async Task<IFundStore> CreateAsync() => new TableFundStore(_table = await Tables.CreateAsync(azurite));

    protected override Task CleanUpAsync() => _table!.DeleteAsync();
}
