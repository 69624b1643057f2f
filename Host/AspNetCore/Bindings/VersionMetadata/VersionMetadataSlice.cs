using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.VersionMetadata;

/// <summary><c>version_metadata</c>: which version answers (https://developers.cloudflare.com/workers/runtime-apis/bindings/version-metadata/).</summary>
internal sealed class VersionMetadataSlice : IBindingSlice
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["version_metadata"];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding) => new() { ["type"] = binding.Type, ["name"] = binding.Name };

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) => environment.Variables[kept.Name] = JsonSerializer.SerializeToElement(new JsonObject
    {
        ["id"] = environment.VersionId,
        ["tag"] = environment.VersionTag,
        ["timestamp"] = environment.CreatedOn.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
    });
}
