namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// A tenant: somebody whose workers have bounds together, whatever their number. A worker is that of the tenant that names it, or else of the one that names the longest beginning of its name.
/// </summary>
public sealed record TenantOptions
{
    /// <summary>The workers: names, and beginnings of names with <c>*</c> behind, such as <c>acme-*</c>; 1 to 1,000.</summary>
    public required IReadOnlyList<string> Workers { get; init; }

    /// <summary>Deployed workers; 1 to 100,000. Default 100: beyond, a first upload is refused.</summary>
    public int MaxWorkers { get; init; } = 100;

    /// <summary>
    /// Bytes that their versions take in the store: modules, source maps and static assets, each content of a worker once; 1 MB to 1 TB. Default 1 GB: beyond, an upload that takes more than
    /// the worker did is refused. Values of KV are not counted.
    /// </summary>
    public long MaxStoredBytes { get; init; } = 1L << 30;

    /// <summary>Requests open at once; 1 to 1,000,000. Default 1,000: beyond, a request is refused with 503.</summary>
    public int MaxConcurrentRequests { get; init; } = 1_000;

    /// <summary>
    /// CPU time in milliseconds a minute, measured as fuel; 1 to 60,000,000. Default 60,000, one processor. It is saved for a minute at most. When it is used up requests and cron triggers are refused
    /// until there is some again; what runs goes on, within its own limits.
    /// </summary>
    public int CpuMillisecondsPerMinute { get; init; } = 60_000;

    /// <summary>The most tenants.</summary>
    internal const int Most = 1_000;

    /// <summary>The most names of one.</summary>
    internal const int MostNames = 1_000;

    // One row for each number.
    private static readonly (string Name, long Least, long Most, Func<TenantOptions, long> Value)[] Numbers =
    [
        (nameof(MaxWorkers), 1, 100_000, static t => t.MaxWorkers),
        (nameof(MaxStoredBytes), 1 << 20, 1L << 40, static t => t.MaxStoredBytes),
        (nameof(MaxConcurrentRequests), 1, 1_000_000, static t => t.MaxConcurrentRequests),
        (nameof(CpuMillisecondsPerMinute), 1, 60_000_000, static t => t.CpuMillisecondsPerMinute),
    ];

    /// <summary>The range of a bound.</summary>
    internal static (long Least, long Most) RangeOf(string name)
    {
        var (_, least, most, _) = Array.Find(Numbers, number => number.Name == name);
        return (least, most);
    }

    /// <summary>Whether a text is a name of a worker, or a beginning of one with <c>*</c> behind.</summary>
    internal static bool IsName(string text) => text is { Length: > 0 and <= 64 } && (text.EndsWith('*') ? text[..^1] : text).All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_');

    /// <summary>Everything that is wrong with tenants, in sentences.</summary>
    internal static IEnumerable<string> Errors(IReadOnlyDictionary<string, TenantOptions> tenants)
    {
        if (tenants.Count > Most)
        {
            yield return $"Option 'Tenants' has {tenants.Count} tenants; at most {Most} are allowed.";
        }

        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (tenant, options) in tenants.OrderBy(static t => t.Key, StringComparer.Ordinal))
        {
            if (options.Workers.Count is 0 or > MostNames)
            {
                yield return $"Tenant '{tenant}': Option 'Workers' has {options.Workers.Count} names; it must have 1 to {MostNames}.";
            }

            foreach (var (name, least, most, valueOf) in Numbers)
            {
                if (valueOf(options) is var value && (value < least || value > most))
                {
                    yield return $"Tenant '{tenant}': Option '{name}' is {value}; it must be from {least} to {most}.";
                }
            }

            foreach (var worker in options.Workers.Distinct(StringComparer.Ordinal))
            {
                if (!IsName(worker))
                {
                    yield return $"Tenant '{tenant}': '{worker}' is no name of a worker, nor a beginning of one with '*' behind, such as 'acme-*'.";
                }
                else if (!owners.TryAdd(worker, tenant))
                {
                    yield return $"The tenants '{owners[worker]}' and '{tenant}' both have the worker '{worker}'; it must be of one.";
                }
            }
        }
    }
}
