using MarginFunctions.Benchmarks;

// dotnet run -c Release --project tests/MarginFunctions.Benchmarks -- assess | options | tail | accuracy | portfolio | planner | coverage | embedded | ticks | azurite
switch (args)
{
    case ["assess"]:
        AssessmentBenchmark.Run();
        return 0;
    case ["options"]:
        return OptionBenchmark.Run();
    case ["tail"]:
        return TailBenchmark.Run();
    case ["accuracy"]:
        return AccuracyBenchmark.Run();
    case ["portfolio"]:
        PortfolioBenchmark.Run();
        return 0;
    case ["planner"]:
        return PlannerBenchmark.Run();
    case ["coverage"]:
        await CoverageBenchmark.RunAsync();
        return 0;
    case ["embedded"]:
        await EmbeddedBenchmark.RunAsync();
        return 0;
    case ["ticks"]:
        await TickBenchmark.RunAsync();
        return 0;
#if AZURE
    case ["azurite"]:
        await AzuriteBenchmark.RunAsync();
        return 0;
#endif
    default:
        Console.Error.WriteLine("Say one of: assess, options, tail, accuracy, portfolio, planner, coverage, embedded, ticks, and azurite when built with AzurePackages=real or =standins, or with StandIns.");
        return 2;
}
