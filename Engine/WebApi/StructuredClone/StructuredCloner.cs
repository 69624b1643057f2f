using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Blobs;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.StructuredClone;

/// <summary>
/// StructuredSerializeWithTransfer and StructuredDeserializeWithTransfer in one pass within one isolate
/// (https://html.spec.whatwg.org/multipage/structured-data.html#structured-cloning). A worklist takes the place of recursion, so the
/// depth of a value is bounded only by its size, which is charged before it is copied.
/// </summary>
/// <remarks>One clone; not reusable.</remarks>
internal sealed class StructuredCloner
{
    private readonly WorkerRealm _realm;
    private readonly Dictionary<ObjectInstance, ObjectInstance> _memory = new(ReferenceEqualityComparer.Instance);
    private readonly Stack<CloneFrame> _frames = new();

    private StructuredCloner(WorkerRealm realm) => _realm = realm;

    /// <summary>A deep copy of <paramref name="value"/>; what <paramref name="transfer"/> names moves into it and is detached.</summary>
    /// <param name="transfer">ArrayBuffers and <see cref="ITransferable"/> objects.</param>
    public static ClonedMessage Clone(WorkerRealm realm, JsValue value, IReadOnlyList<ObjectInstance> transfer)
    {
        var cloner = new StructuredCloner(realm);
        if (transfer.Any(static item => item is JsArrayBuffer buffer && !JintInternals.DetachKey(buffer).IsUndefined()))
        {
            throw realm.TypeError("The buffer of a WebAssembly.Memory cannot be transferred.");
        }

        var moved = cloner.PrepareTransfer(transfer);
        var result = cloner.Clone(value);
        while (cloner._frames.TryPeek(out var frame))
        {
            realm.ChargeCopy(CloneParts.BytesPerEntry);
            if (!frame.Step(cloner))
            {
                cloner._frames.Pop();
            }
        }

        for (var i = 0; i < transfer.Count; i++)
        {
            // A getter may have detached, resized or moved it while the value was copied.
            if (transfer[i] is JsArrayBuffer buffer ? !ReferenceEquals(JintInternals.Data(buffer), moved[i]) : !((ITransferable)transfer[i]).CanTransfer)
            {
                throw cloner.Refuse("An object changed while it was transferred.");
            }
        }

        foreach (var item in transfer)
        {
            if (item is JsArrayBuffer buffer)
            {
                JintInternals.Detach(buffer);
            }
            else if (item is ITransferable { CanTransfer: true } transferable)
            {
                transferable.MoveTo(cloner._memory[item]);
            }
            else
            {
                // A stream whose other half came before it.
                throw cloner.Refuse("An object cannot be transferred together with a part of it.");
            }
        }

        return new(result, [.. transfer.Select(x => cloner._memory[x])]);
    }

    internal WorkerRealm Realm => _realm;

    /// <summary>The copy of a value. What an object contains is copied later, by its frame.</summary>
    internal JsValue Clone(JsValue value)
    {
        if (value is not ObjectInstance source)
        {
            return value is JsSymbol ? throw Refuse($"{value} could not be cloned.") : value;
        }

        if (_memory.TryGetValue(source, out var known))
        {
            return known;
        }

        var clone = Shallow(source);
        _memory[source] = clone;
        if (CloneFrame.For(source, clone, IsObjectPrototype(source)) is { } frame)
        {
            _realm.ChargeCopy(frame.Size * 8L);
            _frames.Push(frame);
        }

        return clone;
    }

    internal JavaScriptException Refuse(string message) => DomExceptions.New(_realm, "DataCloneError", message);

    /// <summary>The bytes of each buffer of the transfer list; the copies refer to them at once, so that views can be copied.</summary>
    private List<byte[]?> PrepareTransfer(IReadOnlyList<ObjectInstance> transfer)
    {
        List<byte[]?> moved = [];
        foreach (var item in transfer)
        {
            var data = item is JsArrayBuffer buffer && buffer.GetType() == typeof(JsArrayBuffer) && !JintInternals.IsImmutable(buffer) ? JintInternals.Data(buffer) : null;
            if (data is null && item is not ITransferable { CanTransfer: true })
            {
                throw Refuse("An object is detached or cannot be transferred.");
            }

            if (!_memory.TryAdd(item, data is null ? ((ITransferable)item).NewTarget() : BufferSource.NewArrayBuffer(_realm, data, JintInternals.MaxByteLength((JsArrayBuffer)item))))
            {
                throw Refuse("An object occurs twice in the transfer list.");
            }

            moved.Add(data);
        }

        return moved;
    }

