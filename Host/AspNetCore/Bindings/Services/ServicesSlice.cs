using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Model;

namespace PureEdge.AspNetCore.Bindings.Services;

/// <summary><c>services</c>: another worker of this server, called in process (https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/).</summary>
internal sealed class ServicesSlice(WorkerRegistry registry) : IBindingSlice
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["service"];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var service = binding.Require("service");
        if (binding.Text("entrypoint") is { Length: > 0 } entrypoint)
        {
            throw BindingConfig.Invalid($"The binding '{binding.Name}' names the entrypoint '{entrypoint}': PureEdge does not have named entrypoints yet, only the default export's fetch().");
        }

        return service == worker || registry.Find(service) is not null
            ? new() { ["type"] = binding.Type, ["name"] = binding.Name, ["service"] = service }
            : throw BindingConfig.Invalid($"The binding '{binding.Name}' names the worker '{service}', which is not there; deploy it first.");
    }

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) =>
        environment.Bindings[kept.Name] = new ServiceBinding(registry, kept.Require("service"));
}
