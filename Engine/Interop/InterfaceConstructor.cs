using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Descriptors;

namespace PureEdge.Engine.Interop;

/// <summary>The interface object of an <see cref="InterfaceDefinition"/> in one isolate: <c>Headers</c>, <c>URL</c>, ....</summary>
internal sealed class InterfaceConstructor : Constructor
{
    private readonly WorkerRealm _realm;
    private readonly InterfaceDefinition _definition;

    public InterfaceConstructor(WorkerRealm realm, InterfaceDefinition definition)
        : base(realm.Engine, definition.Name)
    {
        _realm = realm;
        _definition = definition;
        Prototype = definition.Parent is null ? realm.FunctionPrototype : realm.ConstructorOf(definition.Parent);
        _length = new PropertyDescriptor(definition.ConstructLength, writable: false, enumerable: false, configurable: true);
        _prototypeDescriptor = new PropertyDescriptor(realm.PrototypeOf(definition), writable: false, enumerable: false, configurable: false);
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) =>
        throw _realm.TypeError($"Class constructor {_definition.Name} cannot be invoked without 'new'.");

    /// <inheritdoc/>
    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget)
    {
        if (_definition.Construct is not { } construct)
        {
            throw _realm.TypeError("Illegal constructor.");
        }

        if (arguments.Length < _definition.ConstructLength)
        {
            throw _realm.TypeError(
                $"Failed to construct '{_definition.Name}': {_definition.ConstructLength} argument{(_definition.ConstructLength == 1 ? "" : "s")} required, but only {arguments.Length} present.");
        }

        var instance = construct(_realm, arguments);
        // A subclass (`class Mine extends Headers`) brings its own prototype.
        if (!ReferenceEquals(newTarget, this) && newTarget is ObjectInstance target && target.Get("prototype") is ObjectInstance prototype)
        {
            instance.Prototype = prototype;
        }

        return instance;
    }
}
