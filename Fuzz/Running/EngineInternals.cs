using System.Collections;
using System.Linq.Expressions;
using System.Reflection;
using PureEdge.Engine;

namespace PureEdge.Fuzz.Running;

/// <summary>What the fuzzer needs of the engine that is not public: all of it is here.</summary>
internal static class EngineInternals
{
    private static readonly Func<Worker, object> GetIsolates = typeof(Worker)
        .GetProperty("Isolates", BindingFlags.Instance | BindingFlags.NonPublic)!.GetMethod!.CreateDelegate<Func<Worker, object>>();

    private static readonly Func<object, bool> IsActive = Property<bool>("IsActive");

    /// <summary>The live isolates of a worker; each leads to everything its tenant has.</summary>
    public static IEnumerable<object> IsolatesOf(Worker worker) => ((IEnumerable)GetIsolates(worker)).Cast<object>();

    /// <summary>Whether one of them runs or is about to.</summary>
    public static bool IsBusy(Worker worker) => IsolatesOf(worker).Any(IsActive);

    private static Func<object, T> Property<T>(string name)
    {
        var isolate = Expression.Parameter(typeof(object));
        var type = typeof(Worker).Assembly.GetType("PureEdge.Engine.Isolates.Isolate", throwOnError: true)!;
        return Expression.Lambda<Func<object, T>>(Expression.Property(Expression.Convert(isolate, type), name), isolate).Compile();
    }
}
