using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime.Descriptors;

namespace PureEdge.Engine.Interop;

/// <summary>
/// One interface of the web platform (Web IDL): name, parent, members. Made once per process and shared by all isolates, which
/// build its constructor and prototype on first use; a member's function object comes into being when a script first reads it.
/// </summary>
/// <remarks>Immutable once built; everything in it is engine-independent.</remarks>
internal sealed class InterfaceDefinition
{
    private readonly JsObjectShape _prototypeShape;
    private readonly Action<WorkerRealm, ObjectInstance>? _completePrototype;
    private readonly Action<WorkerRealm, ObjectInstance>? _completeConstructor;
    private readonly IReadOnlyList<StaticMember> _statics;

    internal InterfaceDefinition(
        string name,
        InterfaceDefinition? parent,
        JsObjectShape prototypeShape,
        IReadOnlyList<StaticMember> statics,
        ConstructCallback? construct,
        int constructLength,
        Action<WorkerRealm, ObjectInstance>? completePrototype,
        Action<WorkerRealm, ObjectInstance>? completeConstructor)
    {
        Name = name;
        Parent = parent;
        Construct = construct;
        ConstructLength = constructLength;
        _prototypeShape = prototypeShape;
        _statics = statics;
        _completePrototype = completePrototype;
        _completeConstructor = completeConstructor;
    }

    /// <summary>Makes the object that <c>new</c> returns; its prototype is set by the caller.</summary>
    internal delegate ObjectInstance ConstructCallback(WorkerRealm realm, JsValue[] arguments);

    public string Name { get; }

    public InterfaceDefinition? Parent { get; }

    /// <summary><see langword="null"/> when scripts may not construct it ("Illegal constructor").</summary>
    public ConstructCallback? Construct { get; }

    public int ConstructLength { get; }

    internal readonly record struct StaticMember(string Name, int Length, Func<WorkerRealm, JsValue[], JsValue>? Method, JsValue? Constant);

    internal ObjectInstance NewPrototype(WorkerRealm realm)
    {
        var prototype = Parent is null
            ? _prototypeShape.Instantiate(realm.Engine)
            : _prototypeShape.Instantiate(realm.Engine, realm.PrototypeOf(Parent));
        _completePrototype?.Invoke(realm, prototype);
        return prototype;
    }

    internal ObjectInstance NewConstructor(WorkerRealm realm)
    {
        var constructor = new InterfaceConstructor(realm, this);
        foreach (var member in _statics)
        {
            constructor.FastSetProperty(member.Name, member.Method is { } method
                ? new PropertyDescriptor(realm.NewFunction(member.Name, member.Length, method), writable: true, enumerable: true, configurable: true)
                : new PropertyDescriptor(member.Constant!, writable: false, enumerable: true, configurable: false));
        }

        _completeConstructor?.Invoke(realm, constructor);
        return constructor;
    }
}
