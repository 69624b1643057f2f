using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Instance.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#instances</remarks>
internal sealed class JsWasmInstance : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmInstance>("Instance")
        .Constructor(1, static (realm, arguments) => new JsWasmInstance(
            realm,
            arguments[0] is JsWasmModule module ? module.Module : throw realm.TypeError("WebAssembly.Instance(): argument 0 is not a WebAssembly.Module."),
            arguments.At(1)))
        .Getter("exports", static self => self._exports)
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Instance", prototype))
        .Build();

    private readonly JsObject _exports;

    public JsWasmInstance(WorkerRealm realm, WasmModule module, JsValue imports)
        : base(realm.Engine)
    {
        Prototype = realm.PrototypeOf(Definition);
        var wasm = WasmRealm.Of(realm);
        var given = Imports(realm, wasm, module, imports);
        WasmInstance instance;
        try
        {
            instance = module.Instantiate(wasm.Store, import => given[import]);
        }
        catch (Exception e) when (e is WasmTrapException or WasmThrownException or WasmLinkException)
        {
            throw wasm.ToError(e);
        }

        _exports = new JsObject(realm.Engine);
        JintInternals.RemovePrototype(_exports);
        foreach (var export in module.Exports)
        {
            _exports.FastSetProperty(export.Name, new PropertyDescriptor(Export(realm, instance[export]), writable: false, enumerable: true, configurable: false));
        }

        _exports.PreventExtensions();
    }

    // All are read, in order, before anything is made of them: reading runs code of the script.
    private static Dictionary<WasmImport, object?> Imports(WorkerRealm realm, WasmRealm wasm, WasmModule module, JsValue imports)
    {
        WasmCompilation.RequireImports(realm, imports, "WebAssembly.Instance()");
        var given = new Dictionary<WasmImport, object?>();
        if (module.Imports.Count > 0 && imports is not ObjectInstance)
        {
            throw realm.TypeError("WebAssembly.Instance(): argument 1 must be an object with the imports.");
        }

        foreach (var import in module.Imports)
        {
            if (((ObjectInstance)imports).Get(import.Module) is not ObjectInstance space)
            {
                throw realm.TypeError($"WebAssembly.Instance(): import \"{import.Module}\" is not an object.");
            }

            given[import] = Import(realm, wasm, import, space.Get(import.Name));
        }

        return given;
    }

    private static object Import(WorkerRealm realm, WasmRealm wasm, WasmImport import, JsValue value)
    {
        JavaScriptException Wrong(string wanted) =>
            wasm.LinkError.New($"WebAssembly.Instance(): import \"{import.Module}\" \"{import.Name}\" must be {wanted}.");

        switch (import.Kind)
        {
            case WasmExternKind.Function:
                return value.IsCallable() ? JsWasmFunction.Import(realm, value, import.FunctionType!) : throw Wrong("a function");
            case WasmExternKind.Table:
                return value is JsWasmTable table ? table.Table : throw Wrong("a WebAssembly.Table");
            case WasmExternKind.Memory:
                return value is JsWasmMemory memory ? memory.Memory : throw Wrong("a WebAssembly.Memory");
            case WasmExternKind.Tag:
                return value is JsWasmTag tag ? tag.Tag : throw Wrong("a WebAssembly.Tag");
            default:
                if (value is JsWasmGlobal global)
                {
                    return global.Global;
                }

                var isOfItsType = import.ValueType switch
                {
                    WasmType.I64 => value is JsBigInt,
                    WasmType.I32 or WasmType.F32 or WasmType.F64 => value.IsNumber(),
                    WasmType.ExternRef => true,
                    WasmType.FuncRef => value.IsNull() || value is JsWasmFunction,
                    _ => false,
                };
                return isOfItsType && !import.IsMutable
                    ? new WasmGlobal(import.ValueType, false, wasm.ToWasm(value, import.ValueType))
                    : throw Wrong($"a WebAssembly.Global{(import.IsMutable ? "" : " or a value")} of the type {WasmRealm.NameOf(import.ValueType)}");
        }
    }

    private static JsValue Export(WorkerRealm realm, object export) => export switch
    {
        WasmFunction function => JsWasmFunction.Of(realm, function),
        WasmMemory memory => JsWasmMemory.Of(realm, memory),
        WasmTable table => JsWasmTable.Of(realm, table),
        WasmGlobal global => JsWasmGlobal.Of(realm, global),
        _ => JsWasmTag.Of(realm, (WasmTag)export),
    };
}
