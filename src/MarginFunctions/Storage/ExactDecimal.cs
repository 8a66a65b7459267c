using System.Globalization;

namespace MarginFunctions.Storage;

/// <summary>Amounts as text: Table Storage has no decimal, and a double would change the last digits.</summary>
internal static class ExactDecimal
{
    /// <summary>The amount with all its digits.</summary>
    public static string Write(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>The amount that was written.</summary>
    public static decimal Read(string text) => decimal.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
