using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Metering;
using PureEdge.Wasm;

namespace PureEdge.Engine.WebApi.WebAssembly;

/// <summary>
/// The interface WebAssembly.Memory. Its buffer is the memory itself, no copy: one of a fixed length, which is detached when the memory grows, or one that a script has asked
/// for, whose length is always the memory's.
/// </summary>
/// <remarks>Owned by the isolate's turn. https://webassembly.github.io/spec/js-api/#memories</remarks>
internal sealed class JsWasmMemory : ObjectInstance, IBufferOwner
{
    public static readonly InterfaceDefinition Definition = new InterfaceBuilder<JsWasmMemory>("Memory")
        .Constructor(1, static (realm, arguments) => Construct(realm, arguments[0]))
        .Getter("buffer", static self => self.Buffer())
        .Method("grow", 1, static (self, arguments) => self.Grow(arguments[0]))
        .Method("toFixedLengthBuffer", 0, static (self, _) => self.ToFixedLengthBuffer())
        .Method("toResizableBuffer", 0, static (self, _) => self.ToResizableBuffer())
        .CompletePrototype(static (_, prototype) => WebAssemblyGlobals.Tag("Memory", prototype))
        .Build();

    private const int PageBytes = 65_536;
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

    private bool IsResizable => _buffer is not null && JintInternals.MaxByteLength(_buffer) is not null;

    private JsArrayBuffer Buffer() => _buffer ??= NewBuffer(null);

    private JsArrayBuffer NewBuffer(int? maxByteLength)
    {
        var buffer = BufferSource.NewArrayBuffer(_realm, Memory.Buffer, maxByteLength);
        // Nobody else may detach it: its bytes are the program's.
        JintInternals.Own(buffer, this);
        return buffer;
    }

    /// <summary>https://webassembly.github.io/spec/js-api/#dom-memory-tofixedlengthbuffer</summary>
    private JsArrayBuffer ToFixedLengthBuffer()
    {
        if (IsResizable)
        {
            Detach();
        }

        return Buffer();
    }

    /// <summary>https://webassembly.github.io/spec/js-api/#dom-memory-toresizablebuffer</summary>
    private JsArrayBuffer ToResizableBuffer()
    {
        var pages = Memory.MaximumPages ?? throw _realm.TypeError("WebAssembly.Memory.toResizableBuffer(): the memory has no maximum.");
        if (!IsResizable)
        {
            Detach();
            // Departure: no buffer here can be larger than 2 GB, and no memory.
            _buffer = NewBuffer((int)Math.Min(pages, int.MaxValue / PageBytes) * PageBytes);
        }

        return _buffer!;
    }

    private JsValue Grow(JsValue delta)
    {
        var pages = (uint)WebIdl.ToIntegerInRange(_realm, delta, 0, uint.MaxValue, "WebAssembly.Memory.grow(): argument 0");
        var had = Memory.Grow(pages);
        return had >= 0 ? had : throw _realm.RangeError("WebAssembly.Memory.grow(): the memory may not grow so far.");
    }

    /// <inheritdoc/>
    void IBufferOwner.Resize(uint byteLength)
    {
        var more = (long)byteLength - Memory.Buffer.Length;
        if (more < 0 || more % PageBytes != 0)
        {
            throw _realm.RangeError($"The buffer of a WebAssembly.Memory of {Memory.Buffer.Length} bytes cannot become one of {byteLength}: it can only grow, by pages of {PageBytes} bytes.");
        }

        if (Memory.Grow((uint)(more / PageBytes)) < 0)
        {
            throw _realm.RangeError("The memory of the buffer may not grow so far.");
        }
    }

    /// <summary>The memory has other bytes.</summary>
    private void Refresh()
    {
        if (IsResizable)
        {
            JintInternals.Data(_buffer!) = Memory.Buffer;
        }
        else
        {
            Detach();
        }
    }

    private void Detach()
    {
        if (_buffer is not null)
        {
            JintInternals.Detach(_buffer);
            _buffer = null;
        }
    }
}
