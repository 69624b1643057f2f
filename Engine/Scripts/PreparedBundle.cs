using System.Collections.Frozen;
using PureEdge.Limits;

namespace PureEdge.Engine.Scripts;

/// <summary>A bundle whose code is parsed. Immutable, shared by all isolates of the worker.</summary>
internal sealed class PreparedBundle
{
    private readonly FrozenDictionary<string, PreparedModule> _modules;

    private PreparedBundle(WorkerModule main, FrozenDictionary<string, PreparedModule> modules)
    {
        Main = main;
        _modules = modules;
    }

    public WorkerModule Main { get; }

    public PreparedModule MainModule => _modules[Main.Name];

    public int Count => _modules.Count;

    /// <summary>Parses a bundle.</summary>
    /// <exception cref="WorkerLoadException">A module does not parse, or the source is larger than allowed.</exception>
    public static PreparedBundle Prepare(WorkerBundle bundle, ScriptCache cache, ExecutionLimits limits)
    {
        var size = bundle.Modules.Sum(m => (long)m.Content.Length);
        if (size > limits.SourceBytes)
        {
            throw new WorkerLoadException(new(WorkerOutcome.Exception, $"The worker is {size} bytes; at most {limits.SourceBytes} are allowed."));
        }

        var modules = bundle.Modules.ToFrozenDictionary(
            m => m.Name,
            m => new PreparedModule(m, m.Kind is WorkerModuleKind.EsModule or WorkerModuleKind.ServiceWorker ? cache.Get(m) : null),
            StringComparer.Ordinal);
        return new(bundle.Main, modules);
    }

    public bool TryGet(string name, out PreparedModule module) => _modules.TryGetValue(name, out module!);
}

/// <summary>A module of a bundle, with its parsed form if it is code.</summary>
internal sealed record PreparedModule(WorkerModule Source, PreparedCode? Code);
