using System.Runtime.InteropServices;
using PureEdge.Metering;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>Modules whose code a cache keeps: loaded from there, or written to it and loaded then.</summary>
internal static class KeptCode
{
    // Smaller modules are compiled in the time that reading a file may take.
    private const int LeastBytes = 32 << 10;

    // Measured: writing takes half as much memory again as compiling, 0.66 GB for a module of 14 MB.
    private const int MostBytes = 16 << 20;

    private const string AssemblyName = "PureEdge.Wasm.Kept";

    /// <summary>Whether a cache is asked for a module of so many bytes.</summary>
    public static bool Pays(int bytes) => bytes is >= LeastBytes and <= MostBytes;

    /// <summary>The module; either way its compilation is charged.</summary>
    /// <param name="hash">Of the bytes.</param>
    /// <exception cref="WasmFormatException">The bytes are refused.</exception>
    public static WasmModule Get(IWasmCodeCache cache, byte[] bytes, WasmLimits limits, string hash)
    {
        var key = KeyOf(limits, hash);
        if (cache.Find(key) is { } kept && Load(kept, limits) is { } known && bytes.AsSpan().SequenceEqual(known.Definition.Bytes))
        {
            Meter.Work<Billed>(known.Code.CompileSteps);
            return known;
        }

        var assembly = AssemblyWriter.Write(bytes, AssemblyName, limits);
        cache.Keep(key, assembly);
        return WasmAssembly.LoadWhole(new MemoryStream(assembly, writable: false), limits);
    }

    // All that the code depends on. Fuel and limits of stores are looked up when it runs.
    private static string KeyOf(WasmLimits limits, string hash) => string.Join(
        ' ', hash, limits.Fingerprint, AssemblyHeader.Format, AssemblyHeader.Compiler, typeof(Meter).Module.ModuleVersionId.ToString("N"), RuntimeInformation.FrameworkDescription, RuntimeInformation.ProcessArchitecture);

    // What an older process kept under this key can be loaded; anything else is compiled again.
    private static WasmModule? Load(ReadOnlyMemory<byte> assembly, WasmLimits limits)
    {
        try
        {
            var bytes = MemoryMarshal.TryGetArray(assembly, out var array) ? array : new(assembly.ToArray());
            return WasmAssembly.LoadWhole(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), limits);
        }
        catch (WasmFormatException)
        {
            return null;
        }
    }
}
