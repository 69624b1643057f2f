namespace PureEdge.Wasm;

/// <summary>A function of the host. Exceptions it throws pass through the program to whoever called it.</summary>
/// <param name="arguments">As many and of the types that its function type says; valid during the call only.</param>
/// <param name="results">Where every result must be put.</param>
public delegate void WasmHostFunction(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results);
