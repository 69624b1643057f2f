using System.Text.Json;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings;

/// <summary>What becomes a version's <c>env</c>, while it is collected.</summary>
/// <param name="worker">The worker's name.</param>
/// <param name="versionId">The version's id, a UUID.</param>
/// <param name="versionTag">Its tag, or empty.</param>
/// <param name="createdOn">When it was uploaded.</param>
internal sealed class WorkerEnvironment(string worker, string versionId, string versionTag, DateTimeOffset createdOn)
{
    public string Worker { get; } = worker;

    public string VersionId { get; } = versionId;

    public string VersionTag { get; } = versionTag;

    public DateTimeOffset CreatedOn { get; } = createdOn;

    /// <summary>The version's static assets, or <see langword="null"/> without.</summary>
    public StaticAssets? Assets { get; init; }

    /// <summary>Data.</summary>
    public Dictionary<string, JsonElement> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Objects of the host.</summary>
    public Dictionary<string, IWorkerBinding> Bindings { get; } = new(StringComparer.Ordinal);
}
