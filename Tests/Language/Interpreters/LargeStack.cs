using System.Runtime.ExceptionServices;

namespace PureEdge.Language.Tests.Interpreters;

/// <summary>Does work of both interpreters at once, each on a thread with the stack that scripts need.</summary>
internal static class LargeStack
{
    private const int StackBytes = 64 << 20;

    public static (T Plain, T Metered) OnBoth<T>(Func<IInterpreter, T> work)
    {
        var metered = Start(() => work(new MeteredInterpreter()));
        var plain = Start(() => work(new PlainInterpreter()));
        return (plain(), metered());
    }

    private static Func<T> Start<T>(Func<T> work)
    {
        T result = default!;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = work();
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes);
        thread.Start();
        return () =>
        {
            thread.Join();
            failure?.Throw();
            return result;
        };
    }
}
