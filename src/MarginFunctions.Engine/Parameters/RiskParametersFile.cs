using MarginFunctions.Engine.Json;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Engine.Parameters;

/// <summary>The risk parameters as a versioned JSON document, checked whole before any of it is used.</summary>
public static class RiskParametersFile
{
    /// <summary>The largest document, in bytes.</summary>
    public const int MaximumBytes = 4 * 1024 * 1024;

    private const string SampleName = "MarginFunctions.Engine.Parameters.sample-parameters.json";

    /// <summary>Loads a document from a file.</summary>
    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RiskParameters Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var size = new FileInfo(path).Length;
        return size > MaximumBytes
            ? throw new InvalidDataException($"{path} has {size} bytes; {MaximumBytes} is the most.")
            : Parse(File.ReadAllBytes(path), path);
    }

    /// <summary>Loads the documented sample that ships with the engine: ten instruments, four collateral assets.</summary>
    public static RiskParameters LoadSample() => Parse(SampleDocument(), "the sample parameters");

    /// <summary>The sample document's own bytes.</summary>
    public static byte[] SampleDocument()
    {
        using var stream = typeof(RiskParametersFile).Assembly.GetManifestResourceStream(SampleName)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {SampleName}.");
        using var buffer = new MemoryStream();
        stream.CopyTo(buffer);
        return buffer.ToArray();
    }

    /// <summary>Reads a document.</summary>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="name">What to call the document in errors.</param>
    /// <exception cref="InvalidDataException">The document is wrong; the message has a line for each path and value.</exception>
    public static RiskParameters Parse(ReadOnlyMemory<byte> json, string name)
    {
        var problems = StrictDocument.Read(json, RiskParametersReader.Read, out var parameters);
        return problems.Count == 0
            ? parameters!
            : throw new InvalidDataException($"{name} cannot be used:{string.Concat(problems.Select(p => $"{Environment.NewLine}  {p}"))}");
    }
}
