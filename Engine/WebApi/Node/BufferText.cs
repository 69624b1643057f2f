using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>The methods of Buffer that are about bytes and text.</summary>
internal static class BufferText
{
    private const int InspectedBytes = 50;

    // A candidate of a search costs as much again for each so many bytes of what is looked for.
    private const int ComparedPerUnit = 4096;

    private static readonly (string Name, NodeEncoding Encoding)[] Named =
    [
        ("ascii", NodeEncoding.Ascii), ("base64", NodeEncoding.Base64), ("base64url", NodeEncoding.Base64Url), ("latin1", NodeEncoding.Latin1),
        ("hex", NodeEncoding.Hex), ("ucs2", NodeEncoding.Utf16Le), ("utf8", NodeEncoding.Utf8),
    ];

    public static void Declare(JsObjectShape.Builder shape)
    {
        foreach (var (name, encoding) in Named)
        {
            shape.Method(name + "Slice", (self, a) => Part(self, encoding, a.At(0), a.At(1)), 2, enumerable: false);
            shape.Method(name + "Write", (self, a) => Write(self, a.At(0), a.At(1), a.At(2), JsString.Create(name)), 3, enumerable: false);
        }

        shape
            .Accessor("parent", static (self, _) => self is JsTypedArray array ? array.Get("buffer") : JsValue.Undefined)
            .Accessor("offset", static (self, _) => self is JsTypedArray array ? array.Get("byteOffset") : JsValue.Undefined)
            .Method("copy", Copy, 4)
            .Method("toString", static (self, a) => ToText(self, a), 3)
            .Method("toLocaleString", static (self, a) => ToText(self, a), 3)
            .Method("equals", static (self, a) =>
            {
                var bytes = NodeBuffer.Receiver(self, out var realm);
                var other = NodeBuffer.Bytes(realm, a.At(0), "otherBuffer");
                realm.ChargeInput(Math.Min(bytes.Length, other.Length) / 8);
                return bytes.Span.SequenceEqual(other.Span);
            }, 1)
            .Method("inspect", static (self, _) => Inspect(NodeBuffer.Receiver(self, out var _).Span), 2)
            .Method("compare", Compare, 5)
            .Method("indexOf", static (self, a) => Search(self, a, isLast: false), 3)
            .Method("lastIndexOf", static (self, a) => Search(self, a, isLast: true), 3)
            .Method("includes", static (self, a) => Search(self, a, isLast: false) >= 0, 3)
            .Method("fill", Fill, 4)
            .Method("write", static (self, a) => Write(self, a.At(0), a.At(1), a.At(2), a.At(3)), 4)
            .Method("toJSON", ToJson, 0)
            .Method("slice", Subarray, 2)
            .Method("subarray", Subarray, 2)
            .Method("swap16", static (self, _) => Swap(self, 2), 0)
            .Method("swap32", static (self, _) => Swap(self, 4), 0)
            .Method("swap64", static (self, _) => Swap(self, 8), 0);
    }

    /// <summary>As <c>console.log</c> shows a Buffer.</summary>
    public static string Inspect(ReadOnlySpan<byte> bytes)
    {
        var shown = string.Join(' ', Convert.ToHexStringLower(bytes[..Math.Min(bytes.Length, InspectedBytes)]).Chunk(2).Select(static pair => new string(pair)));
        var more = bytes.Length - InspectedBytes;
        return $"<Buffer{(shown.Length > 0 ? " " : "")}{shown}{(more > 0 ? $" ... {more} more byte{(more == 1 ? "" : "s")}" : "")}>";
    }

