using System.Collections.Frozen;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
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

    // What is there when there is a store.
    private static readonly FrozenDictionary<string, string> Stored = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["kv_namespace"] = "KV",
        ["secret_text"] = "secrets",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private readonly FrozenDictionary<string, IBindingSlice> _slices;

    public BindingCatalog(IEnumerable<IBindingSlice> slices) =>
        _slices = slices.SelectMany(static slice => slice.Types.Select(type => KeyValuePair.Create(type, slice))).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Registers the kinds of bindings that need no store.</summary>
    public static void Register(IServiceCollection services)
    {
        services.TryAddEnumerable(
        [
            ServiceDescriptor.Singleton<IBindingSlice, VariablesSlice>(),
            ServiceDescriptor.Singleton<IBindingSlice, VersionMetadataSlice>(),
            ServiceDescriptor.Singleton<IBindingSlice, ServicesSlice>(),
            ServiceDescriptor.Singleton<IBindingSlice, AssetsSlice>(),
            ServiceDescriptor.Singleton<IBindingSlice, RateLimitSlice>(),
        ]);
        services.TryAddSingleton<RateLimitCounters>();
        services.TryAddSingleton<BindingCatalog>();
    }

    /// <summary>Registers the others.</summary>
    public static void RegisterStored(IServiceCollection services) => services
        .AddSingleton<IBindingSlice, SecretsSlice>()
        .AddSingleton<KvNamespaces>()
        .AddSingleton<KvStore>()
        .AddSingleton<IBindingSlice, KvSlice>()
        .AddSingleton<AssetStore>();

    /// <inheritdoc cref="IBindingSlice.Accept"/>
    public BindingConfig Accept(string worker, BindingConfig binding) => binding with { Properties = Of(binding).Accept(worker, binding) };

    /// <inheritdoc cref="IBindingSlice.Show"/>
    public JsonObject Show(BindingConfig kept) => Of(kept).Show(kept);

    /// <inheritdoc cref="IBindingSlice.Bind"/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) => Of(kept).Bind(kept, environment);

    private IBindingSlice Of(BindingConfig binding) => _slices.GetValueOrDefault(binding.Type)
        ?? throw new PureEdgeException("binding_unsupported",
            Missing.TryGetValue(binding.Type, out var what) ? $"The binding '{binding.Name}' needs {what} ('{binding.Type}'), which PureEdge does not have yet."
            : Stored.TryGetValue(binding.Type, out what) ? $"The binding '{binding.Name}' needs {what} ('{binding.Type}'), which a worker that an application maps does not have, because there is no store: serve it with 'pureedge serve' or PureEdgeServer."
            : $"The binding '{binding.Name}' has the type '{binding.Type}', which PureEdge does not have; it has {string.Join(", ", _slices.Keys.Order(StringComparer.Ordinal))}.");
}
