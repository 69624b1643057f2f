namespace PureEdge.Wasm.Runtime;

/// <summary>Calls a function with arguments from one array and puts the results into another.</summary>
internal delegate void InvokerCode(WasmFunction function, ref WasmValue arguments, ref WasmValue results);
