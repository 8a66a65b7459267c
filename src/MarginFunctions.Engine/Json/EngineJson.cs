using System.Text.Json.Serialization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Lifecycle;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Notifications;
using MarginFunctions.Engine.State;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Risk.Liquidation;
using MarginFunctions.Risk.Portfolios;
using MarginFunctions.Risk.Scenarios;

namespace MarginFunctions.Engine.Json;

/// <summary>How rows and outgoing messages are written: camel case, decimals and enums as strings, nothing where there is nothing.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(DecimalStringConverter), typeof(UtcTimeConverter), typeof(CamelCaseEnum<MarginStatus>), typeof(CamelCaseEnum<MarginEventKind>), typeof(CamelCaseEnum<ShardWorkKind>),
        typeof(CamelCaseEnum<MarginMode>), typeof(CamelCaseEnum<AccountMode>), typeof(CamelCaseEnum<ChargeKind>),
        typeof(CamelCaseEnum<LiquidationOutcome>), typeof(CamelCaseEnum<LegKind>),
        typeof(CamelCaseEnum<AccountEntryKind>), typeof(CamelCaseEnum<CoverageRequestKind>), typeof(CamelCaseEnum<CoverageAnswerKind>), typeof(CamelCaseEnum<CoverSource>),
        typeof(CamelCaseEnum<FundSettlementKind>),
    ])]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(DecisionRecord))]
[JsonSerializable(typeof(RiskStateRecord))]
[JsonSerializable(typeof(MinuteSlices))]
[JsonSerializable(typeof(OutboxRecord))]
[JsonSerializable(typeof(MarginCallMessage))]
[JsonSerializable(typeof(LiquidationJob))]
[JsonSerializable(typeof(UpdateRejection))]
[JsonSerializable(typeof(CoverageRequest))]
[JsonSerializable(typeof(CoverageAnswer))]
[JsonSerializable(typeof(FundState))]
[JsonSerializable(typeof(FundSettlement))]
[JsonSerializable(typeof(FundOutbox))]
[JsonSerializable(typeof(PendingDeliveryBody))]
[JsonSerializable(typeof(System.Text.Json.JsonElement))]
public sealed partial class EngineJson : JsonSerializerContext;
