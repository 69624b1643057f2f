using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Performance;

internal static class PerformanceGlobals
{
    public static void Register(GlobalTable globals) => globals
        .Interface(JsPerformance.Definition)
        .Interface(JsPerformanceEntry.Definition)
        .Interface(JsPerformanceMark.Definition)
        .Interface(JsPerformanceMeasure.Definition)
        .Value("performance", static realm => new JsPerformance(realm));
}
