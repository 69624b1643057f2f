using Jint;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Bindings;

/// <summary>A binding whose every other property is a method of another worker. Whether there is such a method shows when it is called.</summary>
internal sealed class JsRemoteBinding(WorkerRealm realm, IWorkerBinding binding) : JsBinding(realm, binding)
{
    private const int MaxName = 256;

    /// <inheritdoc/>
    public override JsValue Get(JsValue property, JsValue receiver)
    {
        var value = base.Get(property, receiver);
        if (!value.IsUndefined() || property is not JsString text || text.ToString() is not { Length: <= MaxName } name || IsAsked(name))
        {
            return value;
        }

        var remote = Binding.Class.Remote!;
        return WorkerRealm.Of(Engine).NewFunction(name, 0, (_, arguments) => remote(this, name, arguments));
    }

    // What the language itself looks for in an object: a promise, or JSON of its own.
    private static bool IsAsked(string name) => name is "then" or "toJSON";
}
