namespace PureEdge.Wasm;

/// <summary>A function of the host threw an exception that would look like a trap of the program.</summary>
public sealed class WasmHostException : Exception
{
    internal WasmHostException(Exception inner)
        : base("A function of the host failed: " + inner.Message, inner)
    {
    }
}
