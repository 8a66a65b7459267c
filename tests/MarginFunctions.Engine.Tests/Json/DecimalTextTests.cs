using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using MarginFunctions.Engine.Json;
using MarginFunctions.Engine.Tests.Support;

namespace MarginFunctions.Engine.Tests.Json;

public sealed class DecimalTextTests
{
    [Theory]
    [InlineData("a whole number", "42", "42")]
    [InlineData("a fraction", "0.1", "0.1")]
    [InlineData("trailing zeros mean nothing", "1.500", "1.5")]
    [InlineData("an exponent upwards", "1.5e3", "1500")]
    [InlineData("an exponent downwards", "15E-1", "1.5")]
    [InlineData("28 digits", "1234567890123456789012345678", "1234567890123456789012345678")]
    [InlineData("28 places", "0.0000000000000000000000000001", "0.0000000000000000000000000001")]
    [InlineData("28 places below zero", "-0.1234567890123456789012345678", "-0.1234567890123456789012345678")]
    [InlineData("the smallest number as an exponent", "1e-28", "0.0000000000000000000000000001")]
    [InlineData("29 digits that a decimal happens to hold", "1.6666666666666666666666666667", "1.6666666666666666666666666667")]
    [InlineData("the largest decimal", "79228162514264337593543950335", "79228162514264337593543950335")]
    [InlineData("zero", "0", "0")]
    [InlineData("zero below zero", "-0.00", "0")]
    public void A_number_is_read_exactly(string sentence, string text, string expected)
    {
        Assert.True(TryRead($"\"{text}\"", out var fromText), sentence);
        Assert.True(TryRead(text, out var fromNumber), sentence);
        Assert.Equal((expected, expected), (DecimalText.Write(fromText), DecimalText.Write(fromNumber)));
    }

    [Theory]
    [InlineData("the 29th place would be rounded", "\"0.12345678901234567890123456789\"")]
    [InlineData("a second digit after the 28th place would be rounded", "1.5e-28")]
    [InlineData("places beyond the 28th would be rounded", "\"0.12345e-25\"")]
    [InlineData("less than the smallest would be zero", "1e-29")]
    [InlineData("an exponent out of sight would be zero", "1e-999999999999")]
    [InlineData("more than the largest does not fit", "1e29")]
    [InlineData("an exponent out of sight does not fit", "1e999999999999")]
    [InlineData("digits without end are not counted", "\"1111111111111111111111111111111111111111111111111\"")]
    [InlineData("a group separator is no digit", "\"1,000\"")]
    [InlineData("a space is no digit", "\" 1\"")]
    [InlineData("hexadecimal is no decimal", "\"0x10\"")]
    [InlineData("nothing is no number", "\"\"")]
    [InlineData("a sign is no number", "\"-\"")]
    [InlineData("a truth is no number", "true")]
    [InlineData("other digits are no digits", "\"\\u0661\"")]
    public void What_would_be_changed_on_the_way_in_is_refused(string sentence, string json) => Assert.False(TryRead(json, out _), sentence);

    [Fact]
    public void Zero_with_an_exponent_out_of_sight_is_refused_or_zero() =>
        Assert.True(!TryRead("0e999999999999", out var number) || number == 0);

    [Fact]
    public void Whatever_is_accepted_is_the_very_number_that_was_written() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var text = RandomNumber(random);
            if (TryRead($"\"{text}\"", out var number))
            {
                Assert.Equal(Canonical(text), Canonical(number.ToString(CultureInfo.InvariantCulture)));
            }
        },
        count: 20_000);

    [Fact]
    public void Whatever_is_written_is_read_back() => Always.HoldsForSeeds(
        seed =>
        {
            var random = new Random(seed);
            var number = new decimal(random.Next(), random.Next(), random.Next(), random.Next(2) == 0, (byte)random.Next(29));
            Assert.True(TryRead($"\"{DecimalText.Write(number)}\"", out var read));
            Assert.Equal(number, read);
        },
        count: 5_000);

    /// <summary>From a document, and as a field of a row: both say the same.</summary>
    private static bool TryRead(string json, out decimal number)
    {
        using var document = JsonDocument.Parse(json);
        var isRead = DecimalText.TryRead(document.RootElement, out number);
        Assert.Equal(isRead ? number : null, FromRow(json));
        return isRead;
    }

    private static decimal? FromRow(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        try
        {
            return new DecimalStringConverter().Read(ref reader, typeof(decimal), JsonSerializerOptions.Default);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string RandomNumber(Random random)
    {
        var text = (random.Next(2) == 0 ? "-" : "") + Digits(random, random.Next(1, 20));
        text += random.Next(3) > 0 ? "." + Digits(random, random.Next(1, 20)) : "";
        return text + (random.Next(3) == 0 ? $"e{random.Next(-32, 32)}" : "");
    }

    private static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => random.Next(3) == 0 ? 0 : random.Next(10)));

    /// <summary>An integer and a power of ten: the same number has the same pair, whatever its text.</summary>
    private static (BigInteger, int) Canonical(string text)
    {
        var parts = text.Split('e');
        var fraction = parts[0].Split('.');
        var digits = BigInteger.Parse(string.Concat(fraction), CultureInfo.InvariantCulture);
        var power = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - (fraction.Length > 1 ? fraction[1].Length : 0);
        while (!digits.IsZero && digits % 10 == 0)
        {
            digits /= 10;
            power++;
        }

        return digits.IsZero ? (0, 0) : (digits, power);
    }
}
