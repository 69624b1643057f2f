using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PureEdge.Engine.Modules;
using PureEdge.Limits;
using PureEdge.Wasm;

namespace PureEdge.Engine.Scripts;

/// <summary>A bundle whose code is parsed. Immutable, shared by all isolates of the worker.</summary>
internal sealed class PreparedBundle
{
    // Compiling takes a processor for a second for each 3 MB, and thirty times their memory: large modules wait for each other, and leave half of the processors to others.
    private const int LargeModuleBytes = 1 << 20;

    private static readonly SemaphoreSlim LargeModules = new(MostLargeModules);

    private readonly FrozenDictionary<string, PreparedModule> _modules;

    private PreparedBundle(WorkerModule main, FrozenDictionary<string, PreparedModule> modules)
    {
        Main = main;
        _modules = modules;
    }

    /// <summary>How many large modules of WebAssembly the process compiles at once.</summary>
    public static int MostLargeModules => Math.Max(1, Environment.ProcessorCount / 2);

    public WorkerModule Main { get; }

    public PreparedModule MainModule => _modules[Main.Name];

    public int Count => _modules.Count;

    /// <summary>Parses a bundle.</summary>
    /// <param name="bundle">The bundle.</param>
    /// <param name="cache">What was parsed before.</param>
    /// <param name="limits">The worker's limits.</param>
    /// <param name="slots">Gives the slots in which it is done; none when nobody else is there.</param>
    /// <param name="wasmCodeCache">Compiled code of WebAssembly.</param>
    /// <exception cref="WorkerLoadException">A module does not parse, or the worker is larger than its limits allow.</exception>
    public static PreparedBundle Prepare(WorkerBundle bundle, ScriptCache cache, ExecutionLimits limits, IWorkSlots? slots = null, IWasmCodeCache? wasmCodeCache = null)
    {
        BundleLimits.CheckSource(bundle, limits);
        var wasmBytes = bundle.Modules.Where(static m => m.Kind == WorkerModuleKind.Wasm).Sum(static m => (long)m.Content.Length);
        var budget = new ParseBudget(bundle.Modules.Sum(static m => (long)m.Content.Length) - wasmBytes, limits, wasmBytes, slots);
        var modules = bundle.Modules.ToFrozenDictionary(
            m => m.Name,
            m => new PreparedModule(
                m,
                m.Kind is WorkerModuleKind.EsModule or WorkerModuleKind.ServiceWorker ? cache.Get(m, budget) : null,
                m.Kind == WorkerModuleKind.Wasm ? CompileInTurn(m, budget, wasmCodeCache) : null),
            StringComparer.Ordinal);
        BundleLimits.CheckSyntax(bundle.Main.Name, modules, limits);
        return new(bundle.Main, modules);
    }

    // Waiting is outside of the budget.
    private static WasmModule CompileInTurn(WorkerModule module, ParseBudget budget, IWasmCodeCache? cache) =>
        module.Content.Length < LargeModuleBytes ? Compile(module, budget, cache) : LargeStack.Call(() =>
        {
            LargeModules.Wait();
            try
            {
                return Compile(module, budget, cache);
            }
            finally
            {
                LargeModules.Release();
            }
        });

    private static WasmModule Compile(WorkerModule module, ParseBudget budget, IWasmCodeCache? cache)
    {
        try
        {
            var outside = cache is null ? null : new CacheOutsideSlots(cache, budget);
            return budget.Run(module.Name, _ => WasmModule.CompileShared(Bytes(module), null, outside), isSuspect: true);
        }
        catch (WasmFormatException refused)
        {
            throw new WorkerLoadException(new(WorkerOutcome.Exception, $"'{module.Name}' is no WebAssembly that runs here: {refused.Message}."));
        }
    }

    // A bundle does not change, so its bytes serve as they are.
    private static ImmutableArray<byte> Bytes(WorkerModule module) =>
        MemoryMarshal.TryGetArray(module.Content, out var array) && array.Count == array.Array!.Length ? ImmutableCollectionsMarshal.AsImmutableArray(array.Array) : [.. module.Content.Span];

    /// <summary>Where a module is imported, as <c>, imported at file:line:column</c>; empty when no declaration imports it.</summary>
    public string PlaceOfImport(string name)
    {
        foreach (var (importer, module) in _modules)
        {
            if (module.Code?.Module is not { IsValid: true } code)
            {
                continue;
            }

            foreach (var statement in code.Program!.Body)
            {
                if (SyntaxSummary.SourceOf(statement) is { } source && ModulePath.Resolve(importer, source.Value) == name)
                {
                    return $", imported at {importer}:{source.Location.Start.Line}:{source.Location.Start.Column + 1}";
                }
            }
        }

        return "";
    }

    public bool TryGet(string name, out PreparedModule module) => _modules.TryGetValue(name, out module!);
}

/// <summary>A module of a bundle, with its parsed or compiled form if it is code.</summary>
internal sealed record PreparedModule(WorkerModule Source, PreparedCode? Code, WasmModule? Wasm = null);
