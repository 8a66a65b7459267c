namespace MarginFunctions.Infra.Tests.Rules;

/// <summary>The names that Bicep itself knows.</summary>
internal static class Language
{
    public static IReadOnlyList<string> Namespaces { get; } = ["az", "sys"];

    public static IReadOnlyList<string> Types { get; } = ["any", "array", "bool", "int", "object", "secureObject", "secureString", "string"];

    public static IReadOnlyList<string> Decorators { get; } =
    [
        "allowed", "batchSize", "description", "discriminator", "export", "maxLength", "maxValue", "metadata", "minLength", "minValue", "onlyIfNotExists", "retryOn", "sealed", "secure",
        "userDefinedConstraint", "waitUntil",
    ];

    public static IReadOnlyList<string> Functions { get; } =
    [
        // Namespace sys.
        "any", "array", "base64", "base64ToJson", "base64ToString", "bool", "buildUri", "cidrHost", "cidrSubnet", "concat", "contains", "dataUri", "dataUriToString", "dateTimeAdd",
        "dateTimeFromEpoch", "dateTimeToEpoch", "empty", "endsWith", "fail", "filter", "first", "flatten", "format", "groupBy", "guid", "indexOf", "int", "intersection", "items", "join", "json",
        "last", "lastIndexOf", "length", "loadDirectoryFileInfo", "loadFileAsBase64", "loadJsonContent", "loadTextContent", "loadYamlContent", "map", "mapValues", "max", "min", "nameof", "newGuid",
        "objectKeys", "padLeft", "parseCidr", "parseUri", "range", "reduce", "replace", "shallowMerge", "skip", "sort", "split", "startsWith", "string", "substring", "take", "toLower", "toObject",
        "toUpper", "trim", "tryGet", "union", "uniqueString", "uri", "uriComponent", "uriComponentToString", "utcNow",

        // Namespace az. The list functions are a rule's own concern.
        "deployer", "deployment", "environment", "extensionResourceId", "list", "listAccountSas", "listConnectionStrings", "listKeys", "listServiceSas", "managementGroup",
        "managementGroupResourceId", "pickZones", "providers", "reference", "resourceGroup", "resourceId", "roleDefinitions", "subscription", "subscriptionResourceId", "tenant", "tenantResourceId",
        "toLogicalZone", "toLogicalZones", "toPhysicalZone", "toPhysicalZones",
    ];
}
