using System.Text;
using System.Text.Unicode;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;

namespace PureEdge.Engine.WebApi.Node;

/// <summary><c>node:buffer</c> (https://nodejs.org/api/buffer.html#nodebuffer-module-apis).</summary>
internal static class BufferModule
{
    public static JsObject Create(WorkerRealm realm)
    {
        var exports = new JsObject(realm.Engine);
        var constants = new JsObject(realm.Engine);
        constants.FastSetDataProperty("MAX_LENGTH", NodeBuffer.MaxLength);
        constants.FastSetDataProperty("MAX_STRING_LENGTH", NodeBuffer.MaxString);
        exports.FastSetDataProperty("Buffer", NodeBuffer.Of(realm));
        exports.FastSetDataProperty("SlowBuffer", realm.NewFunction("SlowBuffer", 1, static (realm, a) => realm.Call(NodeBuffer.Of(realm).Get("allocUnsafeSlow"), JsValue.Undefined, a.At(0))));
        exports.FastSetDataProperty("kMaxLength", NodeBuffer.MaxLength);
        exports.FastSetDataProperty("kStringMaxLength", NodeBuffer.MaxString);
        exports.FastSetDataProperty("constants", constants);
        exports.FastSetDataProperty("INSPECT_MAX_BYTES", 50);
        exports.FastSetDataProperty("isUtf8", realm.NewFunction("isUtf8", 1, static (realm, a) => Utf8.IsValid(Input(realm, a.At(0)).Span)));
        exports.FastSetDataProperty("isAscii", realm.NewFunction("isAscii", 1, static (realm, a) => Ascii.IsValid(Input(realm, a.At(0)).Span)));
        exports.FastSetDataProperty("transcode", realm.NewFunction("transcode", 3, Transcode));
        exports.FastSetDataProperty("atob", realm.Engine.Global.Get("atob"));
        exports.FastSetDataProperty("btoa", realm.Engine.Global.Get("btoa"));
        exports.FastSetDataProperty("Blob", realm.ConstructorOf(JsBlob.Definition));
        exports.FastSetDataProperty("File", realm.ConstructorOf(JsFile.Definition));
        return exports;
    }

    private static Memory<byte> Input(WorkerRealm realm, JsValue value)
    {
        if (!BufferSource.TryGetBytes(value, out var bytes))
        {
            throw NodeErrors.ArgumentType(realm, "input", "an instance of ArrayBuffer, Buffer, or TypedArray", value);
        }

        realm.ChargeInput(bytes.Length);
        return bytes;
    }

    private static JsValue Transcode(WorkerRealm realm, JsValue[] a)
    {
        var bytes = NodeBuffer.Bytes(realm, a.At(0), "source");
        NodeEncoding from = NodeBuffer.Encoding(realm, a.At(1)), to = NodeBuffer.Encoding(realm, a.At(2));
        if (from >= NodeEncoding.Base64 || to >= NodeEncoding.Base64)
        {
            throw NodeErrors.Plain(realm, "U_ILLEGAL_ARGUMENT_ERROR", "Unable to transcode Buffer [U_ILLEGAL_ARGUMENT_ERROR]");
        }

        realm.ChargeInput(bytes.Length, 8);
        var text = NodeEncodings.GetString(from, bytes.Span);
        return NodeBuffer.Wrap(realm, to switch
        {
            // What has no character there becomes a question mark.
            NodeEncoding.Latin1 => Encoding.Latin1.GetBytes(text),
            NodeEncoding.Ascii => Encoding.ASCII.GetBytes(text),
            _ => NodeEncodings.GetBytes(to, text),
        });
    }
}
