using System.Globalization;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>
/// Charts of what was used by hour, as SVG in the page: no script, and colours only by class. A chart has a title and a text for who does not see it; the table beside the charts has every number.
/// </summary>
internal static class UsageChart
{
    private const double Width = 420;
    private const double Height = 180;
    private const double Left = 52;
    private const double Right = 8;
    private const double Top = 8;
    private const double Bottom = 24;
    private const double Gap = 0.2;
    private const int HoursOfDay = 24;

    // Hours between the names below the bars, of a chart of a day.
    private const int NamedHours = 6;

    /// <summary>The charts of requests, fuel and failures, and a table of the same.</summary>
    /// <param name="hours">The hours, from the oldest to the newest.</param>
    /// <param name="whose">Whose use it is, for the texts.</param>
    public static Html All(IReadOnlyList<UsageHour> hours, string whose)
    {
        var rows = hours.Reverse().Select(static hour => Html.Of($"""
            <tr><th scope="row">{Name(hour.Begin)}</th><td class="number">{hour.Record.Requests}</td><td class="number">{hour.Record.Failures}</td>
            <td class="number">{hour.Record.Fuel}</td><td class="number">{Fuel.ToMilliseconds(hour.Record.Fuel):0.0}</td>
            <td class="number">{hour.Record.Subrequests}</td><td class="number">{hour.Record.EgressBytes}</td></tr>
            """));
        return Html.Of($"""
            <div class="charts">
            {Of("requests", $"Requests and other events of {whose}", "bar", hours, static record => record.Requests)}
            {Of("fuel", $"Fuel of {whose}", "bar", hours, static record => record.Fuel)}
            {Of("failures", $"Failures of {whose}", "bar bad", hours, static record => record.Failures)}
            </div>
            <details><summary>The charts as a table</summary>
            {Layout.Table($"By hour (UTC), {whose}, the newest first", ["Hour", "Events", "Failed", "Fuel", "CPU ms", "Subrequests", "Bytes sent"], rows)}
            </details>
            """);
    }

    private static Html Of(string id, string title, string style, IReadOnlyList<UsageHour> hours, Func<UsageRecord, long> value)
    {
        var top = RoundUp(hours.Max(hour => value(hour.Record)));
        var step = (Width - Left - Right) / hours.Count;
        var bars = hours.Select((hour, index) => Bar(Left + (index * step), step, value(hour.Record) / (double)top, style, $"{Name(hour.Begin)}: {Text(value(hour.Record))}"));
        var lines = new[] { 0, 0.5, 1 }.Select(share => Html.Of($"""
            <line class="grid" x1="{Left:0}" x2="{Width - Right:0}" y1="{Y(share):0.##}" y2="{Y(share):0.##}"/><text x="{Left - 6:0}" y="{Y(share) + 4:0.##}" text-anchor="end">{Short(share * top)}</text>
            """));
        var names = hours.Select((hour, index) => (hour.Begin, Middle: Left + ((index + 0.5) * step)))
            .Where(hour => hour.Begin.Hour % (hours.Count > HoursOfDay ? HoursOfDay : NamedHours) == 0)
            .Select(hour => Html.Of($"<text x=\"{hour.Middle:0.##}\" y=\"{Height - 6:0}\" text-anchor=\"middle\">{hour.Begin.ToString(hours.Count > HoursOfDay ? "MM-dd" : "HH:mm", CultureInfo.InvariantCulture)}</text>"));
        return Html.Of($"""
            <figure class="chart"><figcaption>{title}</figcaption>
            <svg viewBox="0 0 {Width:0} {Height:0}" role="img" aria-labelledby="{id}-title {id}-text">
            <title id="{id}-title">{title}, by hour</title><desc id="{id}-text">{Summary(hours, value)}</desc>
            {lines}{bars}{names}
            </svg></figure>
            """);
    }

    private static Html Bar(double left, double step, double share, string style, string text) => share <= 0
        ? Html.Empty
        : Html.Of($"""
            <rect class="{style}" x="{left + (step * Gap / 2):0.##}" y="{Y(share):0.##}" width="{step * (1 - Gap):0.##}" height="{Y(0) - Y(share):0.##}"><title>{text}</title></rect>
            """);

    private static string Summary(IReadOnlyList<UsageHour> hours, Func<UsageRecord, long> value)
    {
        var most = hours.MaxBy(hour => value(hour.Record));
        var sum = hours.Sum(hour => value(hour.Record));
        return sum == 0
            ? $"None in {hours.Count} hours."
            : $"{Text(sum)} in {hours.Count} hours; the most in the hour {Name(most.Begin)}: {Text(value(most.Record))}.";
    }

    private static double Y(double share) => Top + ((Height - Top - Bottom) * (1 - share));

    // The least of 2, 4, 10, 20, 40, 100, ... that is not below: its half is a whole number too.
    private static long RoundUp(long most)
    {
        long top = 2;
        for (var unit = 1L; top < most && unit < long.MaxValue / 100; unit *= 10)
        {
            top = most <= 2 * unit ? 2 * unit : most <= 4 * unit ? 4 * unit : 10 * unit;
        }

        return Math.Max(top, most);
    }

    private static string Short(double value) => value switch
    {
        >= 1e12 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e12:0.##} T"),
        >= 1e9 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e9:0.##} G"),
        >= 1e6 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e6:0.##} M"),
        >= 1e3 => string.Create(CultureInfo.InvariantCulture, $"{value / 1e3:0.##} k"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value:0.##}"),
    };

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Name(DateTimeOffset hour) => hour.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
