using Jint;
using Jint.Native;
using Jint.Runtime;

namespace PureEdge.Engine.Interop;

/// <summary>Turns an operation of the host into a promise, and its end into a turn of the isolate.</summary>
internal static class HostTask
{
    /// <summary>
    /// A promise that settles when <paramref name="task"/> ends. The request counts it as pending; the conversion runs in a turn.
    /// A <see cref="HostErrorException"/> becomes the error it describes, anything else a plain "internal error": host messages
    /// and stacks never reach a script.
    /// </summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="task">What the host does.</param>
    /// <param name="convert">Makes the script's value of the outcome.</param>
    /// <param name="inLaterTurn">Whether <paramref name="convert"/> never runs in this turn, even if the task has ended: the script has to get an object before it can listen.</param>
    public static JsValue ToPromise<T>(this WorkerRealm realm, ValueTask<T> task, Func<WorkerRealm, T, JsValue> convert, bool inLaterTurn = false)
    {
        var capability = realm.NewPromise();
        if (task.IsCompletedSuccessfully && !inLaterTurn)
        {
            Settle(realm, capability, task, convert);
            return capability.Promise;
        }

        var scope = realm.Host.Scope;
        realm.BeginOperation(scope, capability);

        _ = CompleteAsync(realm, scope, capability, task, convert);
        return capability.Promise;
    }

    private static async Task CompleteAsync<T>(
        WorkerRealm realm, RequestScope scope, PromiseCapability capability, ValueTask<T> task, Func<WorkerRealm, T, JsValue> convert)
    {
        var completed = task.AsTask();
        await ((Task)completed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        realm.Host.Post(scope, () =>
        {
            scope.EndOperation(capability);
            Settle(realm, capability, new ValueTask<T>(completed), convert);
        });
    }

    private static void Settle<T>(WorkerRealm realm, PromiseCapability capability, ValueTask<T> task, Func<WorkerRealm, T, JsValue> convert)
    {
        try
        {
            capability.Resolve(convert(realm, task.GetAwaiter().GetResult()));
        }
        catch (JavaScriptException e)
        {
            capability.Reject(e.Error);
        }
        catch (HostErrorException e)
        {
            capability.Reject(e.ToJavaScript(realm).Error);
        }
        catch (OperationCanceledException)
        {
            capability.Reject(realm.Error("The operation was canceled.").Error);
        }
        catch (Exception e) when (e is not (Limits.LimitExceededException or JintException))
        {
            capability.Reject(realm.Error("internal error").Error);
        }
    }
}
