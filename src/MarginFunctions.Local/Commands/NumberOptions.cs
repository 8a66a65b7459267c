using System.CommandLine;
using System.Globalization;

namespace MarginFunctions.Local.Commands;

/// <summary>Options that are numbers in a range, and say so when they are not.</summary>
internal static class NumberOptions
{
    public static Option<int> Whole(string name, string description, int otherwise, int least, int most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} = {text} is not a whole number from {least:N0} to {most:N0}."));
            return otherwise;
        },
    };

    public static Option<decimal> Amount(string name, string description, decimal otherwise, decimal least, decimal most) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => otherwise,
        CustomParser = argument =>
        {
            var text = argument.Tokens[0].Value;
            if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            {
                return number;
            }

            argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} = {text} is not a number from {least:#,0.##} to {most:#,0.##}."));
            return otherwise;
        },
    };
}
