using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Variables;

/// <summary><c>vars</c> of a configuration: texts and JSON (https://developers.cloudflare.com/workers/configuration/environment-variables/).</summary>
internal sealed class VariablesSlice : IBindingSlice
{
    private const string PlainText = "plain_text";
    private const string Json = "json";

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = [PlainText, Json];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var kept = new JsonObject { ["type"] = binding.Type, ["name"] = binding.Name };
        if (binding.Type == PlainText)
        {
            kept["text"] = binding.Require("text");
        }
        else
        {
            kept["json"] = binding.Properties.TryGetPropertyValue("json", out var value)
                ? value?.DeepClone()
                : throw BindingConfig.Invalid($"The binding '{binding.Name}' of the type 'json' has no 'json'.");
        }

        return kept;
    }

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) =>
        environment.Variables[kept.Name] = JsonSerializer.SerializeToElement(kept.Properties[kept.Type == PlainText ? "text" : "json"]);
}
