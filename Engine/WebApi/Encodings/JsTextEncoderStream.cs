using System.Text;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The interface TextEncoderStream.</summary>
/// <remarks>Owned by the isolate's turn. https://encoding.spec.whatwg.org/#interface-textencoderstream</remarks>
internal sealed class JsTextEncoderStream : ObjectInstance, IGenericTransformStream
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTextEncoderStream>("TextEncoderStream")
        .Constructor(0, static (realm, _) => new JsTextEncoderStream(realm))
        .Getter("encoding", static _ => "utf-8")
        .TransformMembers()
        .Build();

    private JsTextEncoderStream(WorkerRealm realm)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        Transform = JsTransformStream.Create(realm, new Encoder(realm));
    }

    /// <inheritdoc/>
    public JsTransformStream Transform { get; }

    private sealed class Encoder(WorkerRealm realm) : HostTransformer(realm)
    {
        private char? _leadingSurrogate;

        // https://encoding.spec.whatwg.org/#encode-and-enqueue-a-chunk
        protected override void OnChunk(JsValue chunk, JsTransformStreamDefaultController controller)
        {
            var text = WebIdl.ToDomString(Realm, chunk);
            if (text.Length == 0)
            {
                return;
            }

            Realm.ChargeInput(text.Length);
            var head = _leadingSurrogate is { } leading ? leading.ToString() : "";
            _leadingSurrogate = char.IsHighSurrogate(text[^1]) ? text[^1] : null;
            var rest = text.AsSpan(0, text.Length - (_leadingSurrogate is null ? 0 : 1));
            if (head.Length > 0 && rest.Length > 0 && char.IsLowSurrogate(rest[0]))
            {
                head += rest[0];
                rest = rest[1..];
            }

            // .NET replaces lone surrogates by U+FFFD, as the standard does.
            var headBytes = Encoding.UTF8.GetByteCount(head);
            var length = headBytes + Encoding.UTF8.GetByteCount(rest);
            if (length > 0)
            {
                Realm.ChargeInput(length, 1);
                var bytes = new byte[length];
                Encoding.UTF8.GetBytes(head, bytes);
                Encoding.UTF8.GetBytes(rest, bytes.AsSpan(headBytes));
                controller.Enqueue(BufferSource.NewUint8Array(Realm, bytes));
            }
        }

        // https://encoding.spec.whatwg.org/#encode-and-flush
        protected override void OnFlush(JsTransformStreamDefaultController controller)
        {
            if (_leadingSurrogate is not null)
            {
                controller.Enqueue(BufferSource.NewUint8Array(Realm, [0xEF, 0xBF, 0xBD]));
            }
        }
    }
}
