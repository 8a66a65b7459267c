using System.Text;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Messages;
using MarginFunctions.Engine.Parameters;
using MarginFunctions.Local.Calc;
using MarginFunctions.Risk.Parameters;

namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>The code's own readers, by the schema that describes what they read.</summary>
internal static class Readers
{
    private static readonly RiskParameters Parameters = RiskParametersFile.LoadSample();

    /// <summary>What the reader finds wrong with a document; nothing when it takes it.</summary>
    public static IReadOnlyList<Problem> Read(SchemaDocument document)
    {
        var json = Encoding.UTF8.GetBytes(document.Json);
        return document.Schema switch
        {
            "position-update" => StrictDocument.Read(json, new HoldingsReader(Parameters).ReadUpdate, out _),
            "liquidation-fill" => StrictDocument.Read(json, new HoldingsReader(Parameters).ReadFill, out _),
            "price-update" => StrictDocument.Read(json, new PriceReader(Parameters).Read, out _),
            "parameters" => StrictDocument.Read(json, RiskParametersReader.Read, out _),
            "calc" => StrictDocument.Read(json, CalcReader.Read, out _),
            _ => throw new ArgumentException($"Nothing reads {document.Schema}.", nameof(document)),
        };
    }
}
