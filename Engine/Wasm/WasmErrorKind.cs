namespace PureEdge.Wasm;

/// <summary>Why bytes were refused as a module.</summary>
public enum WasmErrorKind
{
    /// <summary>They are not the binary format.</summary>
    Malformed,

    /// <summary>They are the binary format, but the module is not valid.</summary>
    Invalid,

    /// <summary>They use a proposal that is not supported.</summary>
    Unsupported,

    /// <summary>They exceed one of <see cref="WasmLimits"/>.</summary>
    LimitExceeded,
}
