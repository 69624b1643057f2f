using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using Jint.Runtime.Interop;

namespace PureEdge.Engine.Interop;

/// <summary>
/// Declares an interface whose instances are <typeparamref name="T"/>. Each member checks its receiver as Web IDL asks
/// ("Illegal invocation"); every callback must be static, since the definition is shared by all isolates.
/// </summary>
internal sealed class InterfaceBuilder<T>(string name, InterfaceDefinition? parent = null)
    where T : ObjectInstance
{
    private readonly JsObjectShape.Builder _shape = new JsObjectShape.Builder().ToStringTag(name);
    private readonly List<InterfaceDefinition.StaticMember> _statics = [];
    private readonly List<(JsSymbol Symbol, string Member)> _symbolAliases = [];
    private Action<WorkerRealm, ObjectInstance>? _completePrototype;
    private InterfaceDefinition? _definition;
    private InterfaceDefinition.ConstructCallback? _construct;
    private int _constructLength;

    /// <summary>An operation. Arguments beyond those passed read as undefined through <see cref="Arguments.At(JsValue[], int)"/>.</summary>
    public InterfaceBuilder<T> Method(string member, int length, Func<T, JsValue[], JsValue> body)
    {
        var owner = name;
        Func<JsValue, JsValue[], JsValue> call = (self, arguments) => body(Receiver(self, owner, member), CheckCount(self, owner, member, length, arguments));
        // Not the shape's own kind of method: the length of its functions cannot be configured.
        _shape.PerRealmSlot(member, prototype => new ClrFunction(prototype.Engine, member, call, length, PropertyFlag.Configurable), enumerable: true);
        return this;
    }

    /// <summary>An operation that returns a promise: what it throws rejects the promise, a bad receiver included.</summary>
    public InterfaceBuilder<T> PromiseMethod(string member, int length, Func<T, JsValue[], JsValue> body)
    {
        var owner = name;
        // A function made for its isolate and not by the shape: a receiver that is no object does not say in which engine to make the promise.
        _shape.PerRealmSlot(
            member,
            prototype => new ClrFunction(prototype.Engine, member, (self, arguments) =>
            {
                var realm = WorkerRealm.Of(prototype.Engine);
                if (self is not T receiver)
                {
                    return realm.RejectedPromise(realm.TypeError(IllegalInvocation(owner, member)).Error);
                }

                try
                {
                    return body(receiver, CheckCount(self, owner, member, length, arguments));
                }
                catch (JavaScriptException e)
                {
                    return realm.RejectedPromise(e.Error);
                }
            }, length, PropertyFlag.Configurable),
            enumerable: true);
        return this;
    }

    /// <summary>A read-only attribute whose value is a promise: a bad receiver gets a rejected one.</summary>
    public InterfaceBuilder<T> PromiseGetter(string member, Func<T, JsValue> get)
    {
        var owner = name;
        _shape.Accessor(member, (self, _) => self is T receiver ? get(receiver) : RejectReceiver(self, owner, member));
        return this;
    }

    /// <summary>A read-only attribute.</summary>
    public InterfaceBuilder<T> Getter(string member, Func<T, JsValue> get)
    {
        var owner = name;
        _shape.Accessor(member, (self, _) => get(Receiver(self, owner, member)));
        return this;
    }

    /// <summary>An attribute that scripts may set.</summary>
    public InterfaceBuilder<T> Attribute(string member, Func<T, JsValue> get, Action<T, JsValue> set)
    {
        var owner = name;
        _shape.Accessor(
            member,
            (self, _) => get(Receiver(self, owner, member)),
            (self, arguments) =>
            {
                set(Receiver(self, owner, member), arguments.Length > 0 ? arguments[0] : JsValue.Undefined);
                return JsValue.Undefined;
            });
        return this;
    }

    /// <summary>A constant, on the constructor and on the prototype.</summary>
    public InterfaceBuilder<T> Constant(string member, JsValue value)
    {
        _shape.Constant(member, value);
        _statics.Add(new(member, 0, null, value));
        return this;
    }

    /// <summary>A static operation.</summary>
    public InterfaceBuilder<T> Static(string member, int length, Func<WorkerRealm, JsValue[], JsValue> body)
    {
        _statics.Add(new(member, length, body, null));
        return this;
    }

    /// <summary>Makes <paramref name="member"/> also answer to a symbol, as <c>Symbol.iterator</c> is <c>entries</c>.</summary>
    public InterfaceBuilder<T> Alias(JsSymbol symbol, string member)
    {
        _symbolAliases.Add((symbol, member));
        return this;
    }

    /// <summary>Finishes each isolate's prototype with what a shared shape cannot hold, such as a parent that is an intrinsic.</summary>
    public InterfaceBuilder<T> CompletePrototype(Action<WorkerRealm, ObjectInstance> complete)
    {
        _completePrototype = complete;
        return this;
    }

    /// <summary>An iterable of pairs: <c>entries</c>, <c>keys</c>, <c>values</c>, <c>forEach</c> and <c>Symbol.iterator</c>.</summary>
    /// <param name="pairAt">The pair at an index, or <see langword="null"/> past the end. Asked at every step, so changes show.</param>
    public InterfaceBuilder<T> PairIterable(Func<T, int, (JsValue Key, JsValue Value)?> pairAt)
    {
        var owner = name;
        Func<ObjectInstance, int, (JsValue Key, JsValue Value)?> at = (self, index) => pairAt((T)self, index);
        Method("entries", 0, (self, _) => new JsPairIterator(self, owner, at, PairPart.Both));
        Method("keys", 0, (self, _) => new JsPairIterator(self, owner, at, PairPart.Key));
        Method("values", 0, (self, _) => new JsPairIterator(self, owner, at, PairPart.Value));
        Method("forEach", 1, (self, arguments) =>
        {
            var realm = WorkerRealm.Of(self.Engine);
            var callback = realm.RequireFunction(arguments[0], $"{owner}.forEach: parameter 1");
            var thisArgument = arguments.Length > 1 ? arguments[1] : JsValue.Undefined;
            for (var index = 0; pairAt(self, index) is { } pair; index++)
            {
                realm.Call(callback, thisArgument, pair.Value, pair.Key, self);
            }

            return JsValue.Undefined;
        });
        return Alias(GlobalSymbolRegistry.Iterator, "entries");
    }

    /// <summary>Lets scripts construct the interface.</summary>
    /// <param name="length">The number of required parameters; fewer arguments are a TypeError.</param>
    /// <param name="construct">Makes the object.</param>
    public InterfaceBuilder<T> Constructor(int length, InterfaceDefinition.ConstructCallback construct)
    {
        _construct = construct;
        _constructLength = length;
        return this;
    }

    public InterfaceDefinition Build()
    {
        _shape.PerRealmSlot("constructor", self => WorkerRealm.Of(self.Engine).ConstructorOf(_definition!));
        var aliases = _symbolAliases.ToArray();
        var complete = _completePrototype;
        _definition = new InterfaceDefinition(
            name, parent, _shape.Build(), _statics, _construct, _constructLength,
            aliases.Length == 0 && complete is null ? null : (realm, prototype) =>
            {
                complete?.Invoke(realm, prototype);
                foreach (var (symbol, member) in aliases)
                {
                    prototype.FastSetProperty(symbol, new PropertyDescriptor(prototype.Get(member), writable: true, enumerable: false, configurable: true));
                }
            },
            null);
        return _definition;
    }

    // What is no object has no engine to make a promise in, and the error is thrown.
    private static JsValue RejectReceiver(JsValue self, string owner, string member)
    {
        if (self is not ObjectInstance other)
        {
            return Receiver(self, owner, member);
        }

        var realm = WorkerRealm.Of(other.Engine);
        return realm.RejectedPromise(realm.TypeError(IllegalInvocation(owner, member)).Error);
    }

    private static string IllegalInvocation(string owner, string member) =>
        $"Illegal invocation: '{owner}.{member}' called on an object that does not implement interface {owner}.";

    private static T Receiver(JsValue self, string owner, string member)
    {
        if (self is T receiver)
        {
            return receiver;
        }

        JintInternals.ThrowTypeError(IllegalInvocation(owner, member));
        return null!;
    }

    private static JsValue[] CheckCount(JsValue self, string owner, string member, int required, JsValue[] arguments)
    {
        if (arguments.Length < required)
        {
            throw WorkerRealm.Of(((ObjectInstance)self).Engine).TypeError(
                $"Failed to execute '{member}' on '{owner}': {required} argument{(required == 1 ? "" : "s")} required, but only {arguments.Length} present.");
        }

        return arguments;
    }
}
