using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>What stands for an object of another worker, or will: a stub, the promise of a result, a service binding.</summary>
internal interface IRpcClient
{
    /// <summary>Calls something of it, or asks for a property. What goes wrong rejects the promise.</summary>
    /// <param name="realm">The caller's.</param>
    /// <param name="path">Names that lead from it to what is meant.</param>
    /// <param name="arguments">What it is called with; <see langword="null"/> to ask for a property.</param>
    JsRpcPromise Invoke(WorkerRealm realm, string[] path, JsValue[]? arguments);
}
