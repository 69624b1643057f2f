using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Timers;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What the compatibility flag nodejs_compat puts on the global object.</summary>
internal static class NodeGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Value("global", static realm => realm.Engine.Global)
        .Intrinsic("Buffer", NodeBuffer.Of)
        .Intrinsic("process", NodeProcess.Of)
        .Function("setImmediate", 1, static (realm, arguments) => TimerTable.Of(realm).Start("setImmediate", [arguments.At(0), 0, .. arguments.Skip(1)], repeats: false))
        .Function("clearImmediate", 0, static (realm, arguments) =>
        {
            TimerTable.Of(realm).Stop(arguments.At(0));
            return JsValue.Undefined;
        });
}
