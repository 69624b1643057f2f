namespace PureEdge.Wasm;

/// <summary>A kind of exception.</summary>
public sealed class WasmTag(WasmFunctionType type)
{
    /// <summary>The type of what its exceptions carry: its parameters.</summary>
    public WasmFunctionType Type { get; } = type;

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }
}
