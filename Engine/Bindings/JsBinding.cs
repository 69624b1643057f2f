using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Bindings;

/// <summary>The script's side of a binding: an object of one isolate that leads to the host's.</summary>
internal class JsBinding : ObjectInstance
{
    /// <summary>Makes one; <see cref="Create"/> is for all classes.</summary>
    protected JsBinding(WorkerRealm realm, IWorkerBinding binding)
        : base(realm.Engine)
    {
        Binding = binding;
        Prototype = realm.PrototypeOf(binding.Class.Definition);
    }

    public IWorkerBinding Binding { get; }

    public static JsBinding Create(WorkerRealm realm, IWorkerBinding binding) =>
        binding.Class.Remote is null ? new JsBinding(realm, binding) : new JsRemoteBinding(realm, binding);
}
