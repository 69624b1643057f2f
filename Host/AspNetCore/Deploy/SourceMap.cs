using System.Text.Json;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>A source map (https://tc39.es/ecma426/): from a place in a file that a tool made to the place in what it made it of. Immutable.</summary>
/// <remarks>It comes from whoever uploads, and is read anew for each place: nothing of it is unpacked.</remarks>
internal sealed class SourceMap
{
    private const int MostFields = 5;
    private const int MostDigits = 7;
    private const string Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private readonly IReadOnlyList<string?> _sources;
    private readonly string _mappings;

    private SourceMap(IReadOnlyList<string?> sources, string mappings)
    {
        _sources = sources;
        _mappings = mappings;
    }

    /// <summary>Reads a map, as JSON.</summary>
    /// <returns>The map, or <see langword="null"/> when it is none, or one of several maps.</returns>
    public static SourceMap? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("sources", out var sources) && sources.ValueKind == JsonValueKind.Array
                && root.TryGetProperty("mappings", out var mappings) && mappings.ValueKind == JsonValueKind.String
                ? new([.. sources.EnumerateArray().Select(static source => source.ValueKind == JsonValueKind.String ? source.GetString() : null)], mappings.GetString()!)
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is for half of a surrogate pair.
            return null;
        }
    }

    /// <summary>Where a place comes from.</summary>
    /// <param name="line">The line in the made file, from 1.</param>
    /// <param name="column">The column there, from 1.</param>
    /// <returns>The source as the map names it, line and column from 1; or <see langword="null"/> when the map does not say.</returns>
    public (string Source, int Line, int Column)? Find(int line, int column)
    {
        var (at, generatedLine) = (0, 1);
        // Column in the made file, source, line and column there, name: each is told by its difference from the one before; the first begins anew on each line.
        Span<int> place = stackalloc int[MostFields];
        Span<int> change = stackalloc int[MostFields];
        (string Source, int Line, int Column)? best = null;
        while (at < _mappings.Length && generatedLine <= line)
        {
            switch (_mappings[at])
            {
                case ';':
                    generatedLine++;
                    place[0] = 0;
                    at++;
                    continue;
                case ',':
                    at++;
                    continue;
            }

            var fields = 0;
            while (at < _mappings.Length && _mappings[at] is not (',' or ';'))
            {
                if (fields == MostFields || !TryNumber(ref at, out change[fields]))
                {
                    return null;
                }

                place[fields] += change[fields];
                fields++;
            }

            if (generatedLine == line)
            {
                if (place[0] > column - 1)
                {
                    break;
                }

                best = fields >= 4 && place[1] >= 0 && place[1] < _sources.Count && _sources[place[1]] is { } source && place[2] >= 0 && place[3] >= 0
                    ? (source, place[2] + 1, place[3] + 1)
                    : null;
            }
        }

        return best;
    }

    // Base 64, five bits in each digit, the lowest first; the sign is the lowest of all.
    private bool TryNumber(ref int at, out int number)
    {
        var value = 0L;
        for (var digits = 0; at < _mappings.Length && digits < MostDigits; digits++)
        {
            var digit = Digits.IndexOf(_mappings[at++], StringComparison.Ordinal);
            if (digit < 0)
            {
                break;
            }

            value |= (long)(digit & 31) << (5 * digits);
            if ((digit & 32) == 0)
            {
                number = (int)((value & 1) == 0 ? value >> 1 : -(value >> 1));
                return true;
            }
        }

        number = 0;
        return false;
    }
}
