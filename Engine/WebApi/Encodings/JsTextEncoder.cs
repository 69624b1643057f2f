using System.Text;
using System.Text.Unicode;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Encodings;

/// <summary>The interface TextEncoder.</summary>
/// <remarks>Without state. https://encoding.spec.whatwg.org/#interface-textencoder</remarks>
internal sealed class JsTextEncoder : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsTextEncoder>("TextEncoder")
        .Constructor(0, static (realm, _) => new JsTextEncoder(realm))
        .Getter("encoding", static _ => "utf-8")
        .Method("encode", 0, static (self, arguments) => self.Encode(arguments.At(0)))
        .Method("encodeInto", 2, static (self, arguments) => self.EncodeInto(arguments[0], arguments[1]))
        .Build();

    private static readonly JsObjectLayout ResultLayout = new("read", "written");

    private readonly WorkerRealm _realm;

    private JsTextEncoder(WorkerRealm realm)
        : base(realm.Engine)
    {
        _realm = realm;
        Prototype = realm.PrototypeOf(Definition);
    }

    private JsTypedArray Encode(JsValue input)
    {
        var text = input.IsUndefined() ? "" : WebIdl.ToDomString(_realm, input);
        _realm.ChargeInput(text.Length);
        // .NET replaces lone surrogates by U+FFFD, which makes the string a USVString.
        var length = Encoding.UTF8.GetByteCount(text);
        _realm.ChargeInput(length, 1);
        return BufferSource.NewUint8Array(_realm, Encoding.UTF8.GetBytes(text));
    }

    private JsObject EncodeInto(JsValue source, JsValue destination)
    {
        var text = WebIdl.ToDomString(_realm, source);
        if (!destination.IsUint8Array() || !BufferSource.TryGetBytes(destination, out var bytes))
        {
            throw _realm.TypeError("Failed to execute 'encodeInto' on 'TextEncoder': parameter 2 is not a Uint8Array.");
        }

        _realm.ChargeInput(Math.Min(text.Length, bytes.Length));
        Utf8.FromUtf16(text, bytes.Span, out var read, out var written, replaceInvalidSequences: true, isFinalBlock: true);
        return JsObject.Create(Engine, ResultLayout, [read, written]);
    }
}
