using System.Text.Json;

namespace PureEdge.AspNetCore.Observability.Sources;

/// <summary>
/// A source map (https://tc39.es/ecma426/): from a place in a file that a tool made to the place in what it made it of. An index map, whose <c>sections</c> are maps of their
/// own, is one too. Immutable.
/// </summary>
/// <remarks>It comes from whoever uploads: of what it says only names of sources and mappings are kept, the names cut, and nothing is unpacked.</remarks>
internal sealed class SourceMap
{
    private readonly IReadOnlyList<Section> _sections;

    private SourceMap(IReadOnlyList<Section> sections) => _sections = sections;

    /// <summary>What it takes in memory, in bytes, about.</summary>
    public long Bytes => _sections.Sum(static section => section.Bytes);

    /// <summary>Reads a map, as JSON.</summary>
    /// <returns>The map, or <see langword="null"/> when it is none.</returns>
    public static SourceMap? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            return SourceMapReader.Read(json.Span) is { } sections ? new(sections) : null;
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
        var (low, high) = (0, _sections.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _sections[middle].IsBehind(line - 1, column - 1) ? (low, middle) : (middle + 1, high);
        }

        return low == 0 ? null : _sections[low - 1].Find(line - 1, column - 1);
    }

    /// <summary>A map and where in the made file it begins, from 0. Immutable.</summary>
    internal sealed record Section(int Line, int Column, IReadOnlyList<string?> Sources, ReadOnlyMemory<byte> Text)
    {
        private readonly Mappings _mappings = new(Text);

        /// <summary>What it takes in memory, in bytes, about.</summary>
        public long Bytes => Text.Length + _mappings.MarkBytes + Sources.Sum(static source => 64L + ((source?.Length ?? 0) * sizeof(char)));

        /// <summary>Whether it begins behind a place.</summary>
        public bool IsBehind(int line, int column) => Line > line || (Line == line && Column > column);

        /// <summary>Whether it begins before a place.</summary>
        public bool IsBefore(int line, int column) => Line < line || (Line == line && Column < column);

        /// <inheritdoc cref="SourceMap.Find"/>
        public (string Source, int Line, int Column)? Find(int line, int column) =>
            _mappings.Find(line - (long)Line, line == Line ? column - (long)Column : column) is (var source, var sourceLine, var sourceColumn) && source < Sources.Count && Sources[source] is { } name
                ? (name, sourceLine + 1, sourceColumn + 1)
                : null;
    }
}
