using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.WebApi.Crypto.Algorithms;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>Turns operations of cryptography into promises.</summary>
internal static class CryptoPromise
{
    /// <summary>What runs beside the turns is at least this much, five milliseconds.</summary>
    private const long LongFuel = 25_000;

    // One long operation at a time for the whole process, so that they leave all cores but one to the turns. It is never disposed.
    private static readonly SemaphoreSlim Beside = new(1);

    private static readonly object GateKey = new();

    /// <summary>The error of a script.</summary>
    public static JavaScriptException ToJavaScript(this CryptoException e, WorkerRealm realm) =>
        e.Name == "TypeError" ? realm.TypeError(e.Message) : DomExceptions.New(realm, e.Name, e.Message);

    /// <summary>A promise of what <paramref name="body"/> gives; what it refuses rejects the promise.</summary>
    public static JsValue Run(WorkerRealm realm, Func<JsValue> body)
    {
        try
        {
            return realm.ResolvedPromise(body());
        }
        catch (CryptoException e)
        {
            return realm.RejectedPromise(e.ToJavaScript(realm).Error);
        }
    }

    /// <summary>
    /// Charges a job and does it: at once when it is short, or when the worker's top level runs, which has no later turn; otherwise on
    /// another thread, since no single call of the class library can be interrupted.
    /// </summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="job">The job.</param>
    /// <param name="finish">Makes the result of what the job gave, in the isolate's turn.</param>
    public static JsValue Run<T>(WorkerRealm realm, CryptoJob<T> job, Func<T, JsValue> finish)
    {
        realm.Host.ChargeFuel(job.Fuel);
        if (job.Fuel < LongFuel || !realm.Host.Scope.AllowsIO)
        {
            return finish(job.Run());
        }

        // An isolate waits with one of its jobs at a time, so that the others' turn comes however many it has.
        var gate = realm.State(GateKey, static _ => new SemaphoreSlim(1));
        return realm.ToPromise(new ValueTask<T>(RunBeside(job, gate, realm.Host.Scope.Aborted)), (inTurn, result) =>
        {
            try
            {
                return finish(result);
            }
            catch (CryptoException e)
            {
                throw e.ToJavaScript(inTurn);
            }
        });
    }

    private static async Task<T> RunBeside<T>(CryptoJob<T> job, SemaphoreSlim gate, CancellationToken aborted)
    {
        await gate.WaitAsync(aborted).ConfigureAwait(false);
        try
        {
            await Beside.WaitAsync(aborted).ConfigureAwait(false);
            try
            {
                return await Task.Run(() => PoolThreads.Hold(job.Run), aborted).ConfigureAwait(false);
            }
            finally
            {
                Beside.Release();
            }
        }
        finally
        {
            gate.Release();
        }
    }
}
