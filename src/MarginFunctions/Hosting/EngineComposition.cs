using System.Globalization;
using MarginFunctions.Engine.Cover;
using MarginFunctions.Engine.Dynamic;
using MarginFunctions.Engine.Liquidation;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Engine.Ports;
using MarginFunctions.Engine.Prices;
using MarginFunctions.Engine.Routing;
using MarginFunctions.Engine.Shards;
using MarginFunctions.Engine.Telemetry;
using MarginFunctions.Functions;
using MarginFunctions.Messaging;
using MarginFunctions.Risk.Parameters;
using MarginFunctions.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MarginFunctions.Hosting;

/// <summary>Puts the engine together with Table Storage and Service Bus.</summary>
internal static class EngineComposition
{
    /// <summary>Registers everything that the functions need.</summary>
    /// <exception cref="InvalidOperationException">A setting is absent; the message names it.</exception>
    /// <exception cref="InvalidDataException">The risk parameters are wrong; the message has a line for each path and value.</exception>
    public static IServiceCollection AddMarginEngine(this IServiceCollection services, IConfiguration configuration)
    {
        // Read here and not on first use: a wrong setting must stop the start, not the first message.
        var tables = ServiceConnection.Read(configuration, Settings.Tables, "endpoint");
        var serviceBus = ServiceConnection.Read(configuration, Settings.ServiceBus, "fullyQualifiedNamespace");
        var isShared = IsShared(configuration);
        return services
            .AddSingleton(LoadParameters(configuration))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new EngineTables(AzureClients.CreateTables(tables)))
            .AddSingleton(_ => AzureClients.CreateServiceBus(serviceBus))
            .AddSingleton<IShardStore>(s => new TableShardStore(s.GetRequiredService<EngineTables>().Shards))
            .AddSingleton<IMarkStore>(s => new TableMarkStore(s.GetRequiredService<EngineTables>().Marks))
            .AddSingleton<IRiskStateStore>(s => new TableRiskStateStore(s.GetRequiredService<EngineTables>().Parameters))
            .AddSingleton<IBandIndex>(s => new TableBandIndex(s.GetRequiredService<EngineTables>().Bands))
            .AddSingleton<IDecisionHistory>(s => new TableDecisionHistory(s.GetRequiredService<EngineTables>().History))
            .AddSingleton<ISliceBudget>(s => new TableSliceBudget(s.GetRequiredService<EngineTables>().Slices))
            .AddSingleton<IFundStore>(s => new TableFundStore(s.GetRequiredService<EngineTables>().Fund))
            .AddSingleton<IMessageSender, ServiceBusMessageSender>()
            .AddSingleton<EngineMetrics>()
            .AddSingleton<HoldingsReader>()
            .AddSingleton<ShardWorkFormat>()
            .AddSingleton(s => ActivatorUtilities.CreateInstance<HoldingsRouter>(s, isShared))
            .AddSingleton<PriceIngestor>()
            .AddSingleton<ShardProcessor>()
            .AddSingleton<ShardSweeper>()
            .AddSingleton<LiquidationRunner>()
            .AddSingleton<RiskStatePublisher>()
            .AddSingleton<CoverageRequestFormat>()
            .AddSingleton<FundProcessor>()
            .AddSingleton<BatchSettlement>()
            .AddNotifications(configuration)
            .AddHostedService<TableInitializer>()
            .AddHostedService<EngineSignals>()
            .AddHostedService<FundOpener>();
    }

    private static bool IsShared(IConfiguration configuration) => configuration[Settings.SharedByBrokers] switch
    {
        null or "" => false,
        { } text when bool.TryParse(text, out var isShared) => isShared,
        { } text => throw new InvalidOperationException($"The app cannot start: {Settings.SharedByBrokers} is '{text}'; it must be true or false."),
    };

    private static RiskParameters LoadParameters(IConfiguration configuration)
    {
        var parameters = configuration[Settings.RiskParametersPath] is { Length: > 0 } path
            ? RiskParametersFile.Load(Path.Combine(AppContext.BaseDirectory, path))
            : RiskParametersFile.LoadSample();

        // Accounts would be looked for in other shards than those they are in.
        return configuration[Settings.ShardCount] is { Length: > 0 } count && count != parameters.ShardCount.ToString(CultureInfo.InvariantCulture)
            ? throw new InvalidOperationException($"The app cannot start: {Settings.ShardCount} is '{count}', and the risk parameters say {parameters.ShardCount}. The number is fixed for the life of a deployment.")
            : parameters;
    }
}
