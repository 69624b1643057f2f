using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Global.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#globals</remarks>
internal sealed class JsWasmGlobal : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmGlobal>("Global")
        .Constructor(1, static (realm, arguments) => Construct(realm, arguments[0], arguments.At(1)))
        .Method("valueOf", 0, static (self, _) => self._wasm.ToScript(self.Global.Value))
        .Attribute("value", static self => self._wasm.ToScript(self.Global.Value), static (self, value) => self.Set(value))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Global", prototype))
        .Build();

    private readonly WorkerRealm _realm;
    private readonly WasmRealm _wasm;

    private JsWasmGlobal(WorkerRealm realm, WasmGlobal global)
        : base(realm.Engine)
    {
        _realm = realm;
        _wasm = WasmRealm.Of(realm);
        Global = global;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WasmGlobal Global { get; }

    public static JsWasmGlobal Of(WorkerRealm realm, WasmGlobal global) => (JsWasmGlobal)(global.Companion ??= new JsWasmGlobal(realm, global));

    private static JsWasmGlobal Construct(WorkerRealm realm, JsValue descriptor, JsValue value)
    {
        const string What = "WebAssembly.Global()";
        var wasm = WasmRealm.Of(realm);
        wasm.RequireDescriptor(descriptor, What);
        var isMutable = TypeConverter.ToBoolean(WebIdl.Member(realm, descriptor, "mutable", What));
        var type = wasm.TypeNamed(WebIdl.Member(realm, descriptor, "value", What), What + ": 'value'");
        if (type == WasmType.V128)
        {
            throw realm.TypeError(What + ": a value of the type v128 cannot come from JavaScript.");
        }

        return Of(realm, new WasmGlobal(type, isMutable, value.IsUndefined() ? WasmRealm.Default(type) : wasm.ToWasm(value, type)));
    }

    private void Set(JsValue value)
    {
        if (!Global.IsMutable)
        {
            throw _realm.TypeError("WebAssembly.Global.value: the global is not mutable.");
        }

        Global.Value = _wasm.ToWasm(value, Global.Type);
    }
}
