namespace PureEdge.Engine.Bindings;

/// <summary>
/// An object of the host in a worker's hands: a property of <c>env</c> (a KV namespace, another worker, ...), or what such an object gave.
/// Scripts see a class with methods; plain data needs no binding, it belongs into <see cref="WorkerDefinition.Variables"/>.
/// </summary>
/// <example>
/// <code>
/// sealed class Clock : IWorkerBinding
/// {
///     static readonly BindingClass Shape = new("Clock", BindingMethod.Create&lt;Clock&gt;("zone", 1, static (self, call) =&gt; ...));
///     public BindingClass Class =&gt; Shape;
/// }
/// </code>
/// </example>
/// <remarks>Used by all isolates of a version at once, so it must be thread-safe. It holds nothing of an isolate.</remarks>
public interface IWorkerBinding
{
    /// <summary>Its class. Made once a process and shared by all bindings of the kind.</summary>
    BindingClass Class { get; }
}
