using System.Text.Json;

namespace PureEdge.Engine;

/// <summary>Which of a worker's exports an event is for. Immutable.</summary>
/// <param name="name">The export of the main module; <see langword="null"/> for <c>default</c>.</param>
/// <param name="props">What the handler sees as <c>ctx.props</c>; an empty object without.</param>
public sealed class EntrypointTarget(string? name, JsonElement? props = null)
{
    /// <summary>The default export.</summary>
    public static EntrypointTarget Default { get; } = new(null);

    /// <summary>The export of the main module; <see langword="null"/> for <c>default</c>.</summary>
    public string? Name { get; } = name;

    /// <summary>What the handler sees as <c>ctx.props</c>.</summary>
    public JsonElement? Props { get; } = props;
}
