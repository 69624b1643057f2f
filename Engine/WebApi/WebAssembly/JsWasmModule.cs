using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Module.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#modules</remarks>
internal sealed class JsWasmModule : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmModule>("Module")
        .Constructor(1, static (realm, arguments) => new JsWasmModule(realm, WasmCompilation.FromBytes(realm, arguments[0], "WebAssembly.Module()")))
        .Static("exports", 1, static (realm, arguments) => Exports(realm, Receiver(realm, arguments)))
        .Static("imports", 1, static (realm, arguments) => Imports(realm, Receiver(realm, arguments)))
        .Static("customSections", 2, static (realm, arguments) => CustomSections(realm, Receiver(realm, arguments), arguments.At(1)))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Module", prototype))
        .Build();

    public JsWasmModule(WorkerRealm realm, WasmModule module)
        : base(realm.Engine)
    {
        Module = module;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WasmModule Module { get; }

    private static WasmModule Receiver(WorkerRealm realm, JsValue[] arguments) =>
        arguments.At(0) is JsWasmModule module ? module.Module : throw realm.TypeError("Argument 0 is not a WebAssembly.Module.");

    private static JsArray Exports(WorkerRealm realm, WasmModule module) =>
        realm.NewArray([.. module.Exports.Select(export => Describe(realm, ("name", export.Name), ("kind", KindOf(export.Kind))))]);

    private static JsArray Imports(WorkerRealm realm, WasmModule module) =>
        realm.NewArray([.. module.Imports.Select(import => Describe(realm, ("module", import.Module), ("name", import.Name), ("kind", KindOf(import.Kind))))]);

    private static JsArray CustomSections(WorkerRealm realm, WasmModule module, JsValue name)
    {
        if (name.IsUndefined())
        {
            throw realm.TypeError("WebAssembly.Module.customSections(): the name is required.");
        }

        var sections = module.CustomSections(WebIdl.ToDomString(realm, name));
        foreach (var section in sections)
        {
            realm.ChargeInput(section.Length, 1);
        }

        return realm.NewArray([.. sections.Select(section => BufferSource.NewArrayBuffer(realm, section.ToArray()))]);
    }

    private static JsObject Describe(WorkerRealm realm, params ReadOnlySpan<(string Name, string Value)> members)
    {
        var result = new JsObject(realm.Engine);
        foreach (var (name, value) in members)
        {
            result.FastSetDataProperty(name, value);
        }

        return result;
    }

    private static string KindOf(WasmExternKind kind) => kind switch
    {
        WasmExternKind.Function => "function",
        WasmExternKind.Table => "table",
        WasmExternKind.Memory => "memory",
        WasmExternKind.Global => "global",
        _ => "tag",
    };
}
