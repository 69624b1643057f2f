using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Compression;

/// <summary>The interface DecompressionStream.</summary>
/// <remarks>Owned by the isolate's turn. https://compression.spec.whatwg.org/#decompression-stream</remarks>
internal sealed class JsDecompressionStream : ObjectInstance, IGenericTransformStream
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsDecompressionStream>("DecompressionStream")
        .Constructor(1, static (realm, arguments) => new JsDecompressionStream(realm, arguments[0]))
        .TransformMembers()
        .Build();

    private JsDecompressionStream(WorkerRealm realm, JsValue format)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Transform = JsTransformStream.Create(realm, new Decoder(realm, JsCompressionStream.FormatOf(realm, format, "DecompressionStream")));
    }

    /// <inheritdoc/>
    public JsTransformStream Transform { get; }

    private sealed class Decoder : HostTransformer, IInflateSink
    {
        private readonly Decompressor _decompressor;
        private JsTransformStreamDefaultController? _controller;

        public Decoder(WorkerRealm realm, CompressionFormat format)
            : base(realm)
        {
            realm.Host.Scope.Limits.ChargeAllocation(Decompressor.MostBytes);
            _decompressor = new(format, this);
        }

        protected override void OnChunk(JsValue chunk, JsTransformStreamDefaultController controller)
        {
            var bytes = BufferSource.Bytes(Realm, chunk, "A chunk written to a DecompressionStream");
            Realm.ChargeInput(bytes.Length, 1);
            Realm.Host.Scope.Limits.ChargeFuel(bytes.Length / 8);
            _controller = controller;
            try
            {
                _decompressor.Push(bytes.Span);
            }
            catch (InvalidDataException e)
            {
                throw Realm.TypeError(e.Message);
            }
        }

        protected override void OnFlush(JsTransformStreamDefaultController controller)
        {
            try
            {
                _decompressor.Finish();
            }
            catch (InvalidDataException e)
            {
                throw Realm.TypeError(e.Message);
            }
        }

        // Two tables, some microseconds.
        void IInflateSink.OnBlock() => Realm.Host.Scope.Limits.ChargeFuel(32);

        // A bomb is paid for like anything else: each piece before it is kept, and the request ends when its budget does.
        void IInflateSink.OnOutput(ReadOnlySpan<byte> bytes)
        {
            var limits = Realm.Host.Scope.Limits;
            limits.ChargeFuel(bytes.Length / 16);
            limits.ChargeAllocation(bytes.Length);
            _controller!.Enqueue(BufferSource.NewUint8Array(Realm, bytes.ToArray()));
        }
    }
}
