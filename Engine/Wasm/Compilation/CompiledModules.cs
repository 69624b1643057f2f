using System.Collections.Concurrent;
using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Interpretation;

namespace PureEdge.Wasm.Compilation;

/// <summary>The modules of the process, by the hash of their bytes and held weakly: all isolates share one compilation.</summary>
/// <remarks>Shared by all threads. Two that compile the same at the same time both do the work, and one result is kept.</remarks>
internal static class CompiledModules
{
    private static readonly ConcurrentDictionary<string, WeakReference<WasmModule>> s_modules = new(StringComparer.Ordinal);
    private static int s_sweepAt = 256;

    public static WasmModule Get(ReadOnlySpan<byte> bytes, WasmLimits limits, bool isInterpreted)
    {
        ModuleDecoder.RequireSize(bytes.Length, limits);
        Meter.Work<Billed>(bytes.Length >> 4);
        // Compiled under other limits, it might be a module that these refuse.
        var hash = WasmModule.HashOf(bytes);
        var key = $"{hash} {(isInterpreted ? "interpreted" : "compiled")} {limits.Fingerprint}";
        if (s_modules.TryGetValue(key, out var weak) && weak.TryGetTarget(out var known))
        {
            return known;
        }

        var module = Make(ModuleDecoder.Decode(bytes, limits), limits, isInterpreted, hash);
        s_modules[key] = new WeakReference<WasmModule>(module);
        if (s_modules.Count > s_sweepAt)
        {
            foreach (var (dead, reference) in s_modules)
            {
                if (!reference.TryGetTarget(out _))
                {
                    s_modules.TryRemove(new(dead, reference));
                }
            }

            s_sweepAt = Math.Max(256, s_modules.Count * 2);
        }

        return module;
    }

    private static WasmModule Make(ModuleDefinition definition, WasmLimits limits, bool isInterpreted, string hash) =>
        WasmModule.Of(isInterpreted ? InterpretedModule.Make(definition, limits) : ModuleCompiler.Compile(definition, limits), hash);
}
