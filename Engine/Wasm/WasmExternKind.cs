namespace PureEdge.Wasm;

/// <summary>What a module imports or exports; the numbers are those of the binary format.</summary>
public enum WasmExternKind
{
    /// <summary>A function.</summary>
    Function = 0,

    /// <summary>A table of references.</summary>
    Table = 1,

    /// <summary>A memory.</summary>
    Memory = 2,

    /// <summary>A global.</summary>
    Global = 3,

    /// <summary>A kind of exception.</summary>
    Tag = 4,
}
