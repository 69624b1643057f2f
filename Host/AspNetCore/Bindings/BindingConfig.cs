using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings;

/// <summary>A binding as an upload's metadata describes it, and as a version keeps it: <c>{"type","name",...}</c>.</summary>
/// <param name="Name">Its name in <c>env</c>.</param>
/// <param name="Type">Its type, such as <c>plain_text</c>.</param>
/// <param name="Properties">The whole object, name and type included. Not changed.</param>
internal sealed record BindingConfig(string Name, string Type, JsonObject Properties)
{
    private const int MaxNameLength = 255;

    /// <summary>Reads a binding.</summary>
    /// <exception cref="PureEdgeException">It has no name or no type.</exception>
    public static BindingConfig From(JsonNode? node)
    {
        if (node is not JsonObject properties || Text(properties, "type") is not { Length: > 0 } type)
        {
            throw Invalid("A binding has no 'type'.");
        }

        var name = Text(properties, "name");
        return name is { Length: > 0 and <= MaxNameLength } && !name.Any(char.IsControl)
            ? new(name, type, properties)
            : throw Invalid($"A binding of the type '{type}' has no sound 'name': it must be a text of 1 to {MaxNameLength} characters.");
    }

    /// <summary>A text among the properties, or <see langword="null"/>.</summary>
    public string? Text(string key) => Text(Properties, key);

    /// <summary>A text that must be there.</summary>
    /// <exception cref="PureEdgeException">It is not.</exception>
    public string Require(string key) => Text(key) ?? throw Invalid($"The binding '{Name}' of the type '{Type}' has no text '{key}'.");

    /// <summary>An error of this binding.</summary>
    public static PureEdgeException Invalid(string message) => new("binding_invalid", message);

    private static string? Text(JsonObject owner, string key) => owner[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
