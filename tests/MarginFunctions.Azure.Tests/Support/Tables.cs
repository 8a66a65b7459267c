using Azure.Data.Tables;
using MarginFunctions.Azurite;

namespace MarginFunctions.Azure.Tests.Support;

/// <summary>Tables with names of their own, so that tests on one Azurite do not meet.</summary>
internal static class Tables
{
    public static async Task<TableClient> CreateAsync(AzuriteFixture azurite)
    {
        var table = new TableServiceClient(azurite.ConnectionString).GetTableClient($"t{Guid.NewGuid():N}");
        await table.CreateIfNotExistsAsync();
        return table;
    }

    /// <summary>The same table through a client whose replies a test can lose.</summary>
    public static TableClient Through(this TableClient table, AzuriteFixture azurite, LostReplies replies)
    {
        var options = new TableClientOptions();
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(1);
        options.AddPolicy(replies, global::Azure.Core.HttpPipelinePosition.PerRetry);
        return new TableServiceClient(azurite.ConnectionString, options).GetTableClient(table.Name);
    }
}
