using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using Jint.Runtime.Descriptors;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Reporting;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>
/// <c>node:process</c>, as much of it as makes sense where there is no process: <c>env</c> has the worker's text variables; there are no
/// signals and no events, so listeners are taken and never called.
/// </summary>
internal static class NodeProcess
{
    /// <summary>The version of Node.js whose behaviour the modules follow.</summary>
    public const string Version = "22.19.0";

    private static readonly string[] Ignored = ["on", "once", "off", "addListener", "removeListener", "removeAllListeners", "prependListener", "prependOnceListener", "setMaxListeners"];

    public static string[] Exports { get; } =
    [
        "arch", "argv", "argv0", "browser", "config", "cwd", "emit", "emitWarning", "env", "execArgv", "execPath", "exit", "features", "hrtime", "listenerCount",
        "listeners", "memoryUsage", "nextTick", "pid", "platform", "ppid", "release", "title", "umask", "uptime", "version", "versions", .. Ignored,
    ];

    public static ObjectInstance Of(WorkerRealm realm) => realm.SharedObject(typeof(NodeProcess), 0, static (realm, _) => Create(realm));

    private static JsObject Create(WorkerRealm realm)
    {
        var process = new JsObject(realm.Engine);
        foreach (var (name, value) in (ReadOnlySpan<(string, JsValue)>)
            [("title", "workerd"), ("version", "v" + Version), ("platform", "linux"), ("arch", "x64"), ("argv0", "workerd"), ("execPath", ""), ("pid", 1), ("ppid", 0), ("browser", false)])
        {
            process.FastSetDataProperty(name, value);
        }

        process.FastSetDataProperty("argv", realm.NewArray("workerd"));
        process.FastSetDataProperty("execArgv", realm.NewArray());
        process.FastSetDataProperty("versions", Record(realm, ("node", Version)));
        process.FastSetDataProperty("release", Record(realm, ("name", "node"), ("lts", true)));
        process.FastSetDataProperty("config", Record(realm));
        process.FastSetDataProperty("features", Record(realm, ("inspector", false), ("debug", false), ("ipv6", true), ("uv", false), ("tls", true)));
        process.FastSetProperty("env", PropertyDescriptor.CreateLazy(realm, static realm => Environment(realm), PropertyFlag.Writable | PropertyFlag.Enumerable | PropertyFlag.Configurable));
        Function(realm, process, "nextTick", 1, NextTick);
        Function(realm, process, "cwd", 0, static (_, _) => "/");
        Function(realm, process, "umask", 0, static (_, _) => 18);
        Function(realm, process, "uptime", 0, static (realm, _) => (realm.Host.NowMilliseconds - realm.Host.TimeOriginMilliseconds) / 1000);
        Function(realm, process, "memoryUsage", 0, static (realm, _) => Record(realm, ("rss", 0), ("heapTotal", 0), ("heapUsed", 0), ("external", 0), ("arrayBuffers", 0)));
        Function(realm, process, "emit", 1, static (_, _) => false);
        Function(realm, process, "listeners", 1, static (realm, _) => realm.NewArray());
        Function(realm, process, "listenerCount", 1, static (_, _) => 0);
        Function(realm, process, "emitWarning", 1, static (realm, a) =>
        {
            realm.Call(((ObjectInstance)realm.Engine.Global.Get("console")).Get("warn"), JsValue.Undefined, a.At(0));
            return JsValue.Undefined;
        });
        Function(realm, process, "exit", 1, static (realm, _) => throw realm.Error("process.exit() was called: a worker has no process to end; return a response, or throw."));
        foreach (var name in Ignored)
        {
            process.FastSetDataProperty(name, realm.NewFunction(name, 2, (_, _) => process));
        }

        var hrtime = realm.NewFunction("hrtime", 1, HighResolution);
        hrtime.FastSetDataProperty("bigint", realm.NewFunction("bigint", 0, static (realm, _) =>
            new JsBigInt((System.Numerics.BigInteger)(realm.Host.NowMilliseconds - realm.Host.TimeOriginMilliseconds) * 1_000_000)));
        process.FastSetDataProperty("hrtime", hrtime);
        return process;
    }

    private static void Function(WorkerRealm realm, JsObject owner, string name, int length, Func<WorkerRealm, JsValue[], JsValue> body) =>
        owner.FastSetDataProperty(name, realm.NewFunction(name, length, body));

    private static JsObject Record(WorkerRealm realm, params ReadOnlySpan<(string Name, JsValue Value)> members)
    {
        var record = new JsObject(realm.Engine);
        foreach (var (name, value) in members)
        {
            record.FastSetDataProperty(name, value);
        }

        return record;
    }

    // The text variables and secrets of the worker; a copy, which a script may write to.
    private static JsObject Environment(WorkerRealm realm)
    {
        var result = new JsObject(realm.Engine);
        if (realm.Environment?.Env is ObjectInstance env)
        {
            foreach (var key in env.GetOwnPropertyKeys(Types.String))
            {
                if (env.Get(key) is JsString text)
                {
                    result.FastSetDataProperty(key.ToString(), text);
                }
            }
        }

        return result;
    }

    private static JsValue NextTick(WorkerRealm realm, JsValue[] a)
    {
        if (!a.At(0).IsCallable())
        {
            throw NodeErrors.ArgumentType(realm, "callback", "of type function", a.At(0));
        }

        var callback = a[0];
        JsValue[] passed = [.. new ReadOnlySpan<JsValue>(a)[1..]];
        realm.React(realm.ResolvedPromise(JsValue.Undefined), _ =>
        {
            try
            {
                realm.Call(callback, JsValue.Undefined, passed);
            }
            catch (JavaScriptException e)
            {
                ErrorReporter.Report(realm, e.Error);
            }
        }, static _ => { });
        return JsValue.Undefined;
    }

    private static JsValue HighResolution(WorkerRealm realm, JsValue[] a)
    {
        var now = realm.Host.NowMilliseconds - realm.Host.TimeOriginMilliseconds;
        var seconds = Math.Floor(now / 1000);
        var nanoseconds = Math.Floor((now - (seconds * 1000)) * 1_000_000);
        if (a.At(0) is JsArray { Length: 2 } since)
        {
            seconds -= TypeConverter.ToNumber(since.Get(0));
            nanoseconds -= TypeConverter.ToNumber(since.Get(1));
            (seconds, nanoseconds) = nanoseconds < 0 ? (seconds - 1, nanoseconds + 1e9) : (seconds, nanoseconds);
        }

        return realm.NewArray(seconds, nanoseconds);
    }
}
