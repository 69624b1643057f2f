using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>What the algorithms of the streams standard do with promises beyond <see cref="WorkerRealm.React"/>.</summary>
internal static class StreamPromises
{
    /// <summary>
    /// "The result of reacting to" a promise (https://webidl.spec.whatwg.org/#dfn-perform-steps-once-promise-is-settled): a promise
    /// for what the handler returns. A missing handler passes the outcome on.
    /// </summary>
    public static JsValue Then(
        this WorkerRealm realm, JsValue promise, Func<JsValue, JsValue>? onFulfilled, Func<JsValue, JsValue>? onRejected = null)
    {
        var derived = realm.NewPromise();
        realm.React(promise, value => Settle(derived, onFulfilled, value, rejected: false), reason => Settle(derived, onRejected, reason, rejected: true));
        return derived.Promise;
    }

    /// <summary>
    /// "A promise resolved with" to the letter: a new one even of a promise, and so some microtasks later, where a script can tell.
    /// </summary>
    public static JsValue NewResolvedPromise(this WorkerRealm realm, JsValue value)
    {
        var capability = realm.NewPromise();
        capability.Resolve(value);
        return capability.Promise;
    }

    /// <summary>"Queue a microtask".</summary>
    public static void QueueMicrotask(this WorkerRealm realm, Action action) =>
        realm.React(realm.ResolvedPromise(JsValue.Undefined), _ => action(), static _ => { });

    /// <summary>Rejects a promise that nobody need look at.</summary>
    public static void RejectHandled(this PromiseCapability capability, JsValue reason)
    {
        // Before the rejection, so that no tracker of unhandled rejections ever sees it.
        JintInternals.MarkAsHandled(capability.Promise);
        capability.Reject(reason);
    }

    private static void Settle(PromiseCapability derived, Func<JsValue, JsValue>? handler, JsValue value, bool rejected)
    {
        if (handler is null)
        {
            if (rejected)
            {
                derived.Reject(value);
            }
            else
            {
                derived.Resolve(value);
            }

            return;
        }

        try
        {
            derived.Resolve(handler(value));
        }
        catch (JavaScriptException e)
        {
            derived.Reject(e.Error);
        }
    }
}
