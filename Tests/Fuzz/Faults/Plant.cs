using System.Diagnostics;
using System.Reflection;
using Jint;
using Jint.Native;
using Jint.Runtime.Interop;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Tests.Faults;

/// <summary>
/// A fault that is put into the engines of this process while a campaign runs: what a mistake of ours would leave in a realm. The
/// product has no switch for it; the settings that all its engines are made from get one more step.
/// </summary>
internal sealed record Plant(string Name, string Target, string Kind, Action<JintEngine> Do)
{
    private static readonly List<object> Kept = [];
    private static Action<JintEngine>? s_current;
    private static bool s_isHooked;

    /// <summary>All of them, with the target and the kind of finding by which each is found.</summary>
    public static IReadOnlyList<Plant> All { get; } =
    [
        new("an object of .NET", "api", "graph", static engine => Function(engine, "hostFile", static e => new HostObject(e, new FileInfo("x")))),
        new("a delegate of .NET that captures", "authority", "graph", static engine => Function(engine, "hostOpen", static e => Capturing(e, new FileInfo("x")))),
        new("a value that is no object of the interpreter", "authority", "graph", static engine => Function(engine, "hostValue", static _ => new HostValue())),
        new("an object of another engine", "authority", "graph", static engine => engine.SetValue("other", new JintEngine().Evaluate("({ a: 1 })"))),
        new("a secret of the neighbour in a global", "tenants", "canary", static engine => engine.SetValue("cache", Secret)),
        new("a secret of the neighbour in an error", "api", "canary", static engine => Function(engine, "hostRead", static e => throw new Jint.Runtime.JavaScriptException(e.Intrinsics.Error, Secret))),
        new("a host function that works without paying", "api", "time", static engine => Function(engine, "hostWork", static _ => Spin(TimeSpan.FromMilliseconds(150)))),
        new("a host function that allocates without paying", "api", "memory", static engine => Function(engine, "hostBuffer", static _ => JsNumber.Create(new byte[40 << 20].Length))),
        new("a host function that throws an exception of .NET", "api", "fault", static engine => Function(engine, "hostThrow", static _ => throw new InvalidOperationException("planted"))),
        new("a host function that tells the time", "api", "repeat", static engine => Function(engine, "hostTime", static _ => JsNumber.Create(Stopwatch.GetTimestamp()))),
        new("an engine that is kept for ever", "api", "growth", static engine => { lock (Kept) { Kept.Add(engine); } }),
    ];

    private static string Secret => "canary0x7f3a9c51d2e84b60";

    /// <summary>Puts it into all engines that are made until the result is disposed.</summary>
    public IDisposable Put()
    {
        if (!s_isHooked)
        {
            s_isHooked = true;
            // The planted function itself is no fault: what it holds is to be found.
            Running.GraphWalk.Permit("PureEdge.Fuzz.Tests.Faults.Plant+(closure)");
            var factory = typeof(WorkerRuntime).Assembly.GetType("PureEdge.Engine.Isolates.EngineFactory", throwOnError: true)!;
            var shared = factory.GetFields(BindingFlags.Static | BindingFlags.NonPublic).Single(static field => field.FieldType == typeof(Options[]));
            foreach (var options in (Options[])shared.GetValue(null)!)
            {
                options.Configure(static engine => s_current?.Invoke(engine));
            }
        }

        s_current = Do;
        return new Removal();
    }

    private static void Function(JintEngine engine, string name, Func<JintEngine, JsValue> call) =>
        engine.SetValue(name, new ClrFunction(engine, name, (_, _) => call(engine)));

    // A function of the host like any other, but that what it holds is nothing for a tenant.
    private static ClrFunction Capturing(JintEngine engine, FileInfo file) => new(engine, "read", (_, _) => JsNumber.Create(file.Name.Length));

    private static JsValue Spin(TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < time)
        {
            Thread.SpinWait(100);
        }

        return JsValue.Undefined;
    }

    private sealed class Removal : IDisposable
    {
        public void Dispose()
        {
            s_current = null;
            lock (Kept)
            {
                Kept.Clear();
            }
        }
    }

    // What a careless host object looks like from the graph.
    private sealed class HostObject(JintEngine engine, object held) : Jint.Native.Object.ObjectInstance(engine)
    {
        public object Held { get; } = held;
    }

    // It says that it is an object, and is none.
    private sealed class HostValue() : JsValue(Jint.Runtime.Types.Object)
    {
        public override object ToObject() => this;
    }
}
