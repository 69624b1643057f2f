using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary><c>kv_namespaces</c> (https://developers.cloudflare.com/kv/).</summary>
internal sealed class KvSlice(KvStore store, KvNamespaces namespaces) : IBindingSlice
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["kv_namespace"];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var id = binding.Require("namespace_id");
        return namespaces.Find(id) is not null
            ? new() { ["type"] = binding.Type, ["name"] = binding.Name, ["namespace_id"] = id }
            : throw BindingConfig.Invalid($"The binding '{binding.Name}' names the KV namespace '{KvRules.Shown(id)}', which is not there; 'wrangler kv namespace create' makes one, 'wrangler kv namespace list' shows them.");
    }

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) => environment.Bindings[kept.Name] = new KvBinding(store, kept.Require("namespace_id"));
}
