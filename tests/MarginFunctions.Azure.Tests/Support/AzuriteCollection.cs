using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.Azure.Tests.Support;

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