    /// <summary>buf.fill(value[, offset[, end]][, encoding])</summary>
    public static JsValue Fill(JsValue self, JsValue[] a)
    {
        var buffer = NodeBuffer.Receiver(self, out var realm);
        JsValue value = a.At(0), offset = a.At(1), end = a.At(2), encoding = a.At(3);
        if (value is JsString)
        {
            if (offset is JsString)
            {
                (encoding, offset, end) = (offset, JsValue.Undefined, JsValue.Undefined);
            }
            else if (end is JsString)
            {
                (encoding, end) = (end, JsValue.Undefined);
            }
        }

        var from = offset.IsUndefined() ? 0 : Bound(realm, offset, "offset", buffer.Length);
        var to = end.IsUndefined() ? buffer.Length : Bound(realm, end, "end", buffer.Length);
        if (from >= to)
        {
            return self;
        }

        realm.ChargeInput(to - from);
        if (value is JsString || BufferSource.TryGetBytes(value, out _))
        {
            var pattern = NodeBuffer.BytesOf(realm, value, encoding, "value").Span;
            if (pattern.IsEmpty)
            {
                if (value is not JsString { Length: 0 })
                {
                    throw NodeErrors.Type(realm, "ERR_INVALID_ARG_VALUE", $"The argument 'value' is invalid. Received {(value is JsString s ? $"'{(s.Length > 100 ? "..." : s)}'" : "an empty one")}");
                }

                buffer.Span[from..to].Clear();
                return self;
            }

            // The pattern may be of the same memory.
            var repeated = pattern.ToArray();
            for (var at = from; at < to; at += repeated.Length)
            {
                repeated.AsSpan(0, Math.Min(repeated.Length, to - at)).CopyTo(buffer.Span[at..]);
            }

            return self;
        }

        var single = (byte)(value is JsBoolean b ? (TypeConverter.ToBoolean(b) ? 1 : 0) : TypeConverter.ToInt32(value));
        // The conversion may have run a script.
        buffer = NodeBuffer.Receiver(self, out realm);
        buffer.Span[Math.Min(from, buffer.Length)..Math.Min(to, buffer.Length)].Fill(single);
        return self;
    }

    private static JsValue ToText(JsValue self, JsValue[] a)
    {
        if (a.Length == 0)
        {
            return NodeBuffer.Decode(Of(self, out var bytes), bytes.Span, NodeEncoding.Utf8);
        }

        Of(self, out var _);
        var encoding = a[0].IsUndefined() ? NodeEncoding.Utf8 : NodeBuffer.Encoding(WorkerRealm.Of(((JsTypedArray)self).Engine), a[0]);
        return Part(self, encoding, a.At(1), a.At(2));
    }

    private static WorkerRealm Of(JsValue self, out Memory<byte> bytes)
    {
        bytes = NodeBuffer.Receiver(self, out var realm);
        return realm;
    }

    private static JsValue Part(JsValue self, NodeEncoding encoding, JsValue start, JsValue end)
    {
        var length = NodeBuffer.Receiver(self, out var realm).Length;
        var from = Clamp(start, 0, length);
        var to = Clamp(end, length, length);
        var bytes = NodeBuffer.Receiver(self, out _);
        return from < to && to <= bytes.Length ? NodeBuffer.Decode(realm, bytes.Span[from..to], encoding) : JsString.Empty;
    }

    // What toString does with its bounds: to an integer, into the range, NaN as zero.
    private static int Clamp(JsValue value, int otherwise, int length)
    {
        if (value.IsUndefined())
        {
            return otherwise;
        }

        var number = TypeConverter.ToNumber(value);
        return double.IsNaN(number) ? 0 : (int)Math.Clamp(Math.Truncate(number), 0, length);
    }

    private static int Bound(WorkerRealm realm, JsValue value, string name, int most, string relation = ">= 0 && <=")
    {
        if (!value.IsNumber())
        {
            throw NodeErrors.ArgumentType(realm, name, "of type number", value);
        }

        var number = value.AsNumber();
        if (!double.IsInteger(number))
        {
            throw NodeErrors.OutOfRange(realm, name, "an integer", NodeErrors.Number(number));
        }

        return number >= 0 && number <= most ? (int)number : throw NodeErrors.OutOfRange(realm, name, $"{relation} {most}", NodeErrors.Number(number));
    }

    private static JsValue Write(JsValue self, JsValue value, JsValue offset, JsValue length, JsValue encoding)
    {
        var buffer = NodeBuffer.Receiver(self, out var realm);
        if (value is not JsString text)
        {
            throw NodeErrors.Type(realm, "ERR_INVALID_ARG_TYPE", "argument must be a string");
        }

        if (offset is JsString)
        {
            (encoding, offset, length) = (offset, JsValue.Undefined, JsValue.Undefined);
        }
        else if (length is JsString)
        {
            (encoding, length) = (length, JsValue.Undefined);
        }

        var at = offset.IsUndefined() ? 0 : Bound(realm, offset, "offset", buffer.Length);
        var room = length.IsUndefined() ? buffer.Length - at : Math.Min(Bound(realm, length, "length", int.MaxValue), buffer.Length - at);
        var kind = NodeBuffer.Encoding(realm, encoding);
        var content = text.ToString();
        // Of a long string no more than fits is looked at.
        if (kind is not (NodeEncoding.Base64 or NodeEncoding.Base64Url) && content.Length > (room * 2L) + 2)
        {
            content = content[..((room * 2) + 2)];
        }

        ReadOnlySpan<byte> bytes = NodeBuffer.Encode(realm, content, kind);
        var written = Math.Min(bytes.Length, room);
        if (written < bytes.Length)
        {
            // No part of a character.
            while (kind == NodeEncoding.Utf8 && written > 0 && (bytes[written] & 0xc0) == 0x80)
            {
                written--;
            }

            written -= kind == NodeEncoding.Utf16Le ? written % 2 : 0;
        }

        bytes[..written].CopyTo(buffer.Span[at..]);
        return written;
    }

