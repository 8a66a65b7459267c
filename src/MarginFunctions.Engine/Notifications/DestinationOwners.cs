using MarginFunctions.Engine.Messages;

namespace MarginFunctions.Engine.Notifications;

/// <summary>Whose notifications a destination gets: an account's, by its id; all of a broker, by the broker's id with a colon; everyone's, by <see cref="Everyone"/>.</summary>
public static class DestinationOwners
{
    /// <summary>All accounts of the deployment.</summary>
    public const string Everyone = "*";

    /// <summary>The rule in words.</summary>
    public const string Rule = "must be an account id, a broker's id with a colon behind it, or *";

    /// <summary>Whether an owner keeps the rule.</summary>
    public static bool AreValid(string owner) => owner == Everyone || AccountIds.AreValid(owner);

    /// <summary>The owners whose destinations get what an account is told. All of them do: a broker's copy is not lost because a customer has a webhook of its own.</summary>
    public static IReadOnlyList<string> Of(string accountId)
    {
        ArgumentNullException.ThrowIfNull(accountId);
        return BrokerIds.OfAccount(accountId) is { } broker && broker + ":" is var all && all != accountId ? [accountId, all, Everyone] : [accountId, Everyone];
    }
}
