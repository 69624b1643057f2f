namespace PureEdge.Bench.Reporting;

/// <summary>Several measurements of one thing: their median, and how far they lie apart.</summary>
internal sealed class Spread
{
    private readonly List<double> _values = [];

    /// <summary>The middle one; NaN without any.</summary>
    public double Median
    {
        get
        {
            if (_values.Count == 0)
            {
                return double.NaN;
            }

            double[] sorted = [.. _values.Order()];
            var middle = sorted.Length / 2;
            return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        }
    }

    /// <summary>Adds a measurement.</summary>
    public void Add(double value) => _values.Add(value);

    /// <summary>The median and, behind it, the least and the greatest: <c>12.1 (11.8 .. 12.9)</c>.</summary>
    /// <param name="format">The format of each number.</param>
    public string Show(string format) => _values.Count switch
    {
        0 => "-",
        1 => Median.ToString(format),
        _ => $"{Median.ToString(format)} ({_values.Min().ToString(format)} .. {_values.Max().ToString(format)})",
    };

    /// <summary>
    /// The median and the bounds of a 95 % confidence interval of it, by order statistics (the sign test), which assumes nothing of how the values are
    /// distributed: <c>3.41 [3.28, 3.60]</c>. With fewer than six values no interval has that confidence, and least and greatest stand there.
    /// </summary>
    public string ShowInterval(string format)
    {
        double[] sorted = [.. _values.Order()];
        var outside = 0;
        for (double tail = 0, term = Math.Pow(0.5, sorted.Length); outside < sorted.Length / 2; outside++)
        {
            tail += term;
            if (2 * tail > 0.05)
            {
                break;
            }

            term *= (double)(sorted.Length - outside) / (outside + 1);
        }

        var lowest = Math.Max(0, outside - 1);
        return sorted.Length == 0 ? "-" : $"{Median.ToString(format)} [{sorted[lowest].ToString(format)}, {sorted[^(lowest + 1)].ToString(format)}]";
    }

    /// <summary>The geometric mean: the one average of ratios and rates that does not depend on which is the base.</summary>
    public static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(Math.Log));
}
