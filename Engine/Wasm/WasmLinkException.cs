namespace PureEdge.Wasm;

/// <summary>An import is missing or does not have the type that the module wants.</summary>
public sealed class WasmLinkException : Exception
{
    internal WasmLinkException(string message)
        : base(message)
    {
    }
}
