using System.Text.Json;
using PureEdge.AspNetCore.Bindings.Assets;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Engine.Bindings;

namespace PureEdge.AspNetCore.Bindings;

/// <summary>Gives a worker that is served from a path what its configuration binds, as a deployment does for one that was uploaded.</summary>
/// <param name="catalog">The kinds of bindings there are.</param>
/// <param name="time">When the worker is read.</param>
/// <param name="namespaces">The KV namespaces, or <see langword="null"/> where there is no store.</param>
internal sealed class PathBindings(BindingCatalog catalog, TimeProvider time, KvNamespaces? namespaces = null)
{
    /// <summary>The worker with its bindings and assets.</summary>
    /// <exception cref="PureEdgeException">A binding is of a kind that there is not, or is not what it must be.</exception>
    public async Task<(WorkerDefinition Definition, StaticAssets? Assets, IReadOnlyList<string> AssetFiles)> ApplyAsync(WorkerSource source, CancellationToken cancel = default)
    {
        var name = source.Definition.Name;
        var (assets, files) = source.AssetsFolder is { } folder ? AssetFolder.Read(folder, source.AssetsConfig!, source.HasCode) : (null, []);
        var environment = new WorkerEnvironment(name, "", "", time.GetUtcNow()) { Assets = assets };
        foreach (var (variable, value) in source.Definition.Variables)
        {
            environment.Variables[variable] = value;
        }

        foreach (var properties in source.Bindings)
        {
            var binding = BindingConfig.From(properties);
            if (binding.Type == "kv_namespace" && namespaces is not null)
            {
                // A namespace of a configuration need not have been made: one of that id is, or one of the worker's own.
                binding.Properties["namespace_id"] = await NamespaceAsync(namespaces, name, binding, cancel);
            }

            // A service need not be there yet: it may be the next path's.
            catalog.Bind(binding.Type == "service" ? binding : catalog.Accept(name, binding), environment);
        }

        if (!source.HasCode && assets is not null)
        {
            environment.Bindings[AssetsOnly.BindingName] = new AssetsBinding(assets);
        }

        return (source.Definition with { Variables = environment.Variables, Bindings = environment.Bindings }, assets, files);
    }

    private static async Task<string> NamespaceAsync(KvNamespaces namespaces, string worker, BindingConfig binding, CancellationToken cancel)
    {
        try
        {
            return (await namespaces.EnsureAsync(binding.Text("namespace_id") is { Length: > 0 } id ? id : null, $"{worker}-{binding.Name}", cancel)).Id;
        }
        catch (KvException e)
        {
            throw BindingConfig.Invalid($"The binding '{binding.Name}' of the worker '{worker}': {e.Message}");
        }
    }
}
