using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The namespace object WebAssembly, made when a script first names it.</summary>
/// <remarks>https://webassembly.github.io/spec/js-api/#webassembly-namespace</remarks>
internal static class WebAssemblyGlobals
{
    private static readonly InterfaceDefinition[] s_interfaces =
    [
        JsWasmModule.Definition, JsWasmInstance.Definition, JsWasmMemory.Definition, JsWasmTable.Definition,
        JsWasmGlobal.Definition, JsWasmTag.Definition, JsWasmException.Definition,
    ];

    public static void Register(GlobalTable globals) => globals.Intrinsic("WebAssembly", Namespace);

    /// <summary>The name that <c>Object.prototype.toString</c> gives: that of the interface, with the namespace.</summary>
    public static void Tag(string name, ObjectInstance prototype) =>
        prototype.FastSetProperty(GlobalSymbolRegistry.ToStringTag, new PropertyDescriptor("WebAssembly." + name, writable: false, enumerable: false, configurable: true));

    private static JsObject Namespace(WorkerRealm realm)
    {
        var wasm = WasmRealm.Of(realm);
        var result = new JsObject(realm.Engine);
        void Add(JsValue key, JsValue value, bool enumerable) =>
            result.FastSetProperty(key, new PropertyDescriptor(value, writable: true, enumerable: enumerable, configurable: true));

        foreach (var definition in s_interfaces)
        {
            Add(definition.Name, realm.ConstructorOf(definition), false);
        }

        foreach (var error in (WasmErrorConstructor[])[wasm.CompileError, wasm.LinkError, wasm.RuntimeError])
        {
            Add(error.ErrorName, error, false);
        }

        Add("JSTag", JsWasmTag.Of(realm, wasm.JsTag), true);
        Add("validate", realm.NewFunction("validate", 1, WasmCompilation.Validate), true);
        Add("compile", realm.NewFunction("compile", 1, WasmCompilation.Compile), true);
        Add("instantiate", realm.NewFunction("instantiate", 1, WasmCompilation.Instantiate), true);
        Add("compileStreaming", realm.NewFunction("compileStreaming", 1, WasmCompilation.CompileStreaming), true);
        Add("instantiateStreaming", realm.NewFunction("instantiateStreaming", 1, WasmCompilation.InstantiateStreaming), true);
        result.FastSetProperty(GlobalSymbolRegistry.ToStringTag, new PropertyDescriptor("WebAssembly", writable: false, enumerable: false, configurable: true));
        return result;
    }
}
