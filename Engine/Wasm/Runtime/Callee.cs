namespace PureEdge.Wasm.Runtime;

/// <summary>What a function runs in: compiled code gets it as its last argument.</summary>
internal abstract class Callee(WasmStore store)
{
    public readonly WasmStore Store = store;
}
