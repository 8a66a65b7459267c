using Azure;
using Azure.Data.Tables;
using Moq;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

public sealed class TableMockTests
{
    [Fact]
    public async Task A_mocked_table_answers_as_it_is_told()
    {
        var table = new Mock<TableClient>();
        table.SetupGet(t => t.Name).Returns("shards");
        table.Setup(t => t.GetEntityAsync<TableEntity>("7", "!", null, default))
            .ReturnsAsync(Response.FromValue(new TableEntity("7", "!") { ["Version"] = 3L }, new FakeResponse(200)));
        table.Setup(t => t.SubmitTransactionAsync(It.IsAny<IEnumerable<TableTransactionAction>>(), default))
            .ThrowsAsync(new TableTransactionFailedException(new RequestFailedException(412, "no", "UpdateConditionNotSatisfied", null)));
        var service = new Mock<TableServiceClient>();
        service.Setup(s => s.GetTableClient("shards")).Returns(table.Object);

        var used = service.Object.GetTableClient("shards");
        var header = await used.GetEntityAsync<TableEntity>("7", "!");
        var failure = await Assert.ThrowsAsync<TableTransactionFailedException>(() => used.SubmitTransactionAsync([]));

        Assert.Equal(3L, header.Value.GetInt64("Version"));
        Assert.Equal((412, null), (failure.Status, failure.FailedTransactionActionIndex));
    }
}
