using System.Text.Json;

namespace PureEdge.Engine.Bindings;

/// <summary>What a <see cref="BindingValue"/> is in JavaScript.</summary>
public enum BindingValueKind
{
    /// <summary><c>undefined</c>.</summary>
    Undefined,

    /// <summary><c>null</c>.</summary>
    Null,

    /// <summary>A boolean: <see cref="BindingValue.Boolean"/>.</summary>
    Boolean,

    /// <summary>A number: <see cref="BindingValue.Number"/>.</summary>
    Number,

    /// <summary>A string: <see cref="BindingValue.Text"/>.</summary>
    Text,

    /// <summary>From scripts an ArrayBuffer, a view of one, or a Blob; to scripts an ArrayBuffer: <see cref="BindingValue.Bytes"/>.</summary>
    Bytes,

    /// <summary>A ReadableStream of bytes: <see cref="BindingValue.Stream"/>, with <see cref="BindingValue.Length"/> when that is known.</summary>
    Stream,

    /// <summary>A Date: <see cref="BindingValue.Number"/> milliseconds since the Unix epoch.</summary>
    Date,

    /// <summary>An array: <see cref="BindingValue.Items"/>.</summary>
    List,

    /// <summary>An object's own enumerable properties: <see cref="BindingValue.Entries"/>.</summary>
    Record,

    /// <summary>To scripts only: a Map of <see cref="BindingValue.Entries"/>, in their order.</summary>
    Map,

    /// <summary>To scripts only: the value of JSON text, parsed in the isolate; <see cref="BindingValue.Bytes"/> is its UTF-8.</summary>
    Json,

    /// <summary>An object of the host: <see cref="BindingValue.Object"/>.</summary>
    Object,

    /// <summary>To scripts only: a string, decoded in the isolate; <see cref="BindingValue.Bytes"/> is its UTF-8.</summary>
    Utf8,
}

/// <summary>A value on its way between a script and a binding. Immutable, and of no isolate.</summary>
public sealed class BindingValue
{
    private static readonly IReadOnlyList<BindingValue> NoItems = [];
    private static readonly IReadOnlyList<KeyValuePair<string, BindingValue>> NoEntries = [];

    private readonly string? _text;
    private readonly object? _content;

    private BindingValue(BindingValueKind kind, object? content = null)
    {
        Kind = kind;
        _content = content;
    }

    private BindingValue(string text)
    {
        Kind = BindingValueKind.Text;
        _text = text;
    }

    /// <summary><c>undefined</c>.</summary>
    public static BindingValue Undefined { get; } = new(BindingValueKind.Undefined);

    /// <summary><c>null</c>.</summary>
    public static BindingValue Null { get; } = new(BindingValueKind.Null);

    /// <summary>What it is in JavaScript.</summary>
    public BindingValueKind Kind { get; }

    /// <summary>Whether it is <c>undefined</c> or <c>null</c>.</summary>
    public bool IsNothing => Kind is BindingValueKind.Undefined or BindingValueKind.Null;

    /// <summary>The value of a boolean; else <see langword="false"/>.</summary>
    public bool Boolean { get; private init; }

    /// <summary>The value of a number or a date; else 0.</summary>
    public double Number { get; private init; }

    /// <summary>A string's text; else empty.</summary>
    public string Text => _text ?? "";

    /// <summary>The bytes of <see cref="BindingValueKind.Bytes"/>, <see cref="BindingValueKind.Json"/> and <see cref="BindingValueKind.Utf8"/>; nobody changes them.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private init; }

    /// <summary>A stream's source, for one reader, who disposes it.</summary>
    public Stream? Stream => _content as Stream;

    /// <summary>The length of <see cref="Stream"/> in bytes, when it is known.</summary>
    public long? Length { get; private init; }

    /// <summary>The items of a list.</summary>
    public IReadOnlyList<BindingValue> Items => _content as IReadOnlyList<BindingValue> ?? NoItems;

    /// <summary>The properties of a record, or the entries of a map.</summary>
    public IReadOnlyList<KeyValuePair<string, BindingValue>> Entries => _content as IReadOnlyList<KeyValuePair<string, BindingValue>> ?? NoEntries;

    /// <summary>The object of the host.</summary>
    public IWorkerBinding? Object => _content as IWorkerBinding;

    /// <summary>The property of a record, or <see cref="Undefined"/>.</summary>
    /// <param name="name">Its name.</param>
    public BindingValue this[string name]
    {
        get
        {
            foreach (var (key, value) in Entries)
            {
                if (key == name)
                {
                    return value;
                }
            }

            return Undefined;
        }
    }

