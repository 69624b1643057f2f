using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Bindings.RateLimit;
using PureEdge.AspNetCore.Bindings.Secrets;
using PureEdge.AspNetCore.Bindings.Services;
using PureEdge.AspNetCore.Bindings.Variables;
using PureEdge.AspNetCore.Bindings.VersionMetadata;

namespace PureEdge.AspNetCore.Bindings;

/// <summary>Finds the slice of a binding by its type, and names what there is not.</summary>
internal sealed class BindingCatalog
{
    // What wrangler knows and PureEdge does not have (yet), in words.
    private static readonly FrozenDictionary<string, string> Missing = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["r2_bucket"] = "R2",
        ["d1"] = "D1",
        ["queue"] = "Queues",
        ["durable_object_namespace"] = "Durable Objects",
        ["workflow"] = "Workflows",
        ["analytics_engine"] = "Analytics Engine",
        ["wasm_module"] = "WebAssembly modules as bindings",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, IBindingSlice> _slices;

    public BindingCatalog(IEnumerable<IBindingSlice> slices) =>
        _slices = slices.SelectMany(static slice => slice.Types.Select(type => KeyValuePair.Create(type, slice))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Registers every kind of binding there is.</summary>
    public static void Register(IServiceCollection services) => services
        .AddSingleton<IBindingSlice, VariablesSlice>()
        .AddSingleton<IBindingSlice, SecretsSlice>()
        .AddSingleton<IBindingSlice, VersionMetadataSlice>()
        .AddSingleton<IBindingSlice, ServicesSlice>()
        .AddSingleton<KvNamespaces>()
        .AddSingleton<KvStore>()
        .AddSingleton<IBindingSlice, KvSlice>()
        .AddSingleton<AssetStore>()
        .AddSingleton<IBindingSlice, AssetsSlice>()
        .AddSingleton<RateLimitCounters>()
        .AddSingleton<IBindingSlice, RateLimitSlice>()
        .AddSingleton<BindingCatalog>();

    /// <inheritdoc cref="IBindingSlice.Accept"/>
    public BindingConfig Accept(string worker, BindingConfig binding) => binding with { Properties = Of(binding).Accept(worker, binding) };

    /// <inheritdoc cref="IBindingSlice.Show"/>
    public JsonObject Show(BindingConfig kept) => Of(kept).Show(kept);

    /// <inheritdoc cref="IBindingSlice.Bind"/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) => Of(kept).Bind(kept, environment);

    private IBindingSlice Of(BindingConfig binding) => _slices.GetValueOrDefault(binding.Type)
        ?? throw new PureEdgeException("binding_unsupported", Missing.TryGetValue(binding.Type, out var what)
            ? $"The binding '{binding.Name}' needs {what} ('{binding.Type}'), which PureEdge does not have yet."
            : $"The binding '{binding.Name}' has the type '{binding.Type}', which PureEdge does not have; it has {string.Join(", ", _slices.Keys.Order(StringComparer.Ordinal))}.");
}
