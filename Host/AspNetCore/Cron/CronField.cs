namespace PureEdge.AspNetCore.Cron;

/// <summary>One field of a cron expression: the values it allows.</summary>
internal sealed class CronField
{
    private readonly ulong _values;

    private CronField(ulong values, bool isAny)
    {
        _values = values;
        IsAny = isAny;
    }

    /// <summary>Whether it was <c>*</c>.</summary>
    public bool IsAny { get; }

    public bool Has(int value) => (_values & (1UL << value)) != 0;

    /// <summary>Reads a field: <c>*</c>, values, ranges and steps, separated by commas.</summary>
    /// <param name="text">The field.</param>
    /// <param name="least">The least value.</param>
    /// <param name="most">The most; below 64.</param>
    /// <param name="names">Names of the values from <paramref name="least"/> on, or none.</param>
    /// <param name="special">Takes an item of a kind of its own and says whether it was one.</param>
    /// <returns>The field, or <see langword="null"/> when it is none.</returns>
    public static CronField? Parse(string text, int least, int most, string[] names, Func<string, bool>? special = null)
    {
        var values = 0UL;
        foreach (var item in text.Split(','))
        {
            if (special?.Invoke(item) == true)
            {
                continue;
            }

            var parts = item.Split('/');
            var step = 1;
            if (parts.Length > 2 || (parts.Length == 2 && (!Number(parts[1], out step) || step < 1 || step > most)))
            {
                return null;
            }

            if (Range(parts[0], parts.Length == 2, least, most, names) is not var (from, to))
            {
                return null;
            }

            for (var value = from; value <= to; value += step)
            {
                values |= 1UL << value;
            }
        }

        return new(values, text == "*");
    }

    /// <summary>A value by number or name.</summary>
    public static bool Value(string text, int least, int most, string[] names, out int value)
    {
        var index = Array.FindIndex(names, name => name.Equals(text, StringComparison.OrdinalIgnoreCase));
        value = least + index;
        return index >= 0 || (Number(text, out value) && value >= least && value <= most);
    }

    // 5/10 is from 5 to the end.
    private static (int From, int To)? Range(string text, bool hasStep, int least, int most, string[] names)
    {
        if (text == "*")
        {
            return (least, most);
        }

        var ends = text.Split('-');
        if (ends.Length > 2 || !Value(ends[0], least, most, names, out var from))
        {
            return null;
        }

        var to = hasStep ? most : from;
        return ends.Length == 1 || (Value(ends[1], least, most, names, out to) && from <= to) ? (from, to) : null;
    }

    private static bool Number(string text, out int value) =>
        int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out value);
}
