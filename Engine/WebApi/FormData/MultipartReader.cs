using System.Text;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary>
/// Takes a <c>multipart/form-data</c> body apart (https://andreubotella.github.io/multipart-form-data/#parse-multipart-form-data,
/// RFC 7578). Parts share the body's memory.
/// </summary>
internal sealed class MultipartReader
{
    /// <summary>Most bytes of one part's headers.</summary>
    public const int MaxHeaderBytes = 16 << 10;

    /// <summary>RFC 2046 allows 70 characters; some senders take more.</summary>
    public const int MaxBoundaryLength = 200;

    private readonly ReadOnlyMemory<byte> _body;
    private readonly byte[] _delimiter;
    private readonly int _maxParts;
    private readonly List<MultipartPart> _parts = [];
    private int _position;

    private MultipartReader(ReadOnlyMemory<byte> body, string boundary, int maxParts)
    {
        _body = body;
        _delimiter = Encoding.Latin1.GetBytes("\r\n--" + boundary);
        _maxParts = maxParts;
    }

    private ReadOnlySpan<byte> Rest => _body.Span[_position..];

    /// <summary>The parts of a body.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="boundary">The boundary that its Content-Type names.</param>
    /// <param name="maxParts">How many parts there may be.</param>
    /// <param name="error">What is wrong with it, when the result is <see langword="null"/>.</param>
    public static List<MultipartPart>? Parse(ReadOnlyMemory<byte> body, string boundary, int maxParts, out string error)
    {
        if (boundary.Length is 0 or > MaxBoundaryLength)
        {
            error = $"the boundary has {boundary.Length} characters; it may have 1 to {MaxBoundaryLength}";
            return null;
        }

        var reader = new MultipartReader(body, boundary, maxParts);
        error = reader.Read() ?? "";
        return error.Length == 0 ? reader._parts : null;
    }

    /// <summary>Reads all parts; the result is an error or <see langword="null"/>.</summary>
    private string? Read()
    {
        // The first delimiter needs no line break before it, but may have one.
        if (Rest.StartsWith(_delimiter))
        {
            _position = _delimiter.Length;
        }
        else if (Rest.StartsWith(_delimiter.AsSpan(2)))
        {
            _position = _delimiter.Length - 2;
        }
        else
        {
            return "it does not begin with the boundary";
        }

        while (!Rest.StartsWith("--"u8))
        {
            SkipPadding();
            if (!Rest.StartsWith("\r\n"u8))
            {
                return "a boundary is not followed by a line break";
            }

            _position += 2;
            if (_parts.Count >= _maxParts)
            {
                return $"it has more than {_maxParts} parts";
            }

            if (ReadPart() is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private void SkipPadding()
    {
        while (_position < _body.Length && _body.Span[_position] is (byte)' ' or (byte)'\t')
        {
            _position++;
        }
    }

    private string? ReadPart()
    {
        string? name = null, fileName = null, contentType = null;
        var left = MaxHeaderBytes;
        while (true)
        {
            var window = Rest[..Math.Min(Rest.Length, left + 2)];
            var end = window.IndexOf("\r\n"u8);
            if (end < 0)
            {
                return window.Length > left ? $"a part's headers have more than {MaxHeaderBytes} bytes" : "it ends within a part's headers";
            }

            left -= end;
            var line = window[..end];
            _position += end + 2;
            if (line.IsEmpty)
            {
                break;
            }

            var colon = line.IndexOf((byte)':');
            if (colon <= 0)
            {
                return "a line of a part's headers has no colon";
            }

            var value = line[(colon + 1)..].Trim(" \t"u8);
            if (Ascii.EqualsIgnoreCase(line[..colon], "content-disposition"u8))
            {
                (name, fileName) = ReadDisposition(value);
            }
            else if (Ascii.EqualsIgnoreCase(line[..colon], "content-type"u8))
            {
                contentType = Encoding.Latin1.GetString(value);
            }
        }

        if (name is null)
        {
            return "a part has no Content-Disposition: form-data with a name";
        }

        var length = Rest.IndexOf(_delimiter);
        if (length < 0)
        {
            return "it ends within a part";
        }

        _parts.Add(new MultipartPart(name, fileName, contentType, _body.Slice(_position, length)));
        _position += length + _delimiter.Length;
        return null;
    }

    private static (string? Name, string? FileName) ReadDisposition(ReadOnlySpan<byte> value)
    {
        string? name = null, fileName = null;
        var semicolon = value.IndexOf((byte)';');
        if (semicolon < 0 || !Ascii.EqualsIgnoreCase(value[..semicolon].Trim(" \t"u8), "form-data"u8))
        {
            return (null, null);
        }

        value = value[(semicolon + 1)..];
        while (true)
        {
            value = value.TrimStart(" \t"u8);
            var equals = value.IndexOf((byte)'=');
            if (equals < 0)
            {
                return (name, fileName);
            }

            var parameter = value[..equals];
            value = value[(equals + 1)..];
            ReadOnlySpan<byte> text;
            if (value.StartsWith("\""u8))
            {
                var end = value[1..].IndexOf((byte)'"');
                if (end < 0)
                {
                    return (null, null);
                }

                text = value.Slice(1, end);
                value = value[(end + 2)..];
                var next = value.IndexOf((byte)';');
                value = next < 0 ? default : value[(next + 1)..];
            }
            else
            {
                var next = value.IndexOf((byte)';');
                text = (next < 0 ? value : value[..next]).TrimEnd(" \t"u8);
                value = next < 0 ? default : value[(next + 1)..];
            }

            if (Ascii.EqualsIgnoreCase(parameter, "name"u8))
            {
                name ??= Unescape(text);
            }
            else if (Ascii.EqualsIgnoreCase(parameter, "filename"u8))
            {
                fileName ??= Unescape(text);
            }
        }
    }

    private static string Unescape(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text)
        .Replace("%0A", "\n", StringComparison.OrdinalIgnoreCase)
        .Replace("%0D", "\r", StringComparison.OrdinalIgnoreCase)
        .Replace("%22", "\"", StringComparison.Ordinal);
}
