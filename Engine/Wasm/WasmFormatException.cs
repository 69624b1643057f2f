namespace PureEdge.Wasm;

/// <summary>Bytes were refused as a module. Nothing else is thrown for what bytes contain.</summary>
public sealed class WasmFormatException : Exception
{
    internal WasmFormatException(WasmErrorKind kind, int offset, string message)
        : base($"{message} (at offset {offset})")
    {
        Kind = kind;
        Offset = offset;
    }

    /// <summary>Why they were refused.</summary>
    public WasmErrorKind Kind { get; }

    /// <summary>Where, in bytes from the start of the module.</summary>
    public int Offset { get; }
}
