using System.Buffers;
using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>Read all bytes (https://streams.spec.whatwg.org/#readablestreamdefaultreader-read-all-bytes), one request used again and again.</summary>
internal sealed class ReadAllRequest(
    JsReadableStreamDefaultReader reader, long maxBytes, Action<byte[]> onBytes, Action<JsValue> onError) : ReadRequest
{
    private readonly ArrayBufferWriter<byte> _bytes = new();
    private readonly WorkerRealm _realm = reader.Realm;
    private bool _running;
    private bool _again;

    /// <summary>Reads on. A chunk that is there already comes back at once, so this loops instead of recursing.</summary>
    public void Run()
    {
        if (_running)
        {
            _again = true;
            return;
        }

        _running = true;
        do
        {
            _again = false;
            reader.Read(this);
        }
        while (_again);
        _running = false;
    }

    /// <inheritdoc/>
    public override void ChunkSteps(JsValue chunk)
    {
        if (!chunk.IsUint8Array() || !BufferSource.TryGetBytes(chunk, out var bytes))
        {
            Fail(_realm.TypeError("The stream has a chunk that is not a Uint8Array.").Error);
        }
        else if (bytes.Length > Math.Min(maxBytes, Array.MaxLength) - _bytes.WrittenCount)
        {
            Fail(_realm.RangeError(StreamLimits.TooLarge(maxBytes)).Error);
        }
        else
        {
            _realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
            _bytes.Write(bytes.Span);
            Run();
        }
    }

    /// <inheritdoc/>
    public override void CloseSteps() => onBytes(_bytes.WrittenSpan.ToArray());

    /// <inheritdoc/>
    public override void ErrorSteps(JsValue reason) => onError(reason);

    private void Fail(JsValue error)
    {
        JintInternals.MarkAsHandled(reader.Cancel(error));
        onError(error);
    }
}
