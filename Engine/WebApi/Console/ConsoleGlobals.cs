using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Console;

/// <summary>The console namespace object (https://console.spec.whatwg.org/#console-namespace). Its functions need no receiver.</summary>
internal static class ConsoleGlobals
{
    private const int MaxDirectoryDepth = 10;

    private static readonly JsObjectShape Shape = Define();

    public static void Register(GlobalTable globals) => globals.Intrinsic(
        // Between the namespace and Object.prototype stands an empty object: https://console.spec.whatwg.org/#console-namespace
        "console", static realm => Shape.Instantiate(realm.Engine, new JsObject(realm.Engine)));

    private static JsObjectShape Define()
    {
        var shape = new JsObjectShape.Builder().ToStringTag("console");
        Logger("debug", WorkerLogLevel.Debug);
        Logger("error", WorkerLogLevel.Error);
        Logger("info", WorkerLogLevel.Info);
        Logger("log", WorkerLogLevel.Log);
        Logger("warn", WorkerLogLevel.Warn);
        Logger("dirxml", WorkerLogLevel.Log);
        Add("dir", static (realm, state, arguments) => state.Print(WorkerLogLevel.Log, LogFormat.Cut(
            ValueInspector.Inspect(realm, arguments.At(0), DirectoryDepth(arguments.At(1)), LogFormat.MaxLine))));
        Add("table", static (realm, state, arguments) => state.Print(WorkerLogLevel.Log, LogFormat.Cut(
            TableText.Render(realm, arguments.At(0)) ?? LogFormat.Format(realm, arguments))));
        Add("trace", static (realm, state, arguments) =>
        {
            var title = arguments.Length == 0 ? "Trace" : "Trace: " + LogFormat.Format(realm, arguments);
            var stack = JintStack.Of((JsError)realm.Engine.Intrinsics.Error.Construct());
            state.Print(WorkerLogLevel.Log, LogFormat.Cut($"{title}\n{stack}"));
        });
        Add("assert", static (realm, state, arguments) =>
        {
            if (!TypeConverter.ToBoolean(arguments.At(0)))
            {
                var rest = LogFormat.After(arguments, 1);
                state.Print(WorkerLogLevel.Error, LogFormat.Cut(rest.IsEmpty ? "Assertion failed" : $"Assertion failed: {LogFormat.Format(realm, rest)}"));
            }
        });
        Add("group", Group);
        Add("groupCollapsed", Group);
        Add("groupEnd", static (_, state, _) => state.EndGroup());
        Add("count", static (_, state, arguments) => state.Count(arguments));
        Add("countReset", static (_, state, arguments) => state.ResetCount(arguments));
        Add("time", static (_, state, arguments) => state.StartTimer(arguments));
        Add("timeLog", static (_, state, arguments) => state.LogTimer(arguments, end: false));
        Add("timeEnd", static (_, state, arguments) => state.LogTimer(arguments, end: true));
        Add("clear", static (_, _, _) => { });
        return shape.Build();

        void Logger(string name, WorkerLogLevel level) =>
            Add(name, (realm, state, arguments) => state.Print(level, LogFormat.Format(realm, arguments)));

        void Add(string name, Action<WorkerRealm, ConsoleState, JsValue[]> body) => shape.PerRealmSlot(
            name,
            console => WorkerRealm.Of(console.Engine).NewFunction(name, 0, (realm, arguments) =>
            {
                body(realm, ConsoleState.Of(realm), arguments);
                return JsValue.Undefined;
            }),
            enumerable: true);
    }

    private static void Group(WorkerRealm realm, ConsoleState state, JsValue[] arguments)
    {
        if (arguments.Length > 0)
        {
            state.Print(WorkerLogLevel.Log, LogFormat.Format(realm, arguments));
        }

        state.BeginGroup();
    }

    /// <summary>The option "depth" of <c>console.dir</c>; null means as deep as we go.</summary>
    private static int DirectoryDepth(JsValue options)
    {
        var depth = options is ObjectInstance dictionary ? SafeReader.OwnData(dictionary, "depth") : null;
        return depth is null || depth.IsUndefined() ? 2
            : depth.IsNumber() ? (int)Math.Clamp(depth.AsNumber(), 0, MaxDirectoryDepth)
            : MaxDirectoryDepth;
    }
}