    private static JsValue Copy(JsValue self, JsValue[] a)
    {
        var source = NodeBuffer.Receiver(self, out var realm);
        var target = NodeBuffer.Bytes(realm, a.At(0), "target");
        var targetStart = ToIndex(a.At(1), 0);
        if (targetStart < 0)
        {
            throw NodeErrors.OutOfRange(realm, "targetStart", ">= 0", NodeErrors.Number(targetStart));
        }

        var from = ToIndex(a.At(2), 0);
        if (from < 0 || from > source.Length)
        {
            throw NodeErrors.OutOfRange(realm, "sourceStart", $">= 0 && <= {source.Length}", NodeErrors.Number(from));
        }

        var to = ToIndex(a.At(3), source.Length);
        if (to < 0)
        {
            throw NodeErrors.OutOfRange(realm, "sourceEnd", ">= 0", NodeErrors.Number(to));
        }

        // The conversions may have run a script.
        source = NodeBuffer.Receiver(self, out realm);
        target = NodeBuffer.Bytes(realm, a.At(0), "target");
        if (targetStart >= target.Length || from >= Math.Min(to, source.Length))
        {
            return 0;
        }

        var count = (int)Math.Min(Math.Min(to, source.Length) - from, target.Length - targetStart);
        realm.ChargeInput(count);
        source.Span.Slice((int)from, count).CopyTo(target.Span[(int)targetStart..]);
        return count;
    }

    private static double ToIndex(JsValue value, double otherwise)
    {
        if (value.IsUndefined())
        {
            return otherwise;
        }

        var number = Math.Truncate(TypeConverter.ToNumber(value));
        return double.IsNaN(number) ? 0 : number;
    }

    private static JsValue Compare(JsValue self, JsValue[] a)
    {
        var source = NodeBuffer.Receiver(self, out var realm);
        var target = NodeBuffer.Bytes(realm, a.At(0), "target");
        var targetStart = a.At(1).IsUndefined() ? 0 : Bound(realm, a[1], "targetStart", int.MaxValue);
        var targetEnd = a.At(2).IsUndefined() ? target.Length : Bound(realm, a[2], "targetEnd", target.Length);
        var sourceStart = a.At(3).IsUndefined() ? 0 : Bound(realm, a[3], "sourceStart", int.MaxValue);
        var sourceEnd = a.At(4).IsUndefined() ? source.Length : Bound(realm, a[4], "sourceEnd", source.Length);
        if (sourceStart >= sourceEnd)
        {
            return targetStart >= targetEnd ? 0 : -1;
        }

        if (targetStart >= targetEnd)
        {
            return 1;
        }

        realm.ChargeInput(Math.Min(source.Length, target.Length) / 8);
        return Math.Sign(source.Span[sourceStart..sourceEnd].SequenceCompareTo(target.Span[targetStart..targetEnd]));
    }

