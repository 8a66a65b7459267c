namespace MarginFunctions.Engine.Tests.Support;

/// <summary>Damages bytes the way that wires, bugs and enemies do.</summary>
internal static class Mutator
{
    private static readonly string[] Scraps =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "true", "-", "1e999", "NaN", "\\ud800", "\\u0000", "\u00e9", "9999999999999999999999999999999", "\"accountId\":\"A-1\",", "0.", "\\"];

    public static byte[] Damage(byte[] valid, Random random)
    {
        var bytes = valid.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(bytes.Count + 1);
            switch (random.Next(6))
            {
                case 0 when at < bytes.Count:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 1 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    bytes.RemoveRange(at, Math.Min(random.Next(1, 8), bytes.Count - at));
                    break;
                case 3:
                    bytes.InsertRange(at, Given.Utf8(Scraps[random.Next(Scraps.Length)]));
                    break;
                case 4:
                    bytes.InsertRange(at, bytes.Skip(random.Next(bytes.Count + 1)).Take(random.Next(30)).ToArray());
                    break;
                default:
                    ReplaceAToken(bytes, random);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Puts a scrap where a value stands, so that much of what comes out is still JSON.</summary>
    private static void ReplaceAToken(List<byte> bytes, Random random)
    {
        var colons = Enumerable.Range(0, bytes.Count).Where(i => bytes[i] == ':').ToList();
        if (colons.Count > 0)
        {
            var start = colons[random.Next(colons.Count)] + 1;
            var end = bytes.FindIndex(start, b => b is (byte)',' or (byte)'}');
            if (end > start)
            {
                bytes.RemoveRange(start, end - start);
                bytes.InsertRange(start, Given.Utf8(Scraps[random.Next(Scraps.Length)]));
            }
        }
    }
}
