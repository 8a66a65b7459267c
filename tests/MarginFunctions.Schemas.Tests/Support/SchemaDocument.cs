namespace MarginFunctions.Schemas.Tests.Support;

/// <summary>A document and the schema that it claims to follow.</summary>
/// <param name="Schema">The schema's name, for example <c>position-update</c>.</param>
/// <param name="Name">Where the document comes from, for messages.</param>
/// <param name="Json">Its text.</param>
internal sealed record SchemaDocument(string Schema, string Name, string Json);
