namespace PureEdge.AspNetCore.Model;

/// <summary>What answers for a worker: the versions that are deployed, each with its share of the requests. Immutable.</summary>
internal sealed class WorkerModel
{
    private readonly IReadOnlyList<WeightedVersion> _versions;

    /// <summary>Makes a model of versions whose shares are 100 together.</summary>
    public WorkerModel(IReadOnlyList<WeightedVersion> versions) => _versions = versions;

    /// <summary>Makes a model of one version.</summary>
    public WorkerModel(VersionSlot version) => _versions = [new(version, 100)];

    /// <summary>The versions.</summary>
    public IReadOnlyList<WeightedVersion> Versions => _versions;

    /// <summary>The version for a request.</summary>
    /// <param name="key">
    /// What the client wants to stay with one version by (the header <c>Cloudflare-Workers-Version-Key</c>), or <see langword="null"/>: then chance decides.
    /// </param>
    public VersionSlot Choose(string? key = null)
    {
        if (_versions.Count == 1)
        {
            return _versions[0].Version;
        }

        var at = (string.IsNullOrEmpty(key) ? Random.Shared.NextDouble() : Spread(key)) * 100;
        foreach (var (version, percentage) in _versions)
        {
            at -= percentage;
            if (at < 0)
            {
                return version;
            }
        }

        return _versions[^1].Version;
    }

    /// <summary>The version of an id, if it is deployed.</summary>
    public VersionSlot? Find(string id) => _versions.FirstOrDefault(v => v.Version.Id == id)?.Version;

    // The same key comes to the same place in [0, 1) on every machine and after every restart (FNV-1a, then mixed so that short keys spread).
    private static double Spread(string key)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in key)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        hash *= 0x9E3779B97F4A7C15UL;
        hash ^= hash >> 29;
        return (hash >> 11) * (1.0 / (1UL << 53));
    }
}

/// <summary>A version and its share of the requests, in per cent.</summary>
internal sealed record WeightedVersion(VersionSlot Version, double Percentage);
