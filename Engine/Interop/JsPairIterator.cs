using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;

namespace PureEdge.Engine.Interop;

/// <summary>Which part of a pair an iterator yields.</summary>
internal enum PairPart
{
    Both,
    Key,
    Value,
}

/// <summary>A default iterator object of an iterable interface (Web IDL 3.7.10.1): live, one index into its target.</summary>
internal sealed class JsPairIterator : ObjectInstance
{
    private static readonly JsObjectShape Shape = new JsObjectShape.Builder()
        .Method("next", static (self, _) => self is JsPairIterator iterator ? iterator.Next() : NotAnIterator())
        .Build();

    private readonly ObjectInstance _target;
    private readonly Func<ObjectInstance, int, (JsValue Key, JsValue Value)?> _pairAt;
    private readonly PairPart _part;
    private int _index;

    public JsPairIterator(ObjectInstance target, string owner, Func<ObjectInstance, int, (JsValue Key, JsValue Value)?> pairAt, PairPart part)
        : base(target.Engine)
    {
        _target = target;
        _pairAt = pairAt;
        _part = part;
        Prototype = WorkerRealm.Of(target.Engine).SharedObject(Shape, owner, static (realm, name) =>
        {
            var prototype = Shape.Instantiate(realm.Engine, JintInternals.IteratorPrototype(realm.Engine.Intrinsics));
            prototype.FastSetProperty(
                GlobalSymbolRegistry.ToStringTag,
                new Jint.Runtime.Descriptors.PropertyDescriptor(name + " Iterator", writable: false, enumerable: false, configurable: true));
            return prototype;
        });
    }

    private static JsValue NotAnIterator()
    {
        JintInternals.ThrowTypeError("next was called on an object that is not an iterator of this kind.");
        return Undefined;
    }

    private JsObject Next()
    {
        var realm = WorkerRealm.Of(Engine);
        if (_pairAt(_target, _index) is not { } pair)
        {
            return realm.IteratorResult(Undefined, done: true);
        }

        _index++;
        return realm.IteratorResult(
            _part switch
            {
                PairPart.Key => pair.Key,
                PairPart.Value => pair.Value,
                _ => realm.NewArray(pair.Key, pair.Value),
            },
            done: false);
    }
}
