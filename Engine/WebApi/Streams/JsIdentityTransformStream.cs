using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>
/// The byte pipe of Workers (https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/#identitytransformstream):
/// a write ends when its bytes are wanted on the readable side, which is a byte stream.
/// </summary>
internal class JsIdentityTransformStream : JsTransformStream
{
    public static new readonly InterfaceDefinition Definition =
        new InterfaceBuilder<JsIdentityTransformStream>("IdentityTransformStream", JsTransformStream.Definition)
            .Constructor(0, static (realm, arguments) => new JsIdentityTransformStream(realm, Definition!, null, arguments.At(0)))
            .Build();

    protected JsIdentityTransformStream(WorkerRealm realm, InterfaceDefinition definition, long? length, JsValue strategyValue)
        : base(realm, definition)
    {
        var strategy = QueuingStrategy.From(realm, strategyValue);
        var rendezvous = new ByteRendezvous(realm, length);
        // Workers count bytes and begin at 0; a pipe of the standard never writes to a stream that wants nothing, hence 1.
        var mark = Math.Max(1, strategy.HighWaterMark(realm, 0));
        Writable = rendezvous.Writable = JsWritableStream.Create(realm, rendezvous, mark, new ByteSizeAlgorithm(realm));
        Readable = rendezvous.NewReadable();
    }
}

/// <summary>
/// An identity stream of known length (https://developers.cloudflare.com/workers/runtime-apis/streams/transformstream/#fixedlengthstream):
/// more bytes fail the write, fewer fail the close.
/// </summary>
internal sealed class JsFixedLengthStream : JsIdentityTransformStream
{
    public static new readonly InterfaceDefinition Definition =
        new InterfaceBuilder<JsFixedLengthStream>("FixedLengthStream", JsIdentityTransformStream.Definition)
            .Constructor(1, static (realm, arguments) => new JsFixedLengthStream(realm, Length(realm, arguments[0]), arguments.At(1)))
            .Build();

    private JsFixedLengthStream(WorkerRealm realm, long length, JsValue strategy)
        : base(realm, Definition, length, strategy)
    {
    }

    private static long Length(WorkerRealm realm, JsValue value)
    {
        const string What = "FixedLengthStream's length";
        const long Most = (1L << 53) - 1;
        return value is JsBigInt
            ? (long)System.Numerics.BigInteger.Min(TypeConverter.ToBigInt(value), Most) is var length and >= 0
                ? length
                : throw realm.TypeError(What + " is negative.")
            : WebIdl.ToIntegerInRange(realm, value, 0, Most, What);
    }
}
