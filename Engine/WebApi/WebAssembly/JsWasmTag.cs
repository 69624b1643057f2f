using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Tag.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#tags</remarks>
internal sealed class JsWasmTag : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmTag>("Tag")
        .Constructor(1, static (realm, arguments) => Construct(realm, arguments[0]))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Tag", prototype))
        .Build();

    private const int MostParameters = 1_000;

    private JsWasmTag(WorkerRealm realm, WasmTag tag)
        : base(realm.Engine)
    {
        Tag = tag;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WasmTag Tag { get; }

    public static JsWasmTag Of(WorkerRealm realm, WasmTag tag) => (JsWasmTag)(tag.Companion ??= new JsWasmTag(realm, tag));

    private static JsWasmTag Construct(WorkerRealm realm, JsValue descriptor)
    {
        const string What = "WebAssembly.Tag()";
        var wasm = WasmRealm.Of(realm);
        wasm.RequireDescriptor(descriptor, What);
        var names = wasm.Sequence(WebIdl.Member(realm, descriptor, "parameters", What), What + ": 'parameters'", MostParameters);
        return Of(realm, new WasmTag(WasmFunctionType.Of([.. names.Select(name => wasm.TypeNamed(name, What + ": a parameter"))], [])));
    }
}
