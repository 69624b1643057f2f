using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Compression;

/// <summary>The interface CompressionStream.</summary>
/// <remarks>Owned by the isolate's turn. https://compression.spec.whatwg.org/#compression-stream</remarks>
internal sealed class JsCompressionStream : ObjectInstance, IGenericTransformStream
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsCompressionStream>("CompressionStream")
        .Constructor(1, static (realm, arguments) => new JsCompressionStream(realm, arguments[0]))
        .TransformMembers()
        .Build();

    private JsCompressionStream(WorkerRealm realm, JsValue format)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Transform = JsTransformStream.Create(realm, new Deflater(realm, FormatOf(realm, format, "CompressionStream")));
    }

    /// <inheritdoc/>
    public JsTransformStream Transform { get; }

    public static CompressionFormat FormatOf(WorkerRealm realm, JsValue value, string owner) => WebIdl.ToDomString(realm, value) switch
    {
        "deflate" => CompressionFormat.Deflate,
        "deflate-raw" => CompressionFormat.DeflateRaw,
        "gzip" => CompressionFormat.Gzip,
        var other => throw realm.TypeError(
            $"Failed to construct '{owner}': \"{(other.Length > 100 ? other[..100] + "..." : other)}\" is no format; \"deflate\", \"deflate-raw\" and \"gzip\" are."),
    };

    private sealed class Deflater(WorkerRealm realm, CompressionFormat format) : HostTransformer(realm)
    {
        // A slice of the input between two charges, some milliseconds of zlib's work.
        private const int SliceBytes = 1 << 16;

        private Compressor? _compressor;

        protected override void OnChunk(JsValue chunk, JsTransformStreamDefaultController controller)
        {
            var bytes = BufferSource.Bytes(Realm, chunk, "A chunk written to a CompressionStream");
            Realm.ChargeInput(bytes.Length, 1);
            // What is enqueued may run a script, which may change the bytes: they are taken now.
            var input = bytes.ToArray();
            for (var at = 0; at < input.Length; at += SliceBytes)
            {
                var slice = input.AsSpan(at, Math.Min(SliceBytes, input.Length - at));
                // zlib was seen to take 20 to 60 ns a byte.
                Realm.Host.Scope.Limits.ChargeFuel(1 + (slice.Length / 4));
                Enqueue(Opened().Push(slice), controller);
            }
        }

        protected override void OnFlush(JsTransformStreamDefaultController controller) => Enqueue(Opened().Finish(), controller);

        protected override void OnCancel() => _compressor?.Dispose();

        private Compressor Opened()
        {
            if (_compressor is null)
            {
                _compressor = Compressor.TryCreate(Realm, format)
                    ?? throw Realm.RangeError($"A worker may have {Compressor.MaxAtOnce} unfinished CompressionStreams at most.");
                Realm.Host.Scope.Limits.ChargeAllocation(1 << 18);
            }

            return _compressor;
        }

        private void Enqueue(byte[] bytes, JsTransformStreamDefaultController controller)
        {
            if (bytes.Length > 0)
            {
                controller.Enqueue(BufferSource.NewUint8Array(Realm, bytes));
            }
        }
    }
}
