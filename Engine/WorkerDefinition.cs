using System.Text.Json;
using PureEdge.Engine.Bindings;
using PureEdge.Limits;

namespace PureEdge.Engine;

/// <summary>How long an isolate lives.</summary>
public enum IsolationMode
{
    /// <summary>Many requests share an isolate, so module-level state may survive between them, as in Workers.</summary>
    Shared,

    /// <summary>Every request gets a fresh isolate, so that nothing can pass from one request to the next.</summary>
    Request,
}

/// <summary>One version of a worker: its code, its variables and its limits. Immutable.</summary>
public sealed record WorkerDefinition
{
    /// <summary>The worker's name, as it stands in logs and host names.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Tells this worker from others of its name, before and after it; its versions share it. What is kept for a worker is kept under it (<see cref="CacheKey.Worker"/>). Default the name.
    /// </summary>
    public string Id
    {
        get => field ?? Name;
        init;
    }

    /// <summary>Its modules.</summary>
    public required WorkerBundle Bundle { get; init; }

    /// <summary>What says where in its sources the places of its modules come from; default <see langword="null"/>, nothing.</summary>
    public ISourceMaps? SourceMaps { get; init; }

    /// <summary>What its requests may consume.</summary>
    public ExecutionLimits Limits { get; init; } = ExecutionLimits.Default;

    /// <summary>Variables: the properties of <c>env</c>, strings or any JSON.</summary>
    public IReadOnlyDictionary<string, JsonElement> Variables { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Objects of the host in <c>env</c>; over a variable of the same name.</summary>
    public IReadOnlyDictionary<string, IWorkerBinding> Bindings { get; init; } = new Dictionary<string, IWorkerBinding>(StringComparer.Ordinal);

    /// <summary>How long an isolate lives.</summary>
    public IsolationMode Isolation { get; init; }

    /// <summary>Names this version to operators: the worker's name and the beginning of the hash of its modules, as <c>api@3f2a...</c>.</summary>
    public string VersionLabel => $"{Name}@{Bundle.Hash[..16]}";

    /// <summary>Whether <c>eval</c>, <c>new Function</c> and <c>WebAssembly.compile</c> work. Default false, as in Workers: code from strings is nobody's reviewed version.</summary>
    public bool AllowsEval { get; init; }

    /// <summary>
    /// Compatibility flags (https://developers.cloudflare.com/workers/configuration/compatibility-flags/). Those that mean something here are
    /// <c>nodejs_compat</c>, which brings modules of Node.js and the globals that go with them, and <c>no_nodejs_compat</c>; others are ignored.
    /// </summary>
    public IReadOnlyList<string> CompatibilityFlags { get; init; } = [];

    /// <summary>The compatibility date; from 2026-08-04 on <c>nodejs_compat</c> is on unless <c>no_nodejs_compat</c> is named. Default none.</summary>
    public DateOnly? CompatibilityDate { get; init; }

    /// <summary>Whether the worker has the modules of Node.js.</summary>
    internal bool HasNodeModules => CompatibilityFlags.Contains("nodejs_compat", StringComparer.Ordinal)
        || (CompatibilityDate >= new DateOnly(2026, 8, 4) && !CompatibilityFlags.Contains("no_nodejs_compat", StringComparer.Ordinal));
}
