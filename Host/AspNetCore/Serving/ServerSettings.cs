using System.Text.Json;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Serving;

/// <summary>The keys of <c>pureedge.json</c>. Docs/configuration.md and Docs/pureedge.schema.json are held to these by a test.</summary>
internal static class ServerSettings
{
    /// <summary>What stands before the name of a limit.</summary>
    public const string LimitsPrefix = "limits.";

    /// <summary>The section of limits, in the file and in the section of a worker.</summary>
    public const string LimitsKey = "limits";

    /// <summary>The section of limits of single workers.</summary>
    public const string WorkersKey = "workers";

    /// <summary>The section of tenants.</summary>
    public const string TenantsKey = "tenants";

    /// <summary>The key of a tenant that it must have.</summary>
    public const string TenantWorkersKey = "workers";

    /// <summary>Read by editors, and not by us.</summary>
    public const string SchemaKey = "$schema";

    /// <summary>What the bounds of the cache on the disk may be.</summary>
    public static (long Least, long Most) CacheRange => (0, 1L << 40);

    /// <summary>The names of the levels of the log.</summary>
    public static IReadOnlyList<string> Levels { get; } = [.. Enum.GetValues<LogLevel>().Select(NameOf)];

    /// <summary>The keys of the file, in the order of the page.</summary>
    public static IReadOnlyList<ServerSetting> Top { get; } =
    [
        new("urls", SettingKind.Urls, "Where workers answer; port 0 takes a free one", static o => o.Urls) { Option = "--urls" },
        new("admin_urls", SettingKind.Urls, "Where the API, health, metrics and the dashboard answer, never on the workers' listener", static o => o.AdminUrls) { Option = "--admin-urls" },
        new("base_domain", SettingKind.Domain, "Worker `api` answers at the host `api.` and this", static o => o.Workers.BaseDomain) { Option = "--base-domain" },
        new("data", SettingKind.Path, "Where the server keeps what must survive it; `:memory:` keeps nothing. Only in a file that `--config` names", static o => o.DataDirectory) { Option = "--data", DefaultText = "`./.pureedge`" },
        new("paths", SettingKind.Paths, "Worker files, folders and forms to serve, when the command line names none", static o => o.Paths) { Option = "`PATH...`", DefaultText = "none" },
        new("environment", SettingKind.Text, "The environment of wrangler configurations at paths, `env.NAME`", static o => o.Workers.Environment) { Option = "--env", DefaultText = "none" },
        new("token", SettingKind.Token, "The token that opens the API; the file must then be readable by the server alone", static o => o.Token) { Option = "--token", DefaultText = "made at the first start, kept in `DIR/admin-token`" },
        new("certificates", SettingKind.Path, "What https URLs identify themselves with: a PEM file, or a folder of them", static o => o.Certificates) { Option = "--certificates", DefaultText = "none" },
        new("allow_private_network", SettingKind.Flag, "Let workers reach private, loopback and link-local addresses", static o => o.Workers.AllowPrivateNetwork) { Option = "--allow-private-network" },
        new("otlp", SettingKind.Collector, "Send metrics, traces and logs to this OpenTelemetry collector", static o => o.OtlpEndpoint) { Option = "--otlp", DefaultText = "none" },
        new("access_log", SettingKind.Path, "Write a line for each request to this file", static o => o.AccessLog) { Option = "--access-log", DefaultText = "none", IsLive = true },
        new("drain_seconds", SettingKind.Whole, "How long requests may go on once the server is told to end", static o => (long)o.DrainTime.TotalSeconds) { Option = "--drain-seconds", Unit = "seconds", Range = (0, 600), IsLive = true },
        new("log_level", SettingKind.Level, "What the log has at least; of ASP.NET never less than warnings", static o => o.LogLevel) { IsLive = true },
        new("show_errors", SettingKind.Flag, "Show a worker's JavaScript stack in the answer; the log always has it", static o => o.Workers.ShowErrors) { IsLive = true },
        new("cache_bytes", SettingKind.Whole, "What the responses of `caches` may take in the data directory; with 0, and without a data directory, they are in memory", static o => o.CacheBytes) { Unit = "bytes", Range = CacheRange },
        new("cache_bytes_per_worker", SettingKind.Whole, "What the responses of `caches` of one worker may take in the data directory", static o => o.CacheBytesPerWorker) { Unit = "bytes", Range = CacheRange },
        new("wasm_cache_bytes", SettingKind.Whole, "What compiled modules of WebAssembly may take in the data directory; with 0, and without a data directory, each start compiles them", static o => o.WasmCacheBytes) { Unit = "bytes", Range = CacheRange },
        Number("max_request_body_bytes", nameof(PureEdgeOptions.MaxRequestBodyBytes), "bytes", "The largest request body; beyond, 413", static o => o.Workers.MaxRequestBodyBytes) with { IsLive = true },
        Number("max_concurrent_requests_per_worker", nameof(PureEdgeOptions.MaxConcurrentRequestsPerWorker), "requests", "Requests a worker may have open at once; beyond, 503", static o => o.Workers.MaxConcurrentRequestsPerWorker) with { IsLive = true },
        Number("slots", nameof(PureEdgeOptions.Slots), "turns", "Turns of workers that run at once", static o => (long)o.Workers.Slots) with { DefaultText = "the number of processors" },
        Number("script_cache_bytes", nameof(PureEdgeOptions.ScriptCacheBytes), "bytes", "Estimated memory of parsed code that is kept", static o => o.Workers.ScriptCacheBytes),
        Number("image_bytes", nameof(PureEdgeOptions.ImageBytes), "bytes", "Memory of the images that further isolates of a worker are copied from; with 0 each runs the top level", static o => o.Workers.ImageBytes),
        new("limits_are_ceilings", SettingKind.Flag, "Refuse uploads whose own configuration asks for more than `limits`, or `workers.NAME.limits`: for workers that others deploy", static o => o.Workers.LimitsAreCeilings),
        new(LimitsKey, SettingKind.Section, "Limits of all workers whose own configuration sets none: see below", static _ => null) { DefaultText = "none", IsLive = true },
        new(WorkersKey, SettingKind.Section, "Limits of single workers, over `limits`: `{ \"NAME\": { \"limits\": { ... } } }`, at most 10,000 workers", static o => TextOf(o.Workers)) { DefaultText = "none", IsLive = true },
        new(TenantsKey, SettingKind.Section, "Bounds of the workers of a tenant together: see below, at most 1,000 tenants", static o => TextOf(o.Workers.Tenants)) { DefaultText = "none", IsLive = true },
    ];

