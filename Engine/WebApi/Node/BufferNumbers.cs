using System.Buffers.Binary;
using System.Numerics;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The methods of Buffer that read and write numbers (https://nodejs.org/api/buffer.html#bufreadbigint64beoffset and after).</summary>
internal static class BufferNumbers
{
    private const int MaxBytes = 6;

    public static void Declare(JsObjectShape.Builder shape)
    {
        foreach (var isBig in (ReadOnlySpan<bool>)[false, true])
        {
            var end = isBig ? "BE" : "LE";
            foreach (var isSigned in (ReadOnlySpan<bool>)[false, true])
            {
                foreach (var name in isSigned ? ["Int"] : (string[])["UInt", "Uint"])
                {
                    foreach (var size in (ReadOnlySpan<int>)[1, 2, 4])
                    {
                        if (size == 1 && isBig)
                        {
                            continue;
                        }

                        var member = $"{name}{size * 8}{(size == 1 ? "" : end)}";
                        shape.Method("read" + member, (self, a) => Integer(Slice(self, a.At(0), size), isBig, isSigned), 0, enumerable: false);
                        shape.Method("write" + member, (self, a) => WriteInteger(self, a.At(0), a.At(1), size, isBig, isSigned), 1, enumerable: false);
                    }

                    shape.Method($"read{name}{end}", (self, a) => Integer(VariableSlice(self, a.At(0), a.At(1), out _), isBig, isSigned), 2, enumerable: false);
                    shape.Method($"write{name}{end}", (self, a) =>
                    {
                        VariableSlice(self, a.At(1), a.At(2), out var size);
                        return WriteInteger(self, a.At(0), a.At(1), size, isBig, isSigned);
                    }, 3, enumerable: false);
                    shape.Method($"readBig{name}64{end}", (self, a) => BigInteger(Slice(self, a.At(0), 8), isBig, isSigned), 0, enumerable: false);
                    shape.Method($"writeBig{name}64{end}", (self, a) => WriteBigInteger(self, a.At(0), a.At(1), isBig, isSigned), 1, enumerable: false);
                }
            }

            shape.Method("readFloat" + end, (self, a) => Real(Slice(self, a.At(0), 4), isBig), 0, enumerable: false);
            shape.Method("readDouble" + end, (self, a) => Real(Slice(self, a.At(0), 8), isBig), 0, enumerable: false);
            shape.Method("writeFloat" + end, (self, a) => WriteReal(self, a.At(0), a.At(1), 4, isBig), 1, enumerable: false);
            shape.Method("writeDouble" + end, (self, a) => WriteReal(self, a.At(0), a.At(1), 8, isBig), 1, enumerable: false);
        }
    }

    private static Span<byte> Slice(JsValue self, JsValue offset, int size)
    {
        var buffer = NodeBuffer.Receiver(self, out var realm);
        return At(realm, buffer, offset, size);
    }

    private static Span<byte> At(WorkerRealm realm, Memory<byte> buffer, JsValue offset, int size)
    {
        if (offset.IsUndefined())
        {
            offset = 0;
        }

        if (!offset.IsNumber())
        {
            throw NodeErrors.ArgumentType(realm, "offset", "of type number", offset);
        }

        var at = offset.AsNumber();
        if (!double.IsInteger(at))
        {
            throw NodeErrors.OutOfRange(realm, "offset", "an integer", NodeErrors.Number(at));
        }

        if (buffer.Length < size)
        {
            throw NodeErrors.Range(realm, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
        }

        return at >= 0 && at <= buffer.Length - size
            ? buffer.Span.Slice((int)at, size)
            : throw NodeErrors.OutOfRange(realm, "offset", $">= 0 and <= {buffer.Length - size}", NodeErrors.Number(at));
    }

    private static Span<byte> VariableSlice(JsValue self, JsValue offset, JsValue byteLength, out int size)
    {
        var buffer = NodeBuffer.Receiver(self, out var realm);
        if (offset.IsUndefined())
        {
            throw NodeErrors.ArgumentType(realm, "offset", "of type number", offset);
        }

        if (!byteLength.IsNumber())
        {
            throw NodeErrors.ArgumentType(realm, "byteLength", "of type number", byteLength);
        }

        var bytes = byteLength.AsNumber();
        if (!double.IsInteger(bytes))
        {
            throw NodeErrors.OutOfRange(realm, "byteLength", "an integer", NodeErrors.Number(bytes));
        }

        if (bytes is < 1 or > MaxBytes)
        {
            throw NodeErrors.OutOfRange(realm, "byteLength", $">= 1 and <= {MaxBytes}", NodeErrors.Number(bytes));
        }

        size = (int)bytes;
        return At(realm, buffer, offset, size);
    }

    private static JsNumber Integer(ReadOnlySpan<byte> bytes, bool isBig, bool isSigned)
    {
        ulong value = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            value = (value << 8) | bytes[isBig ? i : bytes.Length - 1 - i];
        }

        var unused = 64 - (bytes.Length * 8);
        return isSigned ? JsNumber.Create((long)(value << unused) >> unused) : JsNumber.Create((long)value);
    }

    private static JsNumber WriteInteger(JsValue self, JsValue value, JsValue offset, int size, bool isBig, bool isSigned)
    {
        var number = TypeConverter.ToNumber(value);
        var buffer = NodeBuffer.Receiver(self, out var realm);
        var bits = size * 8;
        var least = isSigned ? -Math.Pow(2, bits - 1) : 0;
        var most = Math.Pow(2, isSigned ? bits - 1 : bits) - 1;
        if (number > most || number < least)
        {
            var range = size switch
            {
                <= 4 when size != 3 => $">= {least} and <= {most}",
                _ when isSigned => $">= -(2 ** {bits - 1}) and < 2 ** {bits - 1}",
                _ => $">= 0 and < 2 ** {bits}",
            };
            throw NodeErrors.OutOfRange(realm, "value", range, NodeErrors.Number(number));
        }

        var bytes = At(realm, buffer, offset, size);
        var whole = double.IsNaN(number) ? 0UL : (ulong)(long)number;
        for (var i = 0; i < size; i++)
        {
            bytes[isBig ? size - 1 - i : i] = (byte)(whole >> (8 * i));
        }

        return JsNumber.Create((offset.IsUndefined() ? 0 : offset.AsNumber()) + size);
    }

    private static JsBigInt BigInteger(ReadOnlySpan<byte> bytes, bool isBig, bool isSigned) =>
        new(new BigInteger(bytes, isUnsigned: !isSigned, isBigEndian: isBig));

    private static JsNumber WriteBigInteger(JsValue self, JsValue value, JsValue offset, bool isBig, bool isSigned)
    {
        var buffer = NodeBuffer.Receiver(self, out var realm);
        if (value is not JsBigInt)
        {
            throw realm.TypeError("Cannot mix BigInt and other types, use explicit conversions");
        }

        var number = TypeConverter.ToBigInt(value);
        if (isSigned ? number < long.MinValue || number > long.MaxValue : number.Sign < 0 || number > ulong.MaxValue)
        {
            throw NodeErrors.OutOfRange(
                realm,
                "value",
                isSigned ? ">= -(2n ** 63n) and < 2n ** 63n" : ">= 0n and < 2n ** 64n",
                number.GetBitLength() > 256 ? "a longer one" : number.ToString("#,0", System.Globalization.CultureInfo.InvariantCulture).Replace(',', '_') + "n");
        }

        var bytes = At(realm, buffer, offset, 8);
        var bits = isSigned ? (ulong)(long)number : (ulong)number;
        if (isBig)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, bits);
        }
        else
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes, bits);
        }

        return JsNumber.Create((offset.IsUndefined() ? 0 : offset.AsNumber()) + 8);
    }

    private static JsNumber Real(ReadOnlySpan<byte> bytes, bool isBig) => JsNumber.Create((bytes.Length, isBig) switch
    {
        (4, false) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadSingleBigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        _ => BinaryPrimitives.ReadDoubleBigEndian(bytes),
    });

    private static JsNumber WriteReal(JsValue self, JsValue value, JsValue offset, int size, bool isBig)
    {
        var number = TypeConverter.ToNumber(value);
        var bytes = Slice(self, offset, size);
        switch (size, isBig)
        {
            case (4, false):
                BinaryPrimitives.WriteSingleLittleEndian(bytes, (float)number);
                break;
            case (4, true):
                BinaryPrimitives.WriteSingleBigEndian(bytes, (float)number);
                break;
            case (_, false):
                BinaryPrimitives.WriteDoubleLittleEndian(bytes, number);
                break;
            default:
                BinaryPrimitives.WriteDoubleBigEndian(bytes, number);
                break;
        }

        return JsNumber.Create((offset.IsUndefined() ? 0 : offset.AsNumber()) + size);
    }
}
