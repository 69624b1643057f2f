using System.Runtime.ExceptionServices;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>Runs tests on new threads with the stack that METERING asks for.</summary>
internal static class LargeStack
{
    private const int Bytes = 64 << 20;

    public static T Run<T>(Func<T> run)
    {
        T result = default!;
        RunTogether([() => result = run()]);
        return result;
    }

    /// <summary>Runs all at once, each on a thread of its own; the first error comes out.</summary>
    public static void RunTogether(IEnumerable<Action> runs)
    {
        Exception? error = null;
        var threads = runs.Select(run => new Thread(
            () =>
            {
                try
                {
                    run();
                }
                catch (Exception e)
                {
                    Interlocked.CompareExchange(ref error, e, null);
                }
            },
            Bytes)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        if (error is not null)
        {
            ExceptionDispatchInfo.Throw(error);
        }
    }
}
