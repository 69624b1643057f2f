using System.IO.Compression;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Compression;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What <c>node:zlib</c> does natively (https://nodejs.org/api/zlib.html).</summary>
internal static class NodeZlib
{
    private const int MaxBrotliWindow = 22;

    public static JsObject Create(WorkerRealm realm)
    {
        var native = new JsObject(realm.Engine);
        Function("deflater", 2, static (realm, a) => new JsZlibHandle(realm, Format(a.At(0)), (int)TypeConverter.ToNumber(a.At(1))));
        Function("inflater", 2, static (realm, a) => new JsZlibHandle(realm, a.At(0).ToString() == "unzip" ? null : Format(a.At(0)), TypeConverter.ToNumber(a.At(1))));
        Function("brotliCompress", 2, static (realm, a) => BrotliCompress(realm, Input(realm, a.At(0)), a.At(1)));
        Function("brotliDecompress", 2, static (realm, a) => BrotliDecompress(realm, Input(realm, a.At(0)), TypeConverter.ToNumber(a.At(1))));
        Function("crc32", 2, static (realm, a) =>
        {
            var bytes = Input(realm, a.At(0));
            return JsNumber.Create((long)Checksum.Crc32(TypeConverter.ToUint32(a.At(1)), bytes.Span));
        });
        return native;

        void Function(string name, int length, Func<WorkerRealm, JsValue[], JsValue> body) => native.FastSetDataProperty(name, realm.NewFunction(name, length, body));
    }

    /// <summary>The bytes to work on; strings are UTF-8. They are copied, since what follows may run a script.</summary>
    public static Memory<byte> Input(WorkerRealm realm, JsValue value)
    {
        var bytes = NodeBuffer.BytesOf(realm, value, JsValue.Undefined, "buffer");
        realm.ChargeInput(bytes.Length, 1);
        return bytes;
    }

    /// <summary>Counts output before it is kept.</summary>
    public static void ChargeOutput(WorkerRealm realm, long total, int more, double most)
    {
        if (total + more > most)
        {
            throw NodeErrors.Range(realm, "ERR_BUFFER_TOO_LARGE", $"Cannot create a Buffer larger than {NodeErrors.Number(most)} bytes");
        }

        var limits = realm.Host.Scope.Limits;
        limits.ChargeFuel(more / 16);
        limits.ChargeAllocation(more);
    }

    private static CompressionFormat Format(JsValue name) => name.ToString() switch
    {
        "gzip" => CompressionFormat.Gzip,
        "deflate" => CompressionFormat.Deflate,
        _ => CompressionFormat.DeflateRaw,
    };

    private static JsTypedArray BrotliCompress(WorkerRealm realm, Memory<byte> input, JsValue quality)
    {
        var level = quality.IsNumber() ? (int)Math.Clamp(quality.AsNumber(), 0, 11) : 11;
        // Quality 11 was seen to take a microsecond a byte and more; the others a tenth of that and less.
        realm.Host.Scope.Limits.ChargeFuel(20 + (input.Length * (level >= 10 ? 6L : 1L)));
        var most = BrotliEncoder.GetMaxCompressedLength(input.Length);
        realm.Host.Scope.Limits.ChargeAllocation(most + (1 << 20));
        var output = new byte[most];
        return BrotliEncoder.TryCompress(input.Span, output, out var written, level, MaxBrotliWindow)
            ? NodeBuffer.Wrap(realm, output[..written])
            : throw NodeErrors.Plain(realm, "ERR_BROTLI_COMPRESSION_FAILED", "Compression failed");
    }

    private static JsTypedArray BrotliDecompress(WorkerRealm realm, Memory<byte> input, double most)
    {
        realm.Host.Scope.Limits.ChargeFuel(20 + (input.Length / 8));
        using var output = new MemoryStream();
        var buffer = new byte[1 << 16];
        var decoding = default(BrotliDecoder);
        try
        {
            ReadOnlySpan<byte> rest = input.Span;
            while (true)
            {
                var status = decoding.Decompress(rest, buffer, out var read, out var written);
                rest = rest[read..];
                ChargeOutput(realm, output.Length, written, most);
                output.Write(buffer, 0, written);
                switch (status)
                {
                    case System.Buffers.OperationStatus.Done:
                        return NodeBuffer.Wrap(realm, output.ToArray());
                    case System.Buffers.OperationStatus.NeedMoreData:
                        throw NodeErrors.Plain(realm, "Z_BUF_ERROR", "unexpected end of file");
                    case System.Buffers.OperationStatus.InvalidData:
                        throw NodeErrors.Plain(realm, "ERR__ERROR_FORMAT_PADDING_1", "Decompression failed");
                    default:
                        break;
                }
            }
        }
        finally
        {
            decoding.Dispose();
        }
    }
}
