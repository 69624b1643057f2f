using System.Globalization;
using System.Runtime.ExceptionServices;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Threads for turns: with a large reserved stack, of which only touched pages cost memory. In our own executable the thread
/// pool's threads have such stacks (a runtime setting, METERING.md 2.6) and turns run on them; inside somebody else's process,
/// where they are small, turns run on threads of our own.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal static class TurnThreads
{
    /// <summary>The stack of a thread that runs JavaScript, in bytes of address space.</summary>
    public const int StackBytes = 64 << 20;

    private static readonly bool PoolIsLarge = PoolStackBytes() >= StackBytes;
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(20);
    private static readonly Lock Gate = new();
    private static readonly Stack<TurnThread> Idle = new();

    [ThreadStatic]
    private static bool s_isTurnThread;

    /// <summary>Whether a turn may run on the current thread.</summary>
    public static bool CurrentIsLarge => s_isTurnThread || (PoolIsLarge && Thread.CurrentThread.IsThreadPoolThread);

    /// <summary>Runs an isolate that has a slot on a thread other than this.</summary>
    public static void Start(SlotScheduler scheduler, Isolate isolate, bool isSuspect)
    {
        if (PoolIsLarge)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static work => work.scheduler.Run(work.isolate, work.isSuspect), (scheduler, isolate, isSuspect), preferLocal: false);
            return;
        }

        TurnThread? thread;
        lock (Gate)
        {
            Idle.TryPop(out thread);
        }

        (thread ?? new TurnThread()).Run(() => scheduler.Run(isolate, isSuspect));
    }

    /// <summary>Calls a function on a thread with a large stack, and waits for it: this one, if it is large.</summary>
    /// <exception cref="Exception">What the function threw.</exception>
    public static T Call<T>(Func<T> function)
    {
        if (CurrentIsLarge)
        {
            return function();
        }

        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = function();
                }
                catch (Exception e)
                {
                    thrown = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackBytes) { IsBackground = true, Name = "PureEdge parser" };
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

    private sealed class TurnThread
    {
        private readonly SemaphoreSlim _work = new(0);
        private Action? _next;
        private bool _started;

        public void Run(Action turn)
        {
            _next = turn;
            _work.Release();
            if (!_started)
            {
                _started = true;
                new Thread(Loop, StackBytes) { IsBackground = true, Name = "PureEdge turn" }.Start();
            }
        }

        private void Loop()
        {
            s_isTurnThread = true;
            while (true)
            {
                if (!_work.Wait(IdleLifetime))
                {
                    // Nobody may take an idle thread while it decides to end.
                    lock (Gate)
                    {
                        if (_work.CurrentCount == 0 && TryForget())
                        {
                            return;
                        }
                    }

                    continue;
                }

                var turn = _next!;
                _next = null;
                turn();
                lock (Gate)
                {
                    Idle.Push(this);
                }
            }
        }

        private bool TryForget()
        {
            var others = Idle.Where(t => !ReferenceEquals(t, this)).Reverse().ToArray();
            if (others.Length == Idle.Count)
            {
                return false;
            }

            Idle.Clear();
            foreach (var thread in others)
            {
                Idle.Push(thread);
            }

            return true;
        }
    }
}
