using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Lifecycle;

/// <summary>A call that is open. It keeps its id and its deadline for as long as it is.</summary>
/// <param name="Id">Unique: <c>account|pool|decision number</c>.</param>
/// <param name="Amount">What the customer was last told is missing to the release level, positive, in account currency.</param>
/// <param name="CalledAt">When it was made.</param>
/// <param name="Deadline">Unless released before this moment, the pool is liquidated.</param>
/// <param name="Reminders">How many of the policy's reminder times have passed and been told, several of them by one reminder when they passed between two looks.</param>
public sealed record MarginCall(
    string Id, decimal Amount, DateTimeOffset CalledAt, DateTimeOffset Deadline, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Reminders = 0);
