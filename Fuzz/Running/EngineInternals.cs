using System.Collections;
using System.Reflection;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Running;

/// <summary>What the fuzzer needs of the engine that is not public: all of it is here.</summary>
internal static class EngineInternals
{
    private static readonly Func<Worker, object> GetIsolates = typeof(Worker)
        .GetProperty("Isolates", BindingFlags.Instance | BindingFlags.NonPublic)!.GetMethod!.CreateDelegate<Func<Worker, object>>();

    /// <summary>The live isolates of a worker; each leads to everything its tenant has.</summary>
    public static IEnumerable<object> IsolatesOf(Worker worker) => ((IEnumerable)GetIsolates(worker)).Cast<object>();
}
