using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Scheduling;

internal static class SchedulingGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsScheduler.Definition)
        .Value("scheduler", static realm => new JsScheduler(realm));
}
