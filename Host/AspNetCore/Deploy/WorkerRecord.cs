using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>A deployed worker as the store keeps it: everything but its versions. Immutable.</summary>
internal sealed record WorkerRecord
{
    public required string Name { get; init; }

    /// <summary>A random text that stays the same while the worker exists; wrangler calls it so.</summary>
    public required string Tag { get; init; }

    /// <summary>Tells it from others of its name (<see cref="Engine.WorkerDefinition.Id"/>); no worker of a path has a slash in its name.</summary>
    [JsonIgnore]
    public string Id => $"{Name}/{Tag}";

    public required DateTimeOffset CreatedOn { get; init; }

    public DateTimeOffset ModifiedOn { get; init; }

    /// <summary>The number of the newest version; 0 without one.</summary>
    public int LastNumber { get; init; }

    /// <summary>The id of the newest version, deployed or not.</summary>
    public string? LatestVersion { get; init; }

    /// <summary>What answers, or <see langword="null"/> when nothing was deployed.</summary>
    public DeploymentRecord? Deployment { get; init; }

    /// <summary>Tags that wrangler sets and wants back.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether the worker answers at <c>{name}.{base domain}</c>.</summary>
    public bool IsOnBaseDomain { get; init; } = true;

    /// <summary>Whether previews were asked for.</summary>
    public bool HasPreviews { get; init; }

    /// <summary>Host and path patterns it answers at.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Host names it answers at.</summary>
    public IReadOnlyList<string> Domains { get; init; } = [];

    /// <summary>Cron expressions of its <c>scheduled</c> handler.</summary>
    public IReadOnlyList<string> Crons { get; init; } = [];

    /// <summary>Workers whose <c>tail</c> handler is told what this one does.</summary>
    public IReadOnlyList<string> TailConsumers { get; init; } = [];

    /// <summary>Settings that are kept for wrangler and have no effect yet.</summary>
    public JsonObject? Settings { get; init; }
}

/// <summary>Versions that answer from a time on, each with its share of the requests. Immutable.</summary>
/// <param name="Id">Its id, a UUID in the order of time.</param>
/// <param name="CreatedOn">From when on.</param>
/// <param name="Versions">The versions; the shares are 100 together.</param>
/// <param name="Message">What the deployer said, or <see langword="null"/>.</param>
internal sealed record DeploymentRecord(string Id, DateTimeOffset CreatedOn, IReadOnlyList<VersionShare> Versions, string? Message);

/// <summary>A version and its share of the requests in per cent, from 0 to 100.</summary>
internal sealed record VersionShare(string VersionId, double Percentage);
