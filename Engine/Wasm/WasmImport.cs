namespace PureEdge.Wasm;

/// <summary>What a module wants to be given.</summary>
public sealed class WasmImport
{
    internal WasmImport(string module, string name, WasmExternKind kind, WasmFunctionType? functionType)
    {
        Module = module;
        Name = name;
        Kind = kind;
        FunctionType = functionType;
    }

    /// <summary>The first of its two names.</summary>
    public string Module { get; }

    /// <summary>The second of its two names.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public WasmExternKind Kind { get; }

    /// <summary>The type of a function, or the payload of a tag.</summary>
    public WasmFunctionType? FunctionType { get; }

    /// <summary>The type of a global, or of the elements of a table.</summary>
    public WasmType ValueType { get; internal init; }

    /// <summary>Whether a global may be written.</summary>
    public bool IsMutable { get; internal init; }

    internal Limits Limits { get; init; }
}
