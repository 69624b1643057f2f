using System.Globalization;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>Files that lie beside another as <c>NAME.br</c> and <c>NAME.gz</c>: the same, compressed before it was uploaded.</summary>
internal static class Precompressed
{
    private static readonly (string Coding, string Ending)[] Kinds = [("br", ".br"), ("gzip", ".gz")];

    /// <summary>What answers for a file: the best that the client takes, or the file itself.</summary>
    /// <param name="table">All files.</param>
    /// <param name="file">The file.</param>
    /// <param name="request">The request's headers. A range is one of the file itself.</param>
    /// <returns>What answers; its coding, or <see langword="null"/> for none; and whether others would get something else.</returns>
    public static (Asset File, string? Coding, bool Varies) Choose(AssetTable table, Asset file, HeaderList request)
    {
        var (chosen, coding, varies) = (file, default(string), false);
        foreach (var (name, ending) in Kinds)
        {
            if (table.Find(file.Path + ending) is { } compressed)
            {
                varies = true;
                if (coding is null && request.Get("Range") is null && Accepts(request.Get("Accept-Encoding"), name))
                {
                    (chosen, coding) = (compressed, name);
                }
            }
        }

        return (chosen, coding, varies);
    }

    /// <summary>Whether a header (https://www.rfc-editor.org/rfc/rfc9110#field.accept-encoding) takes a coding: by its name, or else as <c>*</c>.</summary>
    internal static bool Accepts(string? header, string coding)
    {
        var any = false;
        foreach (var entry in (header ?? "").Split(','))
        {
            var parts = entry.Split(';', 2, StringSplitOptions.TrimEntries);
            var isTaken = parts.Length == 1 || !IsZero(parts[1]);
            if (parts[0].Equals(coding, StringComparison.OrdinalIgnoreCase))
            {
                return isTaken;
            }

            any |= parts[0] == "*" && isTaken;
        }

        return any;
    }

    private static bool IsZero(string parameter) =>
        parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase) && double.TryParse(parameter.AsSpan(2), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var weight) && weight == 0;
}
