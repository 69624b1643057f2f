using System.Globalization;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>A range of a file's bytes (https://www.rfc-editor.org/rfc/rfc9110#section-14).</summary>
/// <param name="Offset">The first byte.</param>
/// <param name="Length">How many; 0 when there are none at that place.</param>
internal readonly record struct ByteRange(long Offset, long Length)
{
    /// <summary>Reads a header of one range; several, and what is none, are as if it was not there.</summary>
    /// <returns><see langword="null"/> for the whole file.</returns>
    public static ByteRange? From(string? header, long length)
    {
        const string Unit = "bytes=";
        if (header is null || !header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase) || header.IndexOf('-', StringComparison.Ordinal) is not (>= 6 and var dash))
        {
            return null;
        }

        var first = header.AsSpan(Unit.Length, dash - Unit.Length).Trim();
        var last = header.AsSpan(dash + 1).Trim();
        if (first.IsEmpty)
        {
            return Number(last) is { } suffix ? new(Math.Max(0, length - suffix), suffix == 0 ? 0 : Math.Min(length, suffix)) : null;
        }

        if (Number(first) is not { } from || (Number(last) is null && !last.IsEmpty))
        {
            return null;
        }

        var to = Number(last) ?? long.MaxValue;
        return to < from ? null : from >= length ? new(from, 0) : new(from, Math.Min(to, length - 1) - from + 1);
    }

    private static long? Number(ReadOnlySpan<char> text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
