using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>A module with its imports: what runs.</summary>
/// <remarks>Used by one thread at a time, like all of its store.</remarks>
public sealed class WasmInstance
{
    private readonly InstanceState _state;

    internal WasmInstance(WasmModule module, InstanceState state)
    {
        Module = module;
        _state = state;
    }

    /// <summary>What it is an instance of.</summary>
    public WasmModule Module { get; }

    /// <summary>The store that it belongs to.</summary>
    public WasmStore Store => _state.Store;

    /// <summary>What the module exports under a name.</summary>
    /// <returns>A <see cref="WasmFunction"/>, <see cref="WasmMemory"/>, <see cref="WasmTable"/>, <see cref="WasmGlobal"/> or <see cref="WasmTag"/>, always the same; null when there is none.</returns>
    public object? this[string name] => Module.FindExport(name) is { } export ? this[export] : null;

    /// <summary>An export of its module.</summary>
    public object this[WasmExport export] => export.Kind switch
    {
        WasmExternKind.Function => _state.Function(export.Index),
        WasmExternKind.Table => _state.Tables[export.Index],
        WasmExternKind.Memory => _state.Memory,
        WasmExternKind.Global => _state.Globals[export.Index]!,
        _ => _state.Tags[export.Index],
    };

    /// <summary>A function that the module exports.</summary>
    /// <exception cref="ArgumentException">It exports no function of this name.</exception>
    public WasmFunction Function(string name) =>
        this[name] as WasmFunction ?? throw new ArgumentException($"\"{name}\" is not an exported function of the module.", nameof(name));
}