    private static int Search(JsValue self, JsValue[] a, bool isLast)
    {
        var bytes = NodeBuffer.Receiver(self, out var realm);
        JsValue value = a.At(0), byteOffset = a.At(1), encoding = a.At(2);
        if (byteOffset is JsString)
        {
            (encoding, byteOffset) = (byteOffset, JsValue.Undefined);
        }

        var start = byteOffset.IsUndefined() ? double.NaN : TypeConverter.ToNumber(byteOffset);
        bytes = NodeBuffer.Receiver(self, out realm);
        start = double.IsNaN(start) ? (isLast ? bytes.Length : 0) : Math.Truncate(start);
        if (start < 0)
        {
            start += bytes.Length;
            if (start < 0 && isLast)
            {
                return -1;
            }
        }

        var from = (int)Math.Clamp(start, 0, bytes.Length);
        var step = 1;
        ReadOnlySpan<byte> wanted;
        if (value.IsNumber())
        {
            wanted = new[] { (byte)TypeConverter.ToInt32(value) };
        }
        else if (value is JsString text)
        {
            var kind = NodeBuffer.Encoding(realm, encoding);
            step = kind == NodeEncoding.Utf16Le ? 2 : 1;
            wanted = NodeBuffer.Encode(realm, text.ToString(), kind);
        }
        else if (value.IsUint8Array() && BufferSource.TryGetBytes(value, out var other))
        {
            step = encoding is JsString && NodeBuffer.Encoding(realm, encoding) == NodeEncoding.Utf16Le ? 2 : 1;
            wanted = other.Span;
        }
        else
        {
            throw NodeErrors.ArgumentType(realm, "value", "one of type number or string or an instance of Buffer or Uint8Array", value);
        }

        if (wanted.IsEmpty)
        {
            return from;
        }

        realm.ChargeInput(bytes.Length);
        realm.Host.Scope.Limits.ChargeFuel((long)bytes.Length * (wanted.Length / ComparedPerUnit));
        return Find(bytes.Span, wanted, from, step, isLast);
    }

    private static int Find(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> wanted, int from, int step, bool isLast)
    {
        if (isLast)
        {
            var end = (int)Math.Min((long)from + wanted.Length, bytes.Length);
            for (var at = bytes[..end].LastIndexOf(wanted); ; at = bytes[..(at + wanted.Length - 1)].LastIndexOf(wanted))
            {
                if (at < 0 || at % step == 0)
                {
                    return at;
                }
            }
        }

        for (var at = from; ;)
        {
            var next = bytes[at..].IndexOf(wanted);
            if (next < 0 || (at + next) % step == 0)
            {
                return next < 0 ? -1 : at + next;
            }

            at += next + 1;
        }
    }

    private static JsValue ToJson(JsValue self, JsValue[] a)
    {
        var realm = Of(self, out var bytes);
        realm.ChargeInput(bytes.Length, 16);
        var json = new JsObject(realm.Engine);
        json.FastSetDataProperty("type", "Buffer");
        json.FastSetDataProperty("data", new JsArray(realm.Engine, [.. bytes.ToArray().Select(static b => (JsValue)JsNumber.Create(b))]));
        return json;
    }

    // As the method of TypedArray has it, but what comes out is a Buffer, without asking the constructor.
    private static JsValue Subarray(JsValue self, JsValue[] a)
    {
        var length = NodeBuffer.Receiver(self, out var realm).Length;
        var from = Relative(a.At(0), 0, length);
        var to = Relative(a.At(1), length, length);
        var array = (JsTypedArray)self;
        return NodeBuffer.View(realm, JintInternals.ViewedBuffer(array), JintInternals.ByteOffset(array) + from, Math.Max(0, to - from));
    }

    private static int Relative(JsValue value, int otherwise, int length)
    {
        if (value.IsUndefined())
        {
            return otherwise;
        }

        var number = Math.Truncate(TypeConverter.ToNumber(value));
        return double.IsNaN(number) ? 0 : (int)Math.Clamp(number < 0 ? number + length : number, 0, length);
    }

    private static JsValue Swap(JsValue self, int size)
    {
        var realm = Of(self, out var bytes);
        if (bytes.Length % size != 0)
        {
            throw NodeErrors.Range(realm, "ERR_INVALID_BUFFER_SIZE", $"Buffer size must be a multiple of {size * 8}-bits");
        }

        realm.ChargeInput(bytes.Length);
        // Many at a time: one by one they took longer than their bytes are billed for.
        switch (size)
        {
            case 2:
                var pairs = MemoryMarshal.Cast<byte, ushort>(bytes.Span);
                BinaryPrimitives.ReverseEndianness(pairs, pairs);
                break;
            case 4:
                var fours = MemoryMarshal.Cast<byte, uint>(bytes.Span);
                BinaryPrimitives.ReverseEndianness(fours, fours);
                break;
            default:
                var eights = MemoryMarshal.Cast<byte, ulong>(bytes.Span);
                BinaryPrimitives.ReverseEndianness(eights, eights);
                break;
        }

        return self;
    }
}
