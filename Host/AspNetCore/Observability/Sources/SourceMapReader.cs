using System.Text;
using System.Text.Json;

namespace PureEdge.AspNetCore.Observability.Sources;

/// <summary>Reads the JSON of a source map in one pass, and keeps what is looked for in it.</summary>
internal ref struct SourceMapReader
{
    private const int MostSections = 10_000;
    private const int MostSources = 100_000;
    private const int MostName = 400;
    private const int MostDepth = 16;

    private readonly List<SourceMap.Section> _sections;
    private Utf8JsonReader _json;
    private int _sources;

    private SourceMapReader(ReadOnlySpan<byte> json)
    {
        _sections = [];
        _json = new(json, new JsonReaderOptions { MaxDepth = MostDepth });
    }

    /// <summary>Reads a map, or an index map.</summary>
    /// <returns>The map or maps, in their order; <see langword="null"/> when it is none, or has more than anybody makes.</returns>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A text has half of a surrogate pair.</exception>
    public static IReadOnlyList<SourceMap.Section>? Read(ReadOnlySpan<byte> json)
    {
        var reader = new SourceMapReader(json);
        reader._json.Read();
        // What follows the map is an error of the reader's.
        return reader.TryMap(0, 0, isWhole: true) && !reader._json.Read() ? reader._sections : null;
    }

    private bool TryMap(int line, int column, bool isWhole)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        List<string?>? sources = null;
        byte[]? mappings = null;
        var hasSections = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var isRead = _json.ValueTextEquals("sources"u8) ? sources is null && TrySources(out sources)
                : _json.ValueTextEquals("mappings"u8) ? mappings is null && TryText(out mappings)
                // A map in an index map is none itself.
                : _json.ValueTextEquals("sections"u8) ? isWhole && !hasSections && (hasSections = TrySections())
                : TrySkip();
            if (!isRead)
            {
                return false;
            }
        }

        if (hasSections)
        {
            return sources is null && mappings is null;
        }

        if (sources is null || mappings is null || _sections.Count == MostSections)
        {
            return false;
        }

        _sections.Add(new(line, column, sources, mappings));
        return true;
    }

    private bool TrySections()
    {
        if (!TryBegin(JsonTokenType.StartArray))
        {
            return false;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (!TrySection())
            {
                return false;
            }
        }

        return true;
    }

    // {"offset":{"line":0,"column":0},"map":{...}}, in any order: then the map is read when the offset is known.
    private bool TrySection()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        (int Line, int Column)? offset = null;
        Utf8JsonReader map = default;
        var hasMap = false;
        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            if (_json.ValueTextEquals("offset"u8))
            {
                if (!TryOffset(out var place))
                {
                    return false;
                }

                offset = place;
            }
            else
            {
                var isMap = _json.ValueTextEquals("map"u8);
                _json.Read();
                if (isMap)
                {
                    map = _json;
                    hasMap = true;
                }

                _json.Skip();
            }
        }

        // Those that are not in their order cannot be looked for.
        if (offset is not { } at || !hasMap || (_sections.Count > 0 && !_sections[^1].IsBefore(at.Line, at.Column)))
        {
            return false;
        }

        var end = _json;
        _json = map;
        var isRead = TryMap(at.Line, at.Column, isWhole: false);
        _json = end;
        return isRead;
    }

    private bool TryOffset(out (int Line, int Column) place)
    {
        (int? Line, int? Column) read = default;
        place = default;
        if (!TryBegin(JsonTokenType.StartObject))
        {
            return false;
        }

        while (_json.Read() && _json.TokenType == JsonTokenType.PropertyName)
        {
            var (isLine, isColumn) = (_json.ValueTextEquals("line"u8), _json.ValueTextEquals("column"u8));
            _json.Read();
            int? number = _json.TokenType == JsonTokenType.Number && _json.TryGetInt32(out var value) && value >= 0 ? value : null;
            read = (isLine ? number : read.Line, isColumn ? number : read.Column);
            _json.Skip();
        }

        if (read is not ({ } line, { } column))
        {
            return false;
        }

        place = (line, column);
        return true;
    }

    private bool TrySources(out List<string?>? sources)
    {
        sources = [];
        if (!TryBegin(JsonTokenType.StartArray))
        {
            return false;
        }

        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (++_sources > MostSources)
            {
                return false;
            }

            sources.Add(_json.TokenType == JsonTokenType.String ? Name() : null);
            _json.Skip();
        }

        return true;
    }

    // The end of a path says which file it is.
    private string Name()
    {
        var name = _json.GetString()!;
        return name.Length <= MostName ? name : name[^MostName..];
    }

    private bool TryText(out byte[]? text)
    {
        text = null;
        if (!TryBegin(JsonTokenType.String))
        {
            return false;
        }

        if (_json.ValueIsEscaped)
        {
            text = Encoding.UTF8.GetBytes(_json.GetString()!);
            return true;
        }

        text = _json.ValueSpan.ToArray();
        return true;
    }

    private bool TryBegin(JsonTokenType token) => _json.Read() && _json.TokenType == token;

    private bool TrySkip()
    {
        _json.Skip();
        return true;
    }
}
