using System.Text.Json;
using System.Text.Json.Serialization;

namespace MarginFunctions.Engine.Json;

/// <summary>An enum as a camel-case word; numbers are not read.</summary>
/// <typeparam name="T">The enum.</typeparam>
public sealed class CamelCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
