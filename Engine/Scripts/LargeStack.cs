using System.Globalization;
using System.Runtime.ExceptionServices;

namespace PureEdge.Engine.Scripts;

/// <summary>
/// Threads with a stack on which the interpreter and its parser may recurse: in our own executable those of the pool have one (a
/// runtime setting, METERING.md 2.6); elsewhere they are made.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal static class LargeStack
{
    /// <summary>The stack of a thread that runs or parses JavaScript, in bytes of address space; only touched pages cost memory.</summary>
    public const int Bytes = 64 << 20;

    [ThreadStatic]
    private static bool s_isLarge;

    /// <summary>Whether the thread pool's threads have such a stack.</summary>
    public static bool PoolIsLarge { get; } = PoolStackBytes() >= Bytes;

    /// <summary>Whether the current thread has one.</summary>
    public static bool CurrentIsLarge => s_isLarge || (PoolIsLarge && Thread.CurrentThread.IsThreadPoolThread);

    /// <summary>Makes a thread with such a stack.</summary>
    /// <param name="name">Its name, for debuggers.</param>
    /// <param name="run">What it does.</param>
    public static Thread NewThread(string name, Action run) => new(
        () =>
        {
            s_isLarge = true;
            run();
        },
        Bytes) { IsBackground = true, Name = name };

    /// <summary>Calls a function on a thread with a large stack, and waits for it: this one, if it is large.</summary>
    /// <exception cref="Exception">What the function threw.</exception>
    public static T Call<T>(Func<T> function)
    {
        if (CurrentIsLarge)
        {
            return PoolThreads.Hold(function);
        }

        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        var thread = NewThread("PureEdge parser", () =>
        {
            try
            {
                result = function();
            }
            catch (Exception e)
            {
                thrown = ExceptionDispatchInfo.Capture(e);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }

    private static long PoolStackBytes() =>
        AppContext.GetData("System.Threading.DefaultStackSize") switch
        {
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) => bytes,
            _ => 0,
        };
}
