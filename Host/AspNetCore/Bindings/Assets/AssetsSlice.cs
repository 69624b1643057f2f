using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary><c>assets.binding</c>: the version's own files.</summary>
internal sealed class AssetsSlice : IBindingSlice
{
    /// <summary>Its type.</summary>
    public const string Type = "assets";

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = [Type];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding) => new() { ["type"] = Type, ["name"] = binding.Name };

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) => environment.Bindings[kept.Name] = new AssetsBinding(
        environment.Assets ?? throw BindingConfig.Invalid($"The binding '{kept.Name}' is for static assets, but the upload has none."));
}
