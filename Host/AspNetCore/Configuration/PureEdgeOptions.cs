using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>What an application sets for all its workers.</summary>
public sealed class PureEdgeOptions
{
    /// <summary>The domain below which a worker answers at its name; default <c>localhost</c>.</summary>
    public string BaseDomain { get; set; } = "localhost";

    /// <summary>
    /// The environment of wrangler configurations, <c>env.NAME</c>, that workers at paths are read with; default <see langword="null"/>, what stands outside of all. A path that has no such
    /// environment is refused.
    /// </summary>
    public string? Environment { get; set; }

    /// <summary>What a request may consume when the worker's configuration does not say; default <see cref="ExecutionLimits.Default"/>.</summary>
    public ExecutionLimits Limits { get; set; } = ExecutionLimits.Default;

    /// <summary>
    /// What stands in place of <see cref="Limits"/> for some workers, by name; at most 10,000. Default none. What a worker's own configuration says goes over both.
    /// </summary>
    public IReadOnlyDictionary<string, ExecutionLimits> WorkerLimits { get; set; } = new Dictionary<string, ExecutionLimits>(StringComparer.Ordinal);

    /// <summary>
    /// Whether <see cref="Limits"/> and <see cref="WorkerLimits"/> are the most that a worker which is deployed may have, and not only what holds when its configuration says nothing. Default false.
    /// With it an upload that asks for more is refused, and a version that was uploaded before has the lower of both.
    /// </summary>
    public bool LimitsAreCeilings { get; set; }

    /// <summary>Tenants by name, whose workers have bounds together; at most 1,000. Default none. Limits of single workers hold beside.</summary>
    public IReadOnlyDictionary<string, TenantOptions> Tenants { get; set; } = new Dictionary<string, TenantOptions>(StringComparer.Ordinal);

    /// <summary>Turns that run at once; 1 to 1,024. Default the number of processors.</summary>
    public int Slots { get; set; } = System.Environment.ProcessorCount;

    /// <summary>Estimated memory of parsed code that is kept, in bytes; 1 MB to 64 GB. Default 256 MB.</summary>
    public long ScriptCacheBytes { get; set; } = 256L << 20;

    /// <summary>
    /// Memory of the images that further isolates of a worker are copied from, in bytes; 0 to 64 GB, and with 0 each isolate runs the top level. Default 256 MB.
    /// </summary>
    public long ImageBytes { get; set; } = 256L << 20;

    /// <summary>The largest request body, in bytes; 0 to 10 GB. Default 100 MB, as in Workers' free plan.</summary>
    public long MaxRequestBodyBytes { get; set; } = 100L << 20;

    /// <summary>Requests a worker may have open at once; 1 to 1,000,000. Default 10,000: beyond, a request is refused with 503.</summary>
    public int MaxConcurrentRequestsPerWorker { get; set; } = 10_000;

    /// <summary>
    /// Whether workers may reach private, loopback and link-local addresses. Default false: a worker is other people's code, and
    /// those addresses are the operator's network.
    /// </summary>
    public bool AllowPrivateNetwork { get; set; }

    /// <summary>Whether error answers show the worker's JavaScript stack. Default false; the log always has it.</summary>
    public bool ShowErrors { get; set; }

    // One row for each number.
    private static readonly (string Name, long Least, long Most, Func<PureEdgeOptions, long> Value)[] Numbers =
    [
        (nameof(Slots), 1, 1024, static o => o.Slots),
        (nameof(ScriptCacheBytes), 1 << 20, 64L << 30, static o => o.ScriptCacheBytes),
        (nameof(ImageBytes), 0, 64L << 30, static o => o.ImageBytes),
        (nameof(MaxRequestBodyBytes), 0, 10L << 30, static o => o.MaxRequestBodyBytes),
        (nameof(MaxConcurrentRequestsPerWorker), 1, 1_000_000, static o => o.MaxConcurrentRequestsPerWorker),
    ];

    /// <summary>The most workers with limits of their own.</summary>
    internal const int MostWorkerLimits = 10_000;

    /// <summary>The range of an option that is a number.</summary>
    internal static (long Least, long Most) RangeOf(string name)
    {
        var (_, least, most, _) = Array.Find(Numbers, number => number.Name == name);
        return (least, most);
    }

    /// <summary>These options as they are now.</summary>
    internal PureEdgeOptions Copy() => (PureEdgeOptions)MemberwiseClone();

    /// <summary>The limits of a worker whose configuration sets none.</summary>
    internal ExecutionLimits LimitsOf(string worker) => WorkerLimits.TryGetValue(worker, out var own) ? own : Limits;

    internal PureEdgeOptions Validate() => Errors() is { Count: > 0 } errors ? throw new PureEdgeException("options_invalid", string.Join(" ", errors)) : this;

    /// <summary>Everything that is out of its range, in sentences.</summary>
    internal IReadOnlyList<string> Errors()
    {
        var errors = new List<string>();
        if (Uri.CheckHostName(BaseDomain) != UriHostNameType.Dns)
        {
            errors.Add($"Option 'BaseDomain' is '{BaseDomain}'; it must be a domain name.");
        }

        foreach (var (name, least, most, valueOf) in Numbers)
        {
            if (valueOf(this) is var value && (value < least || value > most))
            {
                errors.Add($"Option '{name}' is {value}; it must be from {least} to {most}.");
            }
        }

        if (WorkerLimits.Count > MostWorkerLimits)
        {
            errors.Add($"Option 'WorkerLimits' names {WorkerLimits.Count} workers; at most {MostWorkerLimits} are allowed.");
        }

        errors.AddRange(TenantOptions.Errors(Tenants));
        Check("", Limits);
        foreach (var (worker, limits) in WorkerLimits)
        {
            Check($"Worker '{worker}': ", limits);
        }

        return errors;

        void Check(string whose, ExecutionLimits limits)
        {
            try
            {
                limits.Validate();
            }
            catch (ArgumentOutOfRangeException e)
            {
                errors.Add(whose + e.Message);
            }
        }
    }
}
