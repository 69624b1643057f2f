using System.Runtime.CompilerServices;
using Jint.Native;
using Jint.Native.Object;

namespace PureEdge.Engine.Interop;

/// <summary>
/// A promise that the host settles (PromiseCapability of ECMA-262). Settling happens at once, in the running turn; the second
/// and later attempts do nothing.
/// </summary>
internal sealed class PromiseCapability
{
    private bool _resolved;

    internal PromiseCapability(WorkerRealm realm, ObjectInstance prototype)
    {
        var promise = (ObjectInstance)New(realm.Engine);
        promise.Prototype = prototype;
        Promise = promise;
    }

    public JsValue Promise { get; }

    /// <summary>Whether the promise was resolved or rejected already.</summary>
    public bool IsSettled => _resolved;

    public void Resolve(JsValue value)
    {
        if (!_resolved)
        {
            _resolved = true;
            Resolve(Promise, value);
        }
    }

    public void Reject(JsValue reason)
    {
        if (!_resolved)
        {
            _resolved = true;
            Reject(Promise, reason);
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Constructor)]
    [return: UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")]
    private static extern object New(JintEngine engine);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Resolve")]
    private static extern JsValue Resolve([UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")] object promise, JsValue value);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "Reject")]
    private static extern JsValue Reject([UnsafeAccessorType("Jint.Native.JsPromise, PureEdge.Jint")] object promise, JsValue reason);
}
