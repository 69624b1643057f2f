namespace PureEdge.AspNetCore.Routing;

/// <summary>Where a worker answers beside, or in place of, its name below the base domain.</summary>
/// <param name="Routes">Patterns.</param>
/// <param name="Domains">Host names that are its own.</param>
/// <param name="IsOnBaseDomain">Whether it answers at <c>{name}.{base domain}</c>.</param>
internal sealed record WorkerAddresses(IReadOnlyList<string> Routes, IReadOnlyList<string> Domains, bool IsOnBaseDomain)
{
    /// <summary>Those of a worker of which nothing else was said.</summary>
    public static WorkerAddresses Plain { get; } = new([], [], true);

    /// <summary>Whether two say the same.</summary>
    public bool Equals(WorkerAddresses? other) =>
        other is not null && IsOnBaseDomain == other.IsOnBaseDomain
        && Routes.SequenceEqual(other.Routes, StringComparer.Ordinal) && Domains.SequenceEqual(other.Domains, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(IsOnBaseDomain, Routes.Count, Domains.Count);

    public bool IsPlain => IsOnBaseDomain && Routes.Count == 0 && Domains.Count == 0;
}

/// <summary>The addresses of all workers that have others than their name.</summary>
/// <remarks>Thread-safe: requests read a table that never changes; after a change the first of them makes a new one.</remarks>
internal sealed class AddressBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WorkerAddresses> _workers = new(StringComparer.Ordinal);
    private Table? _table;

    /// <summary>Says where a worker answers from now on.</summary>
    public void Set(string worker, WorkerAddresses addresses)
    {
        lock (_gate)
        {
            if (addresses.IsPlain ? _workers.Remove(worker) : !addresses.Equals(_workers.GetValueOrDefault(worker)))
            {
                if (!addresses.IsPlain)
                {
                    _workers[worker] = addresses;
                }

                Volatile.Write(ref _table, null);
            }
        }
    }

    /// <summary>The name of the worker that a route or a domain leads to, or <see langword="null"/>. Routes come before domains, as in Workers.</summary>
    public string? Find(string scheme, string host, string target)
    {
        var table = Current;
        if (table.Exact.TryGetValue(host, out var exact))
        {
            foreach (var (pattern, worker) in exact)
            {
                if (pattern.Matches(scheme, host, target))
                {
                    return worker;
                }
            }
        }

        foreach (var (pattern, worker) in table.Open)
        {
            if (pattern.Matches(scheme, host, target))
            {
                return worker;
            }
        }

        return table.Domains.GetValueOrDefault(host);
    }

    /// <summary>Whether a worker answers at its name below the base domain.</summary>
    public bool IsOnBaseDomain(string worker) => !Current.Hidden.Contains(worker);

    /// <summary>All routes, with their workers.</summary>
    public IReadOnlyList<(string Pattern, string Worker)> Routes()
    {
        lock (_gate)
        {
            return [.. _workers.SelectMany(static w => w.Value.Routes.Select(route => (route, w.Key)))];
        }
    }

    /// <summary>Who has a domain, or <see langword="null"/>.</summary>
    public string? OwnerOfDomain(string host) => Current.Domains.GetValueOrDefault(host);

    private Table Current
    {
        get
        {
            if (Volatile.Read(ref _table) is { } table)
            {
                return table;
            }

            lock (_gate)
            {
                return _table ??= new Table(_workers);
            }
        }
    }

    private sealed class Table
    {
        public Table(Dictionary<string, WorkerAddresses> workers)
        {
            var routes = workers.SelectMany(static w => w.Value.Routes.Select(route => (Pattern: RoutePattern.Parse(route), Worker: w.Key))).OrderBy(static r => r.Pattern).ToArray();
            Exact = routes.Where(static r => !r.Pattern.IsHostOpen).GroupBy(static r => r.Pattern.Host, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(static g => g.Key, static g => g.ToArray(), StringComparer.OrdinalIgnoreCase);
            Open = [.. routes.Where(static r => r.Pattern.IsHostOpen)];
            Domains = new(StringComparer.OrdinalIgnoreCase);
            Hidden = new(StringComparer.OrdinalIgnoreCase);
            foreach (var (worker, addresses) in workers)
            {
                foreach (var domain in addresses.Domains)
                {
                    Domains.TryAdd(domain, worker);
                }

                if (!addresses.IsOnBaseDomain)
                {
                    Hidden.Add(worker);
                }
            }
        }

        public Dictionary<string, (RoutePattern Pattern, string Worker)[]> Exact { get; }

        public (RoutePattern Pattern, string Worker)[] Open { get; }

        public Dictionary<string, string> Domains { get; }

        public HashSet<string> Hidden { get; }
    }
}
