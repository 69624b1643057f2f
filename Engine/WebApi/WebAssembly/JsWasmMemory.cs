using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>The interface WebAssembly.Memory. Its buffer is the memory itself, no copy.</summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#memories</remarks>
internal sealed class JsWasmMemory : ObjectInstance
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmMemory>("Memory")
        .Constructor(1, static (realm, arguments) => Construct(realm, arguments[0]))
        .Getter("buffer", static self => self.Buffer())
        .Method("grow", 1, static (self, arguments) => self.Grow(arguments[0]))
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Memory", prototype))
        .Build();

    private const uint MostPages = 65_536;

    private readonly WorkerRealm _realm;
    private JsArrayBuffer? _buffer;

    private JsWasmMemory(WorkerRealm realm, WasmMemory memory)
        : base(realm.Engine)
    {
        _realm = realm;
        Memory = memory;
        Prototype = realm.PrototypeOf(Definition);
        memory.Replaced = _ => Refresh();
    }

    public WasmMemory Memory { get; }

    public static JsWasmMemory Of(WorkerRealm realm, WasmMemory memory) => (JsWasmMemory)(memory.Companion ??= new JsWasmMemory(realm, memory));

    private static JsWasmMemory Construct(WorkerRealm realm, JsValue descriptor)
    {
        var wasm = WasmRealm.Of(realm);
        var (initial, maximum) = wasm.Limits(descriptor, MostPages, "WebAssembly.Memory()");
        try
        {
            return Of(realm, WasmMemory.Create(wasm.Store, initial, maximum));
        }
        catch (WasmLinkException e)
        {
            throw realm.RangeError("WebAssembly.Memory(): " + e.Message);
        }
    }

    private JsArrayBuffer Buffer()
    {
        if (_buffer is null)
        {
            _buffer = BufferSource.NewArrayBuffer(_realm, Memory.Buffer);
            // Nobody else may detach it: its bytes are the program's.
            JintInternals.Own(_buffer, "WebAssembly.Memory");
        }

        return _buffer;
    }

    private JsValue Grow(JsValue delta)
    {
        var pages = (uint)WebIdl.ToIntegerInRange(_realm, delta, 0, uint.MaxValue, "WebAssembly.Memory.grow(): argument 0");
        var had = Memory.Grow(pages);
        return had >= 0 ? had : throw _realm.RangeError("WebAssembly.Memory.grow(): the memory may not grow so far.");
    }

    private void Refresh()
    {
        if (_buffer is not null)
        {
            JintInternals.Detach(_buffer);
            _buffer = null;
        }
    }
}
