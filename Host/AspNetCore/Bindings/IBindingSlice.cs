using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Bindings;

/// <summary>
/// Everything about one kind of binding: what an upload may say, what a version keeps, what is shown, and what a worker gets. A kind is a
/// folder here with its slice, registered in <see cref="BindingCatalog"/>; slices do not know each other.
/// </summary>
internal interface IBindingSlice
{
    /// <summary>The types of wrangler's bindings it is for.</summary>
    IReadOnlyList<string> Types { get; }

    /// <summary>Checks a binding of an upload.</summary>
    /// <param name="worker">The worker that is uploaded.</param>
    /// <param name="binding">The binding.</param>
    /// <returns>What the version keeps: by default all of it.</returns>
    /// <exception cref="PureEdgeException">It is not what it must be.</exception>
    JsonObject Accept(string worker, BindingConfig binding);

    /// <summary>What operators see of it; by default all that is kept.</summary>
    JsonObject Show(BindingConfig kept) => (JsonObject)kept.Properties.DeepClone();

    /// <summary>Puts it into a worker's <c>env</c>.</summary>
    /// <exception cref="PureEdgeException">It cannot be had any more; the worker answers with the message.</exception>
    void Bind(BindingConfig kept, WorkerEnvironment environment);
}
