using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>
/// Buffer of Node.js (https://nodejs.org/api/buffer.html): its instances are Uint8Arrays with a prototype of their own. Departures:
/// there is no pool, so <c>allocUnsafe</c> gives zeros, and a Buffer's ArrayBuffer is its own.
/// </summary>
internal sealed class NodeBuffer : Constructor
{
    /// <summary>The longest Buffer: what the interpreter's arrays of bytes can be.</summary>
    public const int MaxLength = int.MaxValue - 64;

    private const string Source = "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object.";

    private static readonly JsObjectShape PrototypeShape = MakeShape();

    private readonly WorkerRealm _realm;
    private readonly ObjectInstance _prototypeObject;

    private NodeBuffer(WorkerRealm realm)
        : base(realm.Engine, "Buffer")
    {
        _realm = realm;
        var parent = realm.Engine.Intrinsics.Uint8Array;
        Prototype = parent;
        _prototypeObject = PrototypeShape.Instantiate(realm.Engine, (ObjectInstance)parent.Get("prototype"));
        _prototypeObject.FastSetProperty("constructor", new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true));
        _length = new PropertyDescriptor(3, writable: false, enumerable: false, configurable: true);
        _prototypeDescriptor = new PropertyDescriptor(_prototypeObject, writable: true, enumerable: false, configurable: false);
        foreach (var (name, length, body) in Statics)
        {
            FastSetProperty(name, new PropertyDescriptor(realm.NewFunction(name, length, body), writable: true, enumerable: true, configurable: true));
        }

