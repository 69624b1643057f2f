using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>What all calls of other workers begin and end with, on the caller's side.</summary>
internal static class RpcClient
{
    /// <summary>Counts a call as a subrequest of the running event.</summary>
    /// <param name="realm">The caller's.</param>
    /// <param name="what">What is called, for the error.</param>
    /// <exception cref="JavaScriptException">It belongs to no event, or that has no subrequests or CPU time left.</exception>
    public static RequestScope Enter(WorkerRealm realm, string what)
    {
        RequireEvent(realm, what);
        realm.CountSubrequest();
        RequireTime(realm);
        return realm.Host.Scope;
    }

    /// <summary>Requires a running event.</summary>
    /// <exception cref="JavaScriptException">This is the top level.</exception>
    public static void RequireEvent(WorkerRealm realm, string what)
    {
        if (!realm.Host.Scope.AllowsIO)
        {
            throw realm.TypeError($"Disallowed operation called within global scope: {what} belongs to a request. Call it inside a handler.");
        }
    }

    /// <summary>Pays for what called workers have consumed, and requires that something is left.</summary>
    /// <exception cref="JavaScriptException">Nothing is.</exception>
    public static void RequireTime(WorkerRealm realm)
    {
        var scope = realm.Host.Scope;
        scope.PayWhatIsDue();
        if (scope.HasPaidAllForCalls)
        {
            throw realm.Error($"The request has used up its CPU time of {scope.Limits.Limits.CpuMilliseconds} ms, in workers that it called too: it can call no more.");
        }
    }
}
