using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>CompileError, LinkError or RuntimeError: constructors as those of ECMA-262's own errors.</summary>
/// <remarks>https://webassembly.github.io/spec/js-api/#error-objects</remarks>
internal sealed class WasmErrorConstructor : Constructor
{
    private readonly WorkerRealm _realm;
    private readonly JsObject _prototype;

    public WasmErrorConstructor(WorkerRealm realm, string name)
        : base(realm.Engine, name)
    {
        _realm = realm;
        ErrorName = name;
        var error = realm.Engine.Intrinsics.Error;
        Prototype = error;
        _prototype = new JsObject(realm.Engine) { Prototype = (ObjectInstance)error.Get("prototype") };
        _prototype.FastSetProperty("constructor", new PropertyDescriptor(this, writable: true, enumerable: false, configurable: true));
        _prototype.FastSetProperty("name", new PropertyDescriptor(name, writable: true, enumerable: false, configurable: true));
        _prototype.FastSetProperty("message", new PropertyDescriptor("", writable: true, enumerable: false, configurable: true));
        _length = new PropertyDescriptor(1, writable: false, enumerable: false, configurable: true);
        _prototypeDescriptor = new PropertyDescriptor(_prototype, writable: false, enumerable: false, configurable: false);
    }

    public string ErrorName { get; }

    /// <summary>An error to throw.</summary>
    public JavaScriptException New(string message) => new(Construct([message], this));

    /// <inheritdoc/>
    public override ObjectInstance Construct(JsValue[] arguments, JsValue newTarget)
    {
        var error = _realm.Engine.Intrinsics.Error.Construct(arguments, _realm.Engine.Intrinsics.Error);
        error.Prototype = !ReferenceEquals(newTarget, this) && newTarget is ObjectInstance target && target.Get("prototype") is ObjectInstance prototype
            ? prototype
            : _prototype;
        return error;
    }

    /// <inheritdoc/>
    protected override JsValue Call(JsValue thisObject, JsValue[] arguments) => Construct(arguments, this);
}
