using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The interface TextDecoderStream.</summary>
/// <remarks>Owned by the isolate's turn. https://encoding.spec.whatwg.org/#interface-textdecoderstream</remarks>
internal sealed class JsTextDecoderStream : ObjectInstance, IGenericTransformStream
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTextDecoderStream>("TextDecoderStream")
        .Constructor(0, static (realm, arguments) => new JsTextDecoderStream(realm, arguments.At(0), arguments.At(1)))
        .Getter("encoding", static self => self._decoding.Encoding.LowerName)
        .Getter("fatal", static self => self._decoding.IsFatal ? JsBoolean.True : JsBoolean.False)
        .Getter("ignoreBOM", static self => self._decoding.IgnoreBom ? JsBoolean.True : JsBoolean.False)
        .TransformMembers()
        .Build();

    private readonly TextDecoding _decoding;

    private JsTextDecoderStream(WorkerRealm realm, JsValue label, JsValue options)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _decoding = JsTextDecoder.NewDecoding(realm, label, options, "Failed to construct 'TextDecoderStream': parameter 2");
        Transform = JsTransformStream.Create(realm, new Decoder(realm, _decoding));
    }

    /// <inheritdoc/>
    public JsTransformStream Transform { get; }

    private sealed class Decoder(WorkerRealm realm, TextDecoding decoding) : HostTransformer(realm)
    {
        // https://encoding.spec.whatwg.org/#decode-and-enqueue-a-chunk
        protected override void OnChunk(JsValue chunk, JsTransformStreamDefaultController controller)
        {
            var bytes = BufferSource.Bytes(Realm, chunk, "A chunk written to a TextDecoderStream");
            // The text, and the buffer it is decoded into.
            Realm.ChargeInput(bytes.Length, 4);
            Enqueue(bytes.Span, isLast: false, controller);
        }

        // https://encoding.spec.whatwg.org/#flush-and-enqueue
        protected override void OnFlush(JsTransformStreamDefaultController controller) => Enqueue(default, isLast: true, controller);

        private void Enqueue(ReadOnlySpan<byte> bytes, bool isLast, JsTransformStreamDefaultController controller)
        {
            var text = decoding.Decode(bytes, isLast)
                ?? throw Realm.TypeError($"The encoded data was not valid for encoding {decoding.Encoding.LowerName}.");
            if (text.Length > 0)
            {
                controller.Enqueue(text);
            }
        }
    }
}
