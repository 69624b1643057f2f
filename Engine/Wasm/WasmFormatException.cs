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

    /// <summary>What is wrong is not in the bytes of a module.</summary>
    internal WasmFormatException(WasmErrorKind kind, string message)
        : base(message) => Kind = kind;

    /// <summary>Why they were refused.</summary>
    public WasmErrorKind Kind { get; }

    /// <summary>Where, in bytes from the start of the module; 0 for an assembly.</summary>
    public int Offset { get; }
}
