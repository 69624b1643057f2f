using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Bindings;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>A version of a worker as the store keeps it; the modules are in its blob. Immutable.</summary>
internal sealed record VersionRecord
{
    /// <summary>A random UUID.</summary>
    public required string Id { get; init; }

    /// <summary>1 for the worker's first version, then one more each.</summary>
    public required int Number { get; init; }

    public required DateTimeOffset CreatedOn { get; init; }

    /// <summary>What made it: <c>upload</c>, <c>secret</c>, ....</summary>
    public required string TriggeredBy { get; init; }

    public string? Message { get; init; }

    public string? VersionTag { get; init; }

    public DateOnly? CompatibilityDate { get; init; }

    public IReadOnlyList<string> CompatibilityFlags { get; init; } = [];

    /// <summary>The events it handles.</summary>
    public IReadOnlyList<string> Handlers { get; init; } = [];

    /// <summary>CPU time of its top level in milliseconds of fuel.</summary>
    public double StartupMilliseconds { get; init; }

    /// <summary>The SHA-256 of its modules.</summary>
    public required string Etag { get; init; }

    /// <summary>The sections <c>limits</c> and <c>pureedge</c> of the metadata.</summary>
    public JsonObject? Limits { get; init; }

    /// <summary>Its bindings, as <see cref="IBindingSlice.Accept"/> gave them.</summary>
    public IReadOnlyList<JsonObject> Bindings { get; init; } = [];

    /// <summary>The configuration of its static assets, or <see langword="null"/> without.</summary>
    public JsonObject? AssetsConfig { get; init; }

    /// <summary>The hash of the table of its static assets, and the table's length; the store is told of it beside the version.</summary>
    public string? AssetTable { get; init; }

    /// <inheritdoc cref="AssetTable"/>
    public long AssetTableLength { get; init; }

    /// <summary>Whether there is code of its own, and not only assets.</summary>
    public bool HasCode { get; init; } = true;

    /// <summary>The table of its static assets, or <see langword="null"/> without.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public BlobReference? Assets => BlobHash.TryParse(AssetTable, out var hash) ? new(hash, AssetTableLength) : null;

    /// <summary>Where its modules are: the store's to keep, not part of the record.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public BlobReference Bundle { get; init; }

    /// <summary>The bindings, read.</summary>
    public IEnumerable<BindingConfig> ReadBindings() => Bindings.Select(BindingConfig.From);
}
