using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Bindings;

/// <summary>The script's side of a binding: an object of one isolate that leads to the host's.</summary>
internal sealed class JsBinding : ObjectInstance
{
    public JsBinding(WorkerRealm realm, IWorkerBinding binding)
        : base(realm.Engine)
    {
        Binding = binding;
        Prototype = realm.PrototypeOf(binding.Class.Definition);
    }

    public IWorkerBinding Binding { get; }
}