    /// <summary>A boolean.</summary>
    /// <param name="value">Its value.</param>
    public static BindingValue From(bool value) => new(BindingValueKind.Boolean) { Boolean = value };

    /// <summary>A number.</summary>
    /// <param name="value">Its value.</param>
    public static BindingValue From(double value) => new(BindingValueKind.Number) { Number = value };

    /// <summary>A string; <c>null</c> for <see langword="null"/>.</summary>
    /// <param name="text">Its text.</param>
    public static BindingValue From(string? text) => text is null ? Null : new(text);

    /// <summary>Bytes, which must not change any more.</summary>
    /// <param name="bytes">The bytes.</param>
    public static BindingValue From(ReadOnlyMemory<byte> bytes) => new(BindingValueKind.Bytes) { Bytes = bytes };

    /// <summary>A stream of bytes, which the script disposes by reading it to the end or cancelling it.</summary>
    /// <param name="source">Where they come from.</param>
    /// <param name="length">How many there are, when that is known.</param>
    public static BindingValue From(Stream source, long? length)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new(BindingValueKind.Stream, source) { Length = length };
    }

    /// <summary>A Date.</summary>
    /// <param name="time">The time; parts of a millisecond are cut off.</param>
    public static BindingValue From(DateTimeOffset time) => Date(time.ToUnixTimeMilliseconds());

    /// <summary>An array.</summary>
    /// <param name="items">Its items.</param>
    public static BindingValue List(IReadOnlyList<BindingValue> items) => new(BindingValueKind.List, items);

    /// <summary>An object with these properties.</summary>
    /// <param name="properties">Its properties, each name once.</param>
    public static BindingValue Record(params IReadOnlyList<KeyValuePair<string, BindingValue>> properties) => new(BindingValueKind.Record, properties);

    /// <summary>A Map from strings.</summary>
    /// <param name="entries">Its entries, each key once.</param>
    public static BindingValue Map(IReadOnlyList<KeyValuePair<string, BindingValue>> entries) => new(BindingValueKind.Map, entries);

    /// <summary>The value of JSON text. What is no JSON is a SyntaxError in the script.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public static BindingValue Json(ReadOnlyMemory<byte> utf8) => new(BindingValueKind.Json) { Bytes = utf8 };

    /// <summary>A string of bytes: a byte order mark is dropped, what is malformed becomes U+FFFD.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public static BindingValue Utf8(ReadOnlyMemory<byte> utf8) => new(BindingValueKind.Utf8) { Bytes = utf8 };

    /// <summary>An object of the host.</summary>
    /// <param name="binding">The object.</param>
    public static BindingValue From(IWorkerBinding binding)
    {
        ArgumentNullException.ThrowIfNull(binding);
        return new(BindingValueKind.Object, binding);
    }

    internal static BindingValue Date(double milliseconds) => new(BindingValueKind.Date) { Number = milliseconds };

    /// <summary>
    /// Writes what <c>JSON.stringify</c> would: dates as ISO text, numbers that are not finite as null, properties that are undefined not at all.
    /// </summary>
    /// <param name="writer">Takes the JSON.</param>
    /// <exception cref="HostErrorException">Bytes, streams and objects of the host have no JSON.</exception>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        switch (Kind)
        {
            case BindingValueKind.Undefined or BindingValueKind.Null:
                writer.WriteNullValue();
                break;
            case BindingValueKind.Boolean:
                writer.WriteBooleanValue(Boolean);
                break;
            case BindingValueKind.Number:
                WriteNumber(writer, Number);
                break;
            case BindingValueKind.Text:
                writer.WriteStringValue(Text);
                break;
            case BindingValueKind.Date:
                WriteDate(writer, Number);
                break;
            case BindingValueKind.List:
                writer.WriteStartArray();
                foreach (var item in Items)
                {
                    item.WriteJson(writer);
                }

                writer.WriteEndArray();
                break;
            case BindingValueKind.Record:
                writer.WriteStartObject();
                foreach (var (name, value) in Entries)
                {
                    if (value.Kind != BindingValueKind.Undefined)
                    {
                        writer.WritePropertyName(name);
                        value.WriteJson(writer);
                    }
                }

                writer.WriteEndObject();
                break;
            default:
                throw new HostErrorException(HostErrorKind.TypeError, $"A value of the kind {Kind} has no JSON.");
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, double number)
    {
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static void WriteDate(Utf8JsonWriter writer, double milliseconds)
    {
        // A date of a script may lie 270,000 years away, which has no such text here.
        if (milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
        {
            writer.WriteStringValue(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
