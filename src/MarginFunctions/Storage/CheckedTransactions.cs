using Azure;
using Azure.Data.Tables;

namespace MarginFunctions.Storage;

/// <summary>The one way in which this app sends transactions.</summary>
internal static class CheckedTransactions
{
    /// <summary>Checks a transaction against <see cref="TableLimits"/> and sends it.</summary>
    /// <returns>The answer to each action.</returns>
    /// <exception cref="ArgumentException">A limit is broken; nothing was sent.</exception>
    /// <exception cref="RequestFailedException">The service refused it; nothing was changed, unless this was the repetition of an attempt whose reply was lost.</exception>
    public static async Task<IReadOnlyList<Response>> SubmitCheckedAsync(
        this TableClient table, IReadOnlyList<TableTransactionAction> actions, CancellationToken cancellationToken)
    {
        TableLimits.Check(actions);
        return (await table.SubmitTransactionAsync(actions, cancellationToken).ConfigureAwait(false)).Value;
    }

    /// <summary>Whether a conditional write failed because the row is not as its writer had seen it.</summary>
    public static bool IsConflict(this RequestFailedException failure) => failure.Status is 404 or 409 or 412;
}
