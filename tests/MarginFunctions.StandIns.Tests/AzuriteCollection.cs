using MarginFunctions.Azurite;
using Xunit;

namespace MarginFunctions.StandIns.Tests;

[CollectionDefinition(Name)]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>
{
    public const string Name = "Azurite";
}
