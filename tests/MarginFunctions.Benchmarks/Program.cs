using MarginFunctions.Benchmarks;

// dotnet run -c Release --project tests/MarginFunctions.Benchmarks -- assess | embedded | ticks | azurite
switch (args)
{
    case ["assess"]:
        AssessmentBenchmark.Run();
        return 0;
    case ["embedded"]:
        await EmbeddedBenchmark.RunAsync();
        return 0;
    case ["ticks"]:
        await TickBenchmark.RunAsync();
        return 0;
    default:
        Console.Error.WriteLine("Say one of: assess, embedded, ticks.");
        return 2;
}
