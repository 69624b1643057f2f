using System.Collections.Concurrent;
using PureEdge.Metering;
using PureEdge.Wasm.AheadOfTime;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Interpretation;

namespace PureEdge.Wasm.Compilation;

/// <summary>The modules of the process, by the hash of their bytes and held weakly: all isolates share one compilation.</summary>
/// <remarks>Shared by all threads. Two that compile the same at the same time both do the work, and one result is kept.</remarks>
internal static class CompiledModules
{
    private static readonly ConcurrentDictionary<string, WeakReference<WasmModule>> s_modules = new(StringComparer.Ordinal);
    private static int s_sweepAt = 256;

    /// <summary>A module; its compilation is charged whether it is there already or not, so that what a request costs does not depend on others.</summary>
    /// <param name="bytes">The binary format.</param>
    /// <param name="own">The same, if nobody will change them; else they are copied.</param>
    /// <param name="limits">What it may contain.</param>
    /// <param name="isInterpreted">Whether it is to be interpreted.</param>
    /// <param name="cache">Where its code may be found and is kept; not for what is interpreted.</param>
    /// <exception cref="WasmFormatException">The bytes are refused.</exception>
    public static WasmModule Get(ReadOnlySpan<byte> bytes, byte[]? own, WasmLimits limits, bool isInterpreted, IWasmCodeCache? cache)
    {
        ModuleDecoder.RequireSize(bytes.Length, limits);
        Meter.Work<Billed>(bytes.Length >> 4);
        // Compiled under other limits, it might be a module that these refuse.
        var hash = WasmModule.HashOf(bytes);
        var key = $"{hash} {(isInterpreted ? "interpreted" : "compiled")} {limits.Fingerprint}";
        if (s_modules.TryGetValue(key, out var weak) && weak.TryGetTarget(out var known))
        {
            Meter.Bytes<Billed>(bytes.Length);
            Meter.Work<Billed>(known.Code.CompileSteps);
            return known;
        }

        own ??= bytes.ToArray();
        var module = isInterpreted ? WasmModule.Of(InterpretedModule.Make(ModuleDecoder.Decode(own, limits), limits), hash)
            : cache is null || !KeptCode.Pays(own.Length) ? WasmModule.Of(ModuleCompiler.Compile(ModuleDecoder.Decode(own, limits), limits), hash)
            : KeptCode.Get(cache, own, limits, hash);
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
}
