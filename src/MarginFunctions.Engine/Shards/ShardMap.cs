using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace MarginFunctions.Engine.Shards;

/// <summary>Which shard an account belongs to: the first bits of the SHA-256 of its id. Fixed for the life of a deployment; a test pins it.</summary>
public static class ShardMap
{
    /// <summary>The shard of an account, from 0 to <paramref name="shardCount"/> − 1.</summary>
    /// <param name="accountId">A valid account id.</param>
    /// <param name="shardCount">A power of two from 1 to 1,024.</param>
    public static int ShardOf(string accountId, int shardCount)
    {
        ArgumentNullException.ThrowIfNull(accountId);
        Span<byte> utf8 = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Math.Min(accountId.Length, 64))];
        if (accountId.Length > 64)
        {
            throw new ArgumentException($"Account id {accountId} is longer than 64 characters.", nameof(accountId));
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(utf8[..Encoding.UTF8.GetBytes(accountId, utf8)], hash);
        return (int)((ulong)BinaryPrimitives.ReadUInt32BigEndian(hash) >> (32 - BitOperations.Log2((uint)shardCount)));
    }
}
