using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The interface TextDecoder.</summary>
/// <remarks>Owned by the isolate's turn. https://encoding.spec.whatwg.org/#interface-textdecoder</remarks>
internal sealed class JsTextDecoder : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTextDecoder>("TextDecoder")
        .Constructor(0, static (realm, arguments) => New(realm, arguments.At(0), arguments.At(1)))
        .Getter("encoding", static self => self._decoding.Encoding.LowerName)
        .Getter("fatal", static self => self._decoding.IsFatal ? JsBoolean.True : JsBoolean.False)
        .Getter("ignoreBOM", static self => self._decoding.IgnoreBom ? JsBoolean.True : JsBoolean.False)
        .Method("decode", 0, static (self, arguments) => self.Decode(arguments.At(0), arguments.At(1)))
        .Build();

    private readonly WorkerRealm _realm;
    private readonly TextDecoding _decoding;

    private JsTextDecoder(WorkerRealm realm, TextDecoding decoding)
        : base(realm.Engine)
    {
        _realm = realm;
        _decoding = decoding;
        Prototype = realm.PrototypeOf(Definition);
    }

    /// <summary>The steps that TextDecoder and TextDecoderStream share: a decoding from a label and options, or a RangeError.</summary>
    public static TextDecoding NewDecoding(WorkerRealm realm, JsValue label, JsValue options, string what)
    {
        var name = label.IsUndefined() ? "utf-8" : WebIdl.ToDomString(realm, label);
        var fatal = TypeConverter.ToBoolean(WebIdl.Member(realm, options, "fatal", what));
        var ignoreBom = TypeConverter.ToBoolean(WebIdl.Member(realm, options, "ignoreBOM", what));
        return TextEncodingName.Get(name) is { Name: not "replacement" } encoding
            ? new TextDecoding(encoding, fatal, ignoreBom)
            : throw realm.RangeError($"The encoding label \"{(name.Length > 50 ? WebIdl.WellFormed(name[..50]) + "..." : name)}\" is unknown.");
    }

    private static JsTextDecoder New(WorkerRealm realm, JsValue label, JsValue options) =>
        new(realm, NewDecoding(realm, label, options, "Failed to construct 'TextDecoder': parameter 2"));

    private JsValue Decode(JsValue input, JsValue options)
    {
        if (!input.IsUndefined())
        {
            BufferSource.Bytes(_realm, input, "Failed to execute 'decode' on 'TextDecoder': parameter 1");
        }

        var isLast = !TypeConverter.ToBoolean(WebIdl.Member(_realm, options, "stream", "Failed to execute 'decode' on 'TextDecoder': parameter 2"));
        // Reading the options may have run a script that detached the buffer: only now its bytes are certain.
        var bytes = BufferSource.TryGetBytes(input, out var memory) ? memory.Span : default;
        // The text, and the buffer it is decoded into.
        _realm.ChargeInput(bytes.Length, 4);
        return _decoding.Decode(bytes, isLast) ?? throw _realm.TypeError($"The encoded data was not valid for encoding {_decoding.Encoding.LowerName}.");
    }
}
