using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>StringDecoder of <c>node:string_decoder</c> (https://nodejs.org/api/string_decoder.html).</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class JsStringDecoder : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsStringDecoder>("StringDecoder")
        .Constructor(0, static (realm, a) => new JsStringDecoder(realm, NodeBuffer.Encoding(realm, a.At(0))))
        .Method("write", 0, static (self, a) => self.Write(a.At(0)))
        .Method("end", 0, static (self, a) => self.End(a.At(0)))
        .Getter("encoding", static self => self._encoding switch
        {
            NodeEncoding.Utf8 => "utf8",
            NodeEncoding.Utf16Le => "utf16le",
            NodeEncoding.Latin1 => "latin1",
            NodeEncoding.Ascii => "ascii",
            NodeEncoding.Base64 => "base64",
            NodeEncoding.Base64Url => "base64url",
            _ => "hex",
        })
        .Build();

    private readonly WorkerRealm _realm;
    private readonly NodeEncoding _encoding;
    private readonly StringDecoding _decoding;

    private JsStringDecoder(WorkerRealm realm, NodeEncoding encoding)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        _realm = realm;
        _encoding = encoding;
        _decoding = new(encoding);
    }

    private JsValue Write(JsValue chunk)
    {
        if (chunk is JsString)
        {
            return chunk;
        }

        if (!BufferSource.TryGetBytes(chunk, out var bytes) || chunk is JsArrayBuffer)
        {
            throw NodeErrors.ArgumentType(_realm, "buf", "an instance of Buffer, TypedArray, or DataView", chunk);
        }

        _realm.ChargeInput(bytes.Length, 8);
        if (NodeEncodings.MaxCharacters(_encoding, bytes.Length) > NodeBuffer.MaxString)
        {
            throw NodeErrors.Plain(_realm, "ERR_STRING_TOO_LONG", $"Cannot create a string longer than 0x{NodeBuffer.MaxString:x} characters");
        }

        return _decoding.Write(bytes.Span);
    }

    private JsValue End(JsValue chunk)
    {
        var text = chunk.IsUndefined() ? "" : Write(chunk).ToString();
        return text + _decoding.End();
    }
}
