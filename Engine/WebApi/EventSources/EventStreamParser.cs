using System.Text;

namespace PureEdge.Engine.WebApi.EventSources;

/// <summary>
/// Reads an event stream as it arrives, in pieces of any size (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream).
/// </summary>
/// <remarks>Owned by one connection.</remarks>
internal sealed class EventStreamParser
{
    /// <summary>The most characters that a line, or the lines of one event together, may have.</summary>
    public const int MaxCharacters = 4 << 20;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _line = new();
    private readonly StringBuilder _data = new();
    private string _type = "";
    private string _id;
    private bool _sawReturn;
    private bool _isStarted;

    /// <param name="lastEventId">That of the connection before.</param>
    public EventStreamParser(string lastEventId) => _id = LastEventId = lastEventId;

    /// <summary>The id of the last event that was complete.</summary>
    public string LastEventId { get; private set; }

    /// <summary>How long the stream asks to wait before the next connection, in milliseconds.</summary>
    public int? RetryMilliseconds { get; private set; }

    /// <summary>The events that are complete with some more bytes.</summary>
    /// <exception cref="InvalidDataException">A line or an event is too long.</exception>
    public IReadOnlyList<StreamedEvent> Push(ReadOnlySpan<byte> bytes)
    {
        List<StreamedEvent> events = [];
        var characters = new char[_decoder.GetCharCount(bytes, flush: false)];
        var count = _decoder.GetChars(bytes, characters, flush: false);
        var rest = characters.AsSpan(0, count);
        if (!_isStarted && !rest.IsEmpty)
        {
            _isStarted = true;
            rest = rest[0] == '\ufeff' ? rest[1..] : rest;
        }

        while (!rest.IsEmpty)
        {
            if (_sawReturn)
            {
                // A line feed after a carriage return is part of the same line end.
                _sawReturn = false;
                if (rest[0] == '\n')
                {
                    rest = rest[1..];
                    continue;
                }
            }

            var end = rest.IndexOfAny('\r', '\n');
            Append(_line, end < 0 ? rest : rest[..end]);
            if (end < 0)
            {
                break;
            }

            _sawReturn = rest[end] == '\r';
            rest = rest[(end + 1)..];
            var line = _line.ToString();
            _line.Clear();
            if (Line(line) is { } complete)
            {
                events.Add(complete);
            }
        }

        return events;
    }

    private StreamedEvent? Line(string line)
    {
        if (line.Length == 0)
        {
            return Complete();
        }

        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? "" : line[(colon + 1)..];
        value = value.StartsWith(' ') ? value[1..] : value;
        switch (name)
        {
            case "event":
                _type = value;
                break;
            case "data":
                Append(_data, value);
                Append(_data, "\n");
                break;
            case "id" when !value.Contains('\0', StringComparison.Ordinal):
                _id = value;
                break;
            case "retry" when value.Length > 0 && value.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0:
                RetryMilliseconds = int.TryParse(value, out var milliseconds) ? milliseconds : int.MaxValue;
                break;
            default:
                break;
        }

        return null;
    }

    private StreamedEvent? Complete()
    {
        LastEventId = _id;
        StreamedEvent? complete = _data.Length == 0 ? null : new(_type.Length == 0 ? "message" : _type, _data.ToString(0, _data.Length - 1), _id);
        _data.Clear();
        _type = "";
        return complete;
    }

    private static void Append(StringBuilder text, ReadOnlySpan<char> more)
    {
        if (more.Length > MaxCharacters - text.Length)
        {
            throw new InvalidDataException($"The event stream has a line or an event of more than {MaxCharacters} characters.");
        }

        text.Append(more);
    }
}

/// <summary>An event of a stream.</summary>
internal readonly record struct StreamedEvent(string Type, string Data, string Id);
