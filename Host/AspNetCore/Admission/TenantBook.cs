using PureEdge.AspNetCore.Configuration;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Admission;

/// <summary>Which tenant a worker is of. Without tenants in the settings that costs a look.</summary>
/// <remarks>Thread-safe: an index is immutable, and made anew when the settings are others; what tenants have done so far is kept.</remarks>
internal sealed class TenantBook(PureEdgeOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Index _index = new(new Dictionary<string, TenantOptions>(StringComparer.Ordinal), []);

    /// <summary>The tenant of a worker, or <see langword="null"/> when it is nobody's.</summary>
    public Tenant? Find(string worker)
    {
        var settings = options.Tenants;
        if (settings.Count == 0)
        {
            return null;
        }

        var index = Volatile.Read(ref _index);
        return (ReferenceEquals(index.Settings, settings) ? index : Renew(settings)).Find(worker);
    }

    /// <summary>An event of a worker is over.</summary>
    public void Charge(string worker, UsageReport usage) => Find(worker)?.Charge(usage.CpuMilliseconds);

    private Index Renew(IReadOnlyDictionary<string, TenantOptions> settings)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_index.Settings, settings))
            {
                var before = _index.Tenants.ToDictionary(static t => t.Name, StringComparer.Ordinal);
                var tenants = new List<Tenant>();
                foreach (var (name, bounds) in settings)
                {
                    if (before.TryGetValue(name, out var known))
                    {
                        known.Options = bounds;
                    }

                    tenants.Add(known ?? new(name, time, bounds));
                }

                Volatile.Write(ref _index, new(settings, tenants));
            }

            return _index;
        }
    }

    private sealed class Index
    {
        private readonly Dictionary<string, Tenant> _byName = new(StringComparer.Ordinal);
        private readonly int[] _beginnings;

        public Index(IReadOnlyDictionary<string, TenantOptions> settings, IReadOnlyList<Tenant> tenants)
        {
            (Settings, Tenants) = (settings, tenants);
            foreach (var tenant in tenants)
            {
                foreach (var name in settings[tenant.Name].Workers)
                {
                    _byName.TryAdd(name, tenant);
                }
            }

            _beginnings = [.. _byName.Keys.Where(static name => name.EndsWith('*')).Select(static name => name.Length - 1).Distinct().OrderDescending()];
        }

        public IReadOnlyDictionary<string, TenantOptions> Settings { get; }

        public IReadOnlyList<Tenant> Tenants { get; }

        public Tenant? Find(string worker)
        {
            if (_byName.TryGetValue(worker, out var tenant))
            {
                return tenant;
            }

            foreach (var length in _beginnings)
            {
                if (length <= worker.Length && _byName.TryGetValue(worker[..length] + "*", out tenant))
                {
                    return tenant;
                }
            }

            return null;
        }
    }
}
