using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings.Secrets;

/// <summary>
/// Secrets: texts that nobody but the worker reads again (https://developers.cloudflare.com/workers/configuration/secrets/). A version keeps them
/// encrypted; they are listed by name only.
/// </summary>
internal sealed class SecretsSlice(SecretBox box) : IBindingSlice
{
    /// <summary>The type of a secret.</summary>
    public const string Type = "secret_text";

    // As in Workers (https://developers.cloudflare.com/workers/platform/limits/#environment-variables).
    private const int MaxBytes = 5 << 10;

    /// <inheritdoc/>
    public IReadOnlyList<string> Types { get; } = [Type];

    /// <inheritdoc/>
    public JsonObject Accept(string worker, BindingConfig binding)
    {
        var text = binding.Require("text");
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= MaxBytes
            ? new() { ["type"] = Type, ["name"] = binding.Name, ["sealed"] = box.Seal(worker, binding.Name, text) }
            : throw BindingConfig.Invalid($"The secret '{binding.Name}' has {bytes} bytes; at most {MaxBytes} are allowed.");
    }

    /// <inheritdoc/>
    public JsonObject Show(BindingConfig kept) => new() { ["type"] = Type, ["name"] = kept.Name };

    /// <inheritdoc/>
    public void Bind(BindingConfig kept, WorkerEnvironment environment) =>
        environment.Variables[kept.Name] = JsonSerializer.SerializeToElement(box.Open(environment.Worker, kept.Name, kept.Require("sealed")));
}
