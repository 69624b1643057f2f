namespace PureEdge.Wasm;

/// <summary>An exception of a program, or one of the host that programs may catch.</summary>
public sealed class WasmThrownException : Exception
{
    // Read by compiled code.
    internal readonly WasmTag ThrownTag;
    internal readonly WasmValue[] Payload;

    /// <summary>Makes an exception.</summary>
    /// <param name="tag">Its kind.</param>
    /// <param name="values">What it carries, of the types that the tag says.</param>
    public WasmThrownException(WasmTag tag, params ReadOnlySpan<WasmValue> values)
        : base("An exception of the program is not caught.")
    {
        ThrownTag = tag;
        Payload = values.ToArray();
    }

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }

    /// <summary>Its kind.</summary>
    public WasmTag Tag => ThrownTag;

    /// <summary>What it carries.</summary>
    public ReadOnlySpan<WasmValue> Values => Payload;
}