    /// <summary>The keys of a tenant.</summary>
    public static IReadOnlyList<ServerSetting> Tenant { get; } =
    [
        new(TenantWorkersKey, SettingKind.Workers, "Its workers; a name goes over a beginning, and a longer beginning over a shorter", static _ => null) { DefaultText = "none: it must be there", IsLive = true },
        Bound("max_workers", nameof(TenantOptions.MaxWorkers), "workers", "Deployed workers; beyond, a first upload is refused", static t => t.MaxWorkers),
        Bound("max_stored_bytes", nameof(TenantOptions.MaxStoredBytes), "bytes", "What modules, source maps and assets of all their kept versions take in the store; beyond, an upload that takes more is refused", static t => t.MaxStoredBytes),
        Bound("max_concurrent_requests", nameof(TenantOptions.MaxConcurrentRequests), "requests", "Requests open at once; beyond, 503", static t => t.MaxConcurrentRequests),
        Bound("cpu_milliseconds_per_minute", nameof(TenantOptions.CpuMillisecondsPerMinute), "milliseconds", "CPU time, measured as fuel; when it is used up, 503 with `Retry-After`, and crons do not run", static t => t.CpuMillisecondsPerMinute),
    ];

    /// <summary>The keys of a section <c>limits</c>; each with <see cref="LimitsPrefix"/>.</summary>
    public static IReadOnlyList<ServerSetting> Limits { get; } =
    [
        .. LimitOverrides.Names.Select(static name => new ServerSetting(
            LimitsPrefix + name.Key, SettingKind.Whole, WhatOf(name.Value), o => Convert.ToInt64(typeof(ExecutionLimits).GetProperty(name.Value)!.GetValue(o.Workers.Limits), null))
        {
            Unit = name.Key.EndsWith("milliseconds", StringComparison.Ordinal) ? "milliseconds" : name.Key.EndsWith("bytes", StringComparison.Ordinal) ? "bytes" : "",
            Range = ExecutionLimits.RangeOf(name.Value),
            IsLive = true,
        }),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ServerSetting> All { get; } = [.. Top, .. Limits];

    /// <summary>The name of a level in the file.</summary>
    public static string NameOf(LogLevel level) => level.ToString().ToLowerInvariant();

    /// <summary>The options that a file makes.</summary>
    /// <param name="values">What is set, by key.</param>
    /// <param name="limits">The limits of all workers.</param>
    /// <param name="workers">The limits of single ones.</param>
    /// <param name="tenants">What is set of tenants, by key.</param>
    /// <param name="errors">What is wrong in the file.</param>
    public static ServerOptions Options(
        IReadOnlyDictionary<string, object> values, ExecutionLimits limits, IReadOnlyDictionary<string, ExecutionLimits> workers,
        IReadOnlyDictionary<string, Dictionary<string, object>> tenants, IReadOnlyList<ServerConfigError> errors)
    {
        var bare = new ServerOptions();
        return new()
        {
            Errors = errors,
            Urls = Value("urls", bare.Urls),
            AdminUrls = Value("admin_urls", bare.AdminUrls),
            DataDirectory = Value("data", bare.DataDirectory),
            Paths = Value("paths", bare.Paths),
            Token = Value("token", bare.Token),
            Certificates = Value("certificates", bare.Certificates),
            OtlpEndpoint = Value("otlp", bare.OtlpEndpoint),
            AccessLog = Value("access_log", bare.AccessLog),
            DrainTime = TimeSpan.FromSeconds(Value("drain_seconds", (long)bare.DrainTime.TotalSeconds)),
            CacheBytes = Value("cache_bytes", bare.CacheBytes),
            CacheBytesPerWorker = Value("cache_bytes_per_worker", bare.CacheBytesPerWorker),
            WasmCacheBytes = Value("wasm_cache_bytes", bare.WasmCacheBytes),
            LogLevel = Value("log_level", bare.LogLevel),
            Workers = new()
            {
                BaseDomain = Value("base_domain", bare.Workers.BaseDomain),
                Environment = Value("environment", bare.Workers.Environment),
                AllowPrivateNetwork = Value("allow_private_network", bare.Workers.AllowPrivateNetwork),
                ShowErrors = Value("show_errors", bare.Workers.ShowErrors),
                MaxRequestBodyBytes = Value("max_request_body_bytes", bare.Workers.MaxRequestBodyBytes),
                MaxConcurrentRequestsPerWorker = (int)Value("max_concurrent_requests_per_worker", (long)bare.Workers.MaxConcurrentRequestsPerWorker),
                Slots = (int)Value("slots", (long)bare.Workers.Slots),
                ScriptCacheBytes = Value("script_cache_bytes", bare.Workers.ScriptCacheBytes),
                ImageBytes = Value("image_bytes", bare.Workers.ImageBytes),
                LimitsAreCeilings = Value("limits_are_ceilings", bare.Workers.LimitsAreCeilings),
                Limits = limits,
                WorkerLimits = workers,
                Tenants = tenants.ToDictionary(static t => t.Key, static t => TenantOf(t.Value), StringComparer.Ordinal),
            },
        };

        T Value<T>(string key, T other) => values.TryGetValue(key, out var value) ? (T)value : other;
    }

    private static TenantOptions TenantOf(Dictionary<string, object> values)
    {
        var bare = new TenantOptions { Workers = [] };
        return new()
        {
            Workers = values.TryGetValue(TenantWorkersKey, out var names) ? (string[])names : [],
            MaxWorkers = (int)Value("max_workers", bare.MaxWorkers),
            MaxStoredBytes = Value("max_stored_bytes", bare.MaxStoredBytes),
            MaxConcurrentRequests = (int)Value("max_concurrent_requests", bare.MaxConcurrentRequests),
            CpuMillisecondsPerMinute = (int)Value("cpu_milliseconds_per_minute", bare.CpuMillisecondsPerMinute),
        };

        long Value(string key, long other) => values.TryGetValue(key, out var value) ? (long)value : other;
    }

    private static ServerSetting Bound(string key, string option, string unit, string what, Func<TenantOptions, long> valueOf) => new(key, SettingKind.Whole, what, static _ => null)
    {
        Unit = unit, Range = TenantOptions.RangeOf(option), DefaultText = $"`{valueOf(new() { Workers = [] })}`", IsLive = true,
    };

    private static ServerSetting Number(string key, string option, string unit, string what, Func<ServerOptions, object?> valueOf) =>
        new(key, SettingKind.Whole, what, valueOf) { Unit = unit, Range = PureEdgeOptions.RangeOf(option) };

    private static string TextOf(PureEdgeOptions options) =>
        JsonSerializer.Serialize(options.WorkerLimits.OrderBy(static w => w.Key, StringComparer.Ordinal).Select(static w => KeyValuePair.Create(w.Key, w.Value)));

    private static string TextOf(IReadOnlyDictionary<string, TenantOptions> tenants) =>
        JsonSerializer.Serialize(tenants.OrderBy(static t => t.Key, StringComparer.Ordinal).Select(static t => KeyValuePair.Create(t.Key, t.Value)));

    private static string WhatOf(string limit) => limit switch
    {
        nameof(ExecutionLimits.CpuMilliseconds) => "CPU time of a request across all its turns, measured as fuel",
        nameof(ExecutionLimits.StartupCpuMilliseconds) => "CPU time of a worker's top level, measured as fuel",
        nameof(ExecutionLimits.AllocationBytes) => "Memory a request may allocate across all its turns",
        nameof(ExecutionLimits.RetainedBytes) => "Memory an isolate may keep over all its requests",
        nameof(ExecutionLimits.TurnMilliseconds) => "Running time of one turn, waiting for a slot not included",
        nameof(ExecutionLimits.StackBytes) => "Stack that nested calls may use",
        nameof(ExecutionLimits.Subrequests) => "Requests a worker may make for one incoming request",
        nameof(ExecutionLimits.SubrequestsAtOnce) => "Subrequests of one request that may wait for headers at once",
        nameof(ExecutionLimits.PendingOperations) => "Timers and other operations a request may have pending at once",
        nameof(ExecutionLimits.QueuedEvents) => "What may wait in the mailbox of one isolate",
        nameof(ExecutionLimits.SourceBytes) => "Source text of all modules together",
        nameof(ExecutionLimits.SyntaxNodes) => "Nodes of the syntax trees of all modules together",
        nameof(ExecutionLimits.SyntaxDepth) => "Levels of a syntax tree",
        nameof(ExecutionLimits.Declarations) => "Names that all modules together declare",
        nameof(ExecutionLimits.Modules) => "Modules of a worker",
        nameof(ExecutionLimits.ModuleImports) => "Imports of all modules together",
        nameof(ExecutionLimits.ModuleDepth) => "Modules that import each other in a chain",
        nameof(ExecutionLimits.LogLines) => "Log lines a request may write",
        nameof(ExecutionLimits.LogBytes) => "Bytes the log lines of a request may have",
        _ => throw new InvalidOperationException($"The limit '{limit}' has no sentence."),
    };
}
