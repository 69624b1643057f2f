using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// A body (https://fetch.spec.whatwg.org/#concept-body). It stays what it came as, bytes or a stream of the host, until a script
/// asks for it as a stream: most bodies are only passed on or read whole, and then no stream object is made.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class Body
{
    /// <summary>Most bytes of a body that is held in memory as a whole: the request size limit of Workers' free plan.</summary>
    public const int MaxBufferedBytes = 100 << 20;

    private ReadOnlyMemory<byte> _bytes;
    private Stream? _source;
    private long? _length;
    private JsReadableStream? _stream;
    private bool _taken;

    private Body()
    {
    }

    /// <summary>Whether it was read, in part or in whole ("disturbed").</summary>
    public bool IsUsed => _taken || _stream is { IsDisturbed: true };

    /// <summary>Whether it can no longer be read as a whole (https://fetch.spec.whatwg.org/#body-unusable).</summary>
    public bool IsUnusable => IsUsed || _stream is { IsLocked: true };

    /// <summary>A body in memory. Nobody changes the bytes from now on.</summary>
    public static Body FromBytes(ReadOnlyMemory<byte> bytes) => new() { _bytes = bytes };

    /// <summary>A body that the host reads.</summary>
    public static Body FromHost(Stream source, long? length) => new() { _source = source, _length = length };

    /// <summary>A body that a script's stream writes.</summary>
    public static Body FromStream(JsReadableStream stream) => new() { _stream = stream };

    /// <summary>The body as a script sees it.</summary>
    public JsReadableStream ToStream(WorkerRealm realm)
    {
        if (_stream is null)
        {
            _stream = _source is null ? JsReadableStream.FromBytes(realm, _taken ? default : _bytes) : JsReadableStream.FromHost(realm, _source, _length);
            _source = null;
            _bytes = default;
            if (_taken)
            {
                // The stream of a body that was read is read too.
                _stream.TryTakeSource(out _, out _, out _);
            }
        }

        return _stream;
    }

    /// <summary>What is in the body; from now on it is used.</summary>
    /// <exception cref="Jint.Runtime.JavaScriptException">TypeError: it was used already.</exception>
    public BodyContent Take(WorkerRealm realm)
    {
        ThrowIfUnusable(realm);
        _taken = true;
        if (_stream is { } stream)
        {
            return stream.TryTakeSource(out var source, out var bytes, out var length)
                ? new BodyContent(bytes, source, length, null)
                : new BodyContent(default, null, null, stream);
        }

        var content = new BodyContent(_bytes, _source, _source is null ? _bytes.Length : _length, null);
        _source = null;
        _bytes = default;
        return content;
    }

    /// <summary>"Clone" (https://fetch.spec.whatwg.org/#concept-body-clone): a second body with the same content.</summary>
    public Body Clone(WorkerRealm realm)
    {
        ThrowIfUnusable(realm);
        if (_stream is null && _source is null)
        {
            return FromBytes(_bytes);
        }

        var (first, second) = ToStream(realm).Tee();
        _stream = first;
        return FromStream(second);
    }

    /// <summary>
    /// A new body with what is in this one, which is used from now on. The standard pipes a stream through an identity transform
    /// here ("create a proxy"); the stream itself moves instead, so that every chunk is not copied once more.
    /// </summary>
    public Body MoveToNew(WorkerRealm realm)
    {
        var content = Take(realm);
        return content switch
        {
            { Stream: { } stream } => FromStream(stream),
            { Source: { } source } => FromHost(source, content.Length),
            _ => FromBytes(content.Bytes),
        };
    }

    public void ThrowIfUnusable(WorkerRealm realm)
    {
        if (IsUnusable)
        {
            throw realm.TypeError("Body has already been used: it can be read once. Call clone() before reading to read it twice.");
        }
    }
}

/// <summary>What a body held: a script's stream, a stream of the host, or else bytes.</summary>
internal readonly record struct BodyContent(ReadOnlyMemory<byte> Bytes, Stream? Source, long? Length, JsReadableStream? Stream);
