using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability.Tail;

namespace PureEdge.AspNetCore.Bindings.Services;

/// <summary><c>services</c>: another worker of this server, called in process (https://developers.cloudflare.com/workers/runtime-apis/bindings/service-bindings/).</summary>
internal sealed class ServicesSlice(WorkerRegistry registry, TailHub tails) : IBindingSlice
{
    private const int MaxEntrypoint = 255;

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = ["service"];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var service = binding.Require("service");
        if (service != worker && registry.Find(service) is null)
        {
            throw BindingConfig.Invalid($"The binding '{binding.Name}' names the worker '{service}', which is not there; deploy it first.");
        }

        var kept = new JsonObject { ["type"] = binding.Type, ["name"] = binding.Name, ["service"] = service };
        if (Entrypoint(binding) is { } entrypoint)
        {
            kept["entrypoint"] = entrypoint;
        }

        if (binding.Properties["props"] is { } props)
        {
            kept["props"] = props is JsonObject ? props.DeepClone() : throw BindingConfig.Invalid($"The binding '{binding.Name}' has 'props' that is not an object.");
        }

        return kept;
    }

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) =>
        environment.Bindings[kept.Name] = new ServiceBinding(registry, tails, kept.Require("service"), new(Entrypoint(kept), kept.Properties["props"] is { } props ? JsonSerializer.SerializeToElement(props) : null));

    private static string? Entrypoint(BindingConfig binding) => binding.Text("entrypoint") switch
    {
        null or "" or "default" => null,
        { Length: <= MaxEntrypoint } name => name,
        _ => throw BindingConfig.Invalid($"The binding '{binding.Name}' names an entrypoint of more than {MaxEntrypoint} characters."),
    };
}
