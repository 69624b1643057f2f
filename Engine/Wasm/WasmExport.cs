namespace PureEdge.Wasm;

/// <summary>What a module gives.</summary>
public sealed class WasmExport
{
    internal WasmExport(string name, WasmExternKind kind, int index)
    {
        Name = name;
        Kind = kind;
        Index = index;
    }

    /// <summary>Its name, unique in the module.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public WasmExternKind Kind { get; }

    internal int Index { get; }
}
