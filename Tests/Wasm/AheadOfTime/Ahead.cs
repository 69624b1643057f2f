using PureEdge.Wasm.AheadOfTime;

namespace PureEdge.Wasm.Tests.AheadOfTime;

/// <summary>Modules that go through a file on their way.</summary>
internal static class Ahead
{
    public static byte[] Write(byte[] module, WasmLimits? limits = null, string name = "Written") => AssemblyWriter.Write(module, name, limits ?? WasmLimits.Default);

    public static WasmModule Load(byte[] assembly, WasmLimits? limits = null) => WasmAssembly.Load(new MemoryStream(assembly), limits);

    /// <summary>Compiles a module to an assembly and loads that.</summary>
    public static WasmModule Compile(byte[] module, WasmLimits? limits = null) => Load(Write(module, limits), limits);

    public static WasmFunction Run(byte[] module, WasmStore? store = null) => Compile(module).Instantiate(store ?? new WasmStore()).Function("run");
}
