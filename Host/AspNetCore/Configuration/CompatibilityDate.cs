using System.Globalization;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Compatibility dates (https://developers.cloudflare.com/workers/configuration/compatibility-dates/).</summary>
internal static class CompatibilityDate
{
    private const string Format = "yyyy-MM-dd";

    /// <summary>A date as it is written.</summary>
    public static string? Text(DateOnly? date) => date?.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a date, as <c>2026-01-31</c>.</summary>
    /// <param name="text">The text; without one there is no date.</param>
    /// <param name="invalid">The error for what is wrong.</param>
    /// <exception cref="PureEdgeException">It is no date.</exception>
    public static DateOnly? Read(string? text, Func<string, PureEdgeException> invalid) => text is null
        ? null
        : DateOnly.TryParseExact(text, Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw invalid($"has 'compatibility_date' \"{text}\"; it must be a date such as \"2026-01-31\"");
}
