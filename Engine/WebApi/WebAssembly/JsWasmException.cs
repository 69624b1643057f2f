using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Exception.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#exceptions</remarks>
internal sealed class JsWasmException : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmException>("Exception")
        .Constructor(2, static (realm, arguments) => Construct(realm, arguments))
        .Method("is", 1, static (self, arguments) => ReferenceEquals(TagOf(self._realm, arguments[0]), self.Thrown.Tag) ? JsBoolean.True : JsBoolean.False)
        .Method("getArg", 2, static (self, arguments) => self.GetArgument(arguments))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Exception", prototype))
        .Build();

    private readonly WorkerRealm _realm;

    private JsWasmException(WorkerRealm realm, WasmThrownException thrown)
        : base(realm.Engine)
    {
        _realm = realm;
        Thrown = thrown;
        Prototype = realm.PrototypeOf(Definition);
    }

    public WasmThrownException Thrown { get; }

    public static JsWasmException Of(WorkerRealm realm, WasmThrownException thrown) => (JsWasmException)(thrown.Companion ??= new JsWasmException(realm, thrown));

    private static JsWasmException Construct(WorkerRealm realm, JsValue[] arguments)
    {
        var wasm = WasmRealm.Of(realm);
        var tag = TagOf(realm, arguments[0]);
        if (ReferenceEquals(tag, wasm.JsTag))
        {
            throw realm.TypeError("WebAssembly.Exception(): exceptions of WebAssembly.JSTag are made by throwing a value.");
        }

        var types = tag.Type.Parameters;
        var given = wasm.Sequence(arguments[1], "WebAssembly.Exception(): argument 1", types.Length);
        if (given.Count != types.Length)
        {
            throw realm.TypeError($"WebAssembly.Exception(): {given.Count} values are given; the tag has {types.Length}.");
        }

        var values = new WasmValue[types.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = wasm.ToWasm(given[i], types[i]);
        }

        return Of(realm, new WasmThrownException(tag, values));
    }

    private static WasmTag TagOf(WorkerRealm realm, JsValue value) => value is JsWasmTag tag ? tag.Tag : throw realm.TypeError("Argument 0 is not a WebAssembly.Tag.");

    private JsValue GetArgument(JsValue[] arguments)
    {
        if (!ReferenceEquals(TagOf(_realm, arguments[0]), Thrown.Tag))
        {
            throw _realm.TypeError("WebAssembly.Exception.getArg(): the exception is of another tag.");
        }

        var index = WebIdl.ToIntegerInRange(_realm, arguments[1], 0, uint.MaxValue, "WebAssembly.Exception.getArg(): argument 1");
        return index < Thrown.Values.Length
            ? WasmRealm.Of(_realm).ToScript(Thrown.Values[(int)index])
            : throw _realm.RangeError($"WebAssembly.Exception.getArg(): \"{index}\" is past the end.");
    }
}