    /// <summary>A new object of the same kind, empty where its frame fills it.</summary>
    private ObjectInstance Shallow(ObjectInstance source)
    {
        var intrinsics = _realm.Engine.Intrinsics;
        switch (source)
        {
            case JsObject:
            case var prototype when IsObjectPrototype(prototype):
                return new JsObject(_realm.Engine);
            case JsArray array:
                return new JsArray(_realm.Engine, 0, array.Length);
            case JsMap:
                return intrinsics.Map.Construct();
            case JsSet:
                return intrinsics.Set.Construct();
            case JsDate date:
                var dates = JintInternals.DateConstructor(intrinsics);
                return dates.Construct([date.DateValue], dates);
            case JsRegExp regExp:
                return intrinsics.RegExp.Construct([regExp.Source, regExp.Flags], intrinsics.RegExp);
            case IJsPrimitive { PrimitiveValue: not JsSymbol } boxed:
                // A call, since `new Object(1n)` of Jint gives a plain object.
                return (ObjectInstance)_realm.Call(intrinsics.Object, JsValue.Undefined, boxed.PrimitiveValue);
            case JsError error:
                return ErrorCloner.Clone(_realm, error);
            case JsDomException error:
                return new JsDomException(_realm, error.Message, error.Name);
            case JsCryptoKey key:
                return new JsCryptoKey(_realm, key.Key);
            case JsFile file:
                return new JsFile(_realm, file.Bytes, file.Type, file.Name, file.LastModified);
            case JsBlob blob:
                return new JsBlob(_realm, blob.Bytes, blob.Type);
            case JsArrayBuffer buffer when buffer.GetType() == typeof(JsArrayBuffer):
                return CloneBuffer(buffer);
            case JsTypedArray array:
                return CloneTypedArray(array);
            case var view when view.IsDataView():
                return CloneDataView(view);
            default:
                throw Refuse($"{Describe(source)} could not be cloned.");
        }
    }

    // Exotic only in that its prototype cannot change. The property can neither be written nor configured.
    private bool IsObjectPrototype(ObjectInstance source) => ReferenceEquals(source, ((ObjectInstance)_realm.Engine.Intrinsics.Object).Get("prototype"));

    private static string Describe(ObjectInstance source) => JintInternals.IsOpaque(source, out _) ? "A proxy" : source.IsCallable() ? "A function" : "An object of the platform";

    private JsArrayBuffer CloneBuffer(JsArrayBuffer buffer)
    {
        var data = JintInternals.Data(buffer) ?? throw Refuse("An ArrayBuffer is detached and could not be cloned.");
        _realm.ChargeCopy(data.Length);
        return BufferSource.NewArrayBuffer(_realm, data.AsSpan().ToArray(), JintInternals.MaxByteLength(buffer));
    }

    private ObjectInstance CloneTypedArray(JsTypedArray array) => View(
        CloneParts.ConstructorOf(array)(_realm.Engine.Intrinsics), CloneParts.Viewed(array) ?? throw Refuse("A typed array lies outside of its buffer and could not be cloned."));

    private ObjectInstance CloneDataView(ObjectInstance view) => View(
        JintInternals.DataViewConstructor(_realm.Engine.Intrinsics), CloneParts.ViewedByDataView(view) ?? throw Refuse("A DataView lies outside of its buffer and could not be cloned."));

    private ObjectInstance View(Constructor constructor, ViewedPart part)
    {
        var buffer = Clone(part.Buffer);
        return constructor.Construct(part.Length is { } length ? [buffer, part.Offset, length] : [buffer, part.Offset], constructor);
    }
}