        FastSetDataProperty("poolSize", 8192);
    }

    private static (string Name, int Length, Func<WorkerRealm, JsValue[], JsValue> Body)[] Statics =>
    [
        ("from", 3, static (realm, a) => From(realm, a.At(0), a.At(1), a.At(2))),
        ("alloc", 3, static (realm, a) => Filled(New(realm, Size(realm, a.At(0))), a)),
        ("allocUnsafe", 1, static (realm, a) => New(realm, Size(realm, a.At(0)))),
        ("allocUnsafeSlow", 1, static (realm, a) => New(realm, Size(realm, a.At(0)))),
        ("byteLength", 2, static (realm, a) => ByteLength(realm, a.At(0), a.At(1))),
        ("compare", 2, static (realm, a) => Math.Sign(Bytes(realm, a.At(0), "buf1").Span.SequenceCompareTo(Bytes(realm, a.At(1), "buf2").Span))),
        ("concat", 2, static (realm, a) => Concat(realm, a.At(0), a.At(1))),
        ("copyBytesFrom", 3, static (realm, a) => CopyBytesFrom(realm, a.At(0), a.At(1), a.At(2))),
        ("isBuffer", 1, static (realm, a) => IsBuffer(realm, a.At(0))),
        ("isEncoding", 1, static (_, a) => a.At(0) is JsString name && NodeEncodings.Of(name.ToString()) is not null),
    ];

    /// <summary>The constructor in an isolate.</summary>
    public static NodeBuffer Of(WorkerRealm realm) => (NodeBuffer)realm.SharedObject(typeof(NodeBuffer), 0, static (realm, _) => new NodeBuffer(realm));

    /// <summary>A Buffer that takes <paramref name="bytes"/> over.</summary>
    public static JsTypedArray Wrap(WorkerRealm realm, byte[] bytes) => View(realm, BufferSource.NewArrayBuffer(realm, bytes), 0, bytes.Length);

    /// <summary>A Buffer of zeros, charged before it is allocated.</summary>
    public static JsTypedArray New(WorkerRealm realm, int length)
    {
        realm.ChargeInput(length, 1);
        return Wrap(realm, new byte[length]);
    }

    public static bool IsBuffer(WorkerRealm realm, JsValue value)
    {
        if (value is not JsTypedArray array)
        {
            return false;
        }

        var expected = Of(realm)._prototypeObject;
        for (var prototype = array.Prototype; prototype is not null && !JintInternals.IsOpaque(prototype, out _); prototype = prototype.Prototype)
        {
            if (ReferenceEquals(prototype, expected))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The bytes of a method's receiver.</summary>
    public static Memory<byte> Receiver(JsValue self, out WorkerRealm realm)
    {
        if (self is not JsTypedArray array || !BufferSource.TryGetBytes(self, out var bytes))
        {
            JintInternals.ThrowTypeError("A method of Buffer was called on what is no Uint8Array.");
            throw new InvalidOperationException();
        }

        realm = WorkerRealm.Of(array.Engine);
        return bytes;
    }

    /// <summary>The bytes of a Buffer or Uint8Array among the arguments.</summary>
    public static Memory<byte> Bytes(WorkerRealm realm, JsValue value, string name) => value.IsUint8Array() && BufferSource.TryGetBytes(value, out var bytes)
        ? bytes
        : throw NodeErrors.ArgumentType(realm, name, "an instance of Buffer or Uint8Array", value);

    /// <summary>The bytes that a string or a view stands for; a string's are charged.</summary>
    public static Memory<byte> BytesOf(WorkerRealm realm, JsValue value, JsValue encoding, string name)
    {
        if (value is JsString text)
        {
            return Encode(realm, text.ToString(), Encoding(realm, encoding));
        }

        return BufferSource.TryGetBytes(value, out var bytes)
            ? bytes
            : throw NodeErrors.ArgumentType(realm, name, "of type string or an instance of ArrayBuffer, Buffer, TypedArray, or DataView", value);
    }

    /// <summary>The encoding that an argument names; UTF-8 when it names none.</summary>
    public static NodeEncoding Encoding(WorkerRealm realm, JsValue value)
    {
        if (value.IsUndefined() || value.IsNull() || value is JsString { Length: 0 })
        {
            return NodeEncoding.Utf8;
        }

        var name = value is JsString text ? text.ToString() : value is ObjectInstance ? "[object]" : TypeConverter.ToString(value);
        return NodeEncodings.Of(name) ?? throw NodeErrors.UnknownEncoding(realm, name);
    }

    public static byte[] Encode(WorkerRealm realm, string text, NodeEncoding encoding)
    {
        var most = NodeEncodings.MaxBytes(encoding, text.Length);
        if (most > MaxLength)
        {
            throw NodeErrors.Range(realm, "ERR_STRING_TOO_LONG", $"Cannot create a Buffer of {most} bytes; {MaxLength} is the most.");
        }

        realm.ChargeInput(text.Length, (int)Math.Max(1, most / Math.Max(1, text.Length)));
        return NodeEncodings.GetBytes(encoding, text);
    }

    public static JsValue Decode(WorkerRealm realm, ReadOnlySpan<byte> bytes, NodeEncoding encoding)
    {
        var most = NodeEncodings.MaxCharacters(encoding, bytes.Length);
        if (most > MaxString)
        {
            throw NodeErrors.Plain(realm, "ERR_STRING_TOO_LONG", $"Cannot create a string longer than 0x{MaxString:x} characters");
        }

        realm.ChargeInput(bytes.Length, 4);
        return NodeEncodings.GetString(encoding, bytes);
    }

    /// <summary>The longest string that comes out of a Buffer.</summary>
    public const int MaxString = 0x1fffffe8;

    /// <inheritdoc/>
    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget)
    {
        var made = Make(arguments);
        if (!ReferenceEquals(newTarget, this) && newTarget is ObjectInstance target && target.Get("prototype") is ObjectInstance prototype)
        {
            made.Prototype = prototype;
        }

        return made;
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => Make(arguments);

    private JsTypedArray Make(JsValue[] a)
    {
        if (!a.At(0).IsNumber())
        {
            return From(_realm, a.At(0), a.At(1), a.At(2));
        }

        return a.At(1) is JsString
            ? throw NodeErrors.ArgumentType(_realm, "string", "of type string", a[0])
            : New(_realm, Size(_realm, a[0]));
    }

    /// <summary>A Buffer over part of an ArrayBuffer.</summary>
    public static JsTypedArray View(WorkerRealm realm, JsArrayBuffer buffer, int offset, int length)
    {
        var array = realm.Engine.Intrinsics.Uint8Array.Construct(buffer, offset, length);
        array.Prototype = Of(realm)._prototypeObject;
        return array;
    }

    private static JsTypedArray From(WorkerRealm realm, JsValue value, JsValue encodingOrOffset, JsValue length)
    {
        switch (value)
        {
            case JsString text:
                return Wrap(realm, Encode(realm, text.ToString(), Encoding(realm, encodingOrOffset)));
            case JsArrayBuffer buffer:
                return FromArrayBuffer(realm, buffer, encodingOrOffset, length);
            case JsTypedArray array when array.IsUint8Array() && BufferSource.TryGetBytes(array, out var bytes):
                realm.ChargeInput(bytes.Length, 1);
                return Wrap(realm, bytes.ToArray());
            case ObjectInstance o:
                return FromObject(realm, o, encodingOrOffset, length)
                    ?? throw NodeErrors.Type(realm, "ERR_INVALID_ARG_TYPE", $"{Source} Received {NodeErrors.Received(realm, value)}");
            default:
                throw NodeErrors.Type(realm, "ERR_INVALID_ARG_TYPE", $"{Source} Received {NodeErrors.Received(realm, value)}");
        }
    }

    private static JsTypedArray FromArrayBuffer(WorkerRealm realm, JsArrayBuffer buffer, JsValue byteOffset, JsValue length)
    {
        var size = JintInternals.Data(buffer)?.Length ?? 0;
        var offset = byteOffset.IsUndefined() ? 0 : TypeConverter.ToNumber(byteOffset);
        offset = double.IsNaN(offset) ? 0 : Math.Truncate(offset);
        size = JintInternals.Data(buffer)?.Length ?? 0;
        if (offset < 0 || offset > size)
        {
            throw NodeErrors.Range(realm, "ERR_BUFFER_OUT_OF_BOUNDS", "\"offset\" is outside of buffer bounds");
        }

        var count = size - offset;
        if (!length.IsUndefined())
        {
            var asked = TypeConverter.ToNumber(length);
            size = JintInternals.Data(buffer)?.Length ?? 0;
            count = asked > 0 ? Math.Truncate(asked) : 0;
            if (count > size - offset)
            {
                throw NodeErrors.Range(realm, "ERR_BUFFER_OUT_OF_BOUNDS", "\"length\" is outside of buffer bounds");
            }
        }

        return View(realm, buffer, (int)offset, (int)count);
    }

    private static JsTypedArray? FromObject(WorkerRealm realm, ObjectInstance o, JsValue encodingOrOffset, JsValue length)
    {
        if (o is not (JsArray or JsTypedArray))
        {
            var valueOf = o.Get("valueOf");
            if (valueOf.IsCallable() && realm.Call(valueOf, o) is var primitive && !primitive.IsUndefined() && !primitive.IsNull()
                && !ReferenceEquals(primitive, o) && primitive is JsString or ObjectInstance)
            {
                return From(realm, primitive, encodingOrOffset, length);
            }
        }

        var count = o.Get("length");
        if (!count.IsUndefined() || o.Get("buffer") is JsArrayBuffer)
        {
            return count.IsNumber() ? FromItems(realm, o, count.AsNumber()) : New(realm, 0);
        }

        if (o.Get("type") is JsString type && type.ToString() == "Buffer" && o.Get("data") is JsArray data)
        {
            return FromItems(realm, data, data.Length);
        }

        var toPrimitive = o.Get(GlobalSymbolRegistry.ToPrimitive);
        return toPrimitive.IsCallable() && realm.Call(toPrimitive, o, "string") is JsString text
            ? From(realm, text, encodingOrOffset, length)
            : null;
    }

    private static JsTypedArray FromItems(WorkerRealm realm, ObjectInstance items, double count)
    {
        var length = Size(realm, JsNumber.Create(count > 0 ? Math.Truncate(count) : 0));
        // Each item is a property of an object, fifty nanoseconds and more.
        realm.Host.Scope.Limits.ChargeFuel(length / 4);
        realm.ChargeInput(length, 1);
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)TypeConverter.ToInt32(items.Get(JsNumber.Create(i)));
        }

        return Wrap(realm, bytes);
    }

    private static int Size(WorkerRealm realm, JsValue value)
    {
        if (!value.IsNumber())
        {
            throw NodeErrors.ArgumentType(realm, "size", "of type number", value);
        }

        var size = value.AsNumber();
        return size >= 0 && size <= MaxLength
            ? (int)size
            : throw NodeErrors.OutOfRange(realm, "size", $">= 0 && <= {MaxLength}", NodeErrors.Number(size));
    }

    private static JsTypedArray Filled(JsTypedArray buffer, JsValue[] a) =>
        a.At(1).IsUndefined() || (a.At(1).IsNumber() && a.At(1).AsNumber() == 0) ? buffer : (JsTypedArray)BufferText.Fill(buffer, [a[1], a.At(2)]);

    private static JsValue ByteLength(WorkerRealm realm, JsValue value, JsValue encoding)
    {
        if (value is JsString text)
        {
            var content = text.ToString();
            realm.ChargeInput(content.Length);
            // What is no encoding counts as UTF-8 here.
            return NodeEncodings.ByteLength(encoding is JsString name ? NodeEncodings.Of(name.ToString()) ?? NodeEncoding.Utf8 : NodeEncoding.Utf8, content);
        }

        return BufferSource.TryGetBytes(value, out var bytes)
            ? bytes.Length
            : throw NodeErrors.ArgumentType(realm, "string", "of type string or an instance of Buffer or ArrayBuffer", value);
    }

    private static JsTypedArray Concat(WorkerRealm realm, JsValue list, JsValue totalLength)
    {
        if (list is not JsArray array)
        {
            throw NodeErrors.ArgumentType(realm, "list", "an instance of Array", list);
        }

        // The items are read once; a getter among them may change the others.
        realm.ChargeInput(array.Length, 16);
        var items = new JsValue[array.Length];
        double sum = 0;
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = array.Get(JsNumber.Create(i));
            sum += Bytes(realm, items[i], $"list[{i}]").Length;
        }

        var length = Size(realm, totalLength.IsUndefined() ? JsNumber.Create(sum) : totalLength);
        realm.ChargeInput(length, 1);
        var result = new byte[length];
        var at = 0;
        foreach (var item in items)
        {
            var bytes = Bytes(realm, item, "list").Span;
            var part = Math.Min(bytes.Length, length - at);
            bytes[..part].CopyTo(result.AsSpan(at));
            at += part;
        }

        return Wrap(realm, result);
    }

    private static JsTypedArray CopyBytesFrom(WorkerRealm realm, JsValue view, JsValue offset, JsValue length)
    {
        if (view is not JsTypedArray array)
        {
            throw NodeErrors.ArgumentType(realm, "view", "an instance of TypedArray", view);
        }

        BufferSource.TryGetBytes(array, out var bytes);
        var elementSize = BufferSource.ElementSize(array);
        var count = bytes.Length / elementSize;
        var from = Math.Min(Index(realm, offset, "offset") ?? 0, count);
        var taken = Math.Min(Index(realm, length, "length") ?? count, count - from);
        realm.ChargeInput(taken * elementSize, 1);
        return Wrap(realm, bytes.Slice(from * elementSize, taken * elementSize).ToArray());
    }

    private static int? Index(WorkerRealm realm, JsValue value, string name)
    {
        if (value.IsUndefined())
        {
            return null;
        }

        return value.IsNumber() && double.IsInteger(value.AsNumber()) && value.AsNumber() >= 0
            ? (int)Math.Min(value.AsNumber(), int.MaxValue)
            : throw NodeErrors.OutOfRange(realm, name, ">= 0", value.IsNumber() ? NodeErrors.Number(value.AsNumber()) : "no number");
    }

    private static JsObjectShape MakeShape()
    {
        var shape = new JsObjectShape.Builder();
        shape.PerRealmSlot("constructor");
        BufferText.Declare(shape);
        BufferNumbers.Declare(shape);
        return shape.Build();
    }
}
