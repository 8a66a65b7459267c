using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace MarginFunctions.Local.Embedded.Queues;

/// <summary>Half of the SHA-256 of a message id: two ids with one fingerprint would lose a message, and 128 bits make that a thing that does not happen.</summary>
internal readonly record struct MessageFingerprint(ulong First, ulong Second)
{
    public static MessageFingerprint Of(string messageId)
    {
        Span<byte> text = stackalloc byte[512];
        var length = Encoding.UTF8.GetBytes(messageId, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return MemoryMarshal.Read<MessageFingerprint>(hash);
    }
}
