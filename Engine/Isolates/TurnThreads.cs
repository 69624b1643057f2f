using PureEdge.Engine.Scripts;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Threads for turns: with a large reserved stack, of which only touched pages cost memory. In our own executable the thread
/// pool's threads have such stacks (a runtime setting, METERING.md 2.6) and turns run on them; inside somebody else's process,
/// where they are small, turns run on threads of our own.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal static class TurnThreads
{
    private static readonly TimeSpan IdleLifetime = TimeSpan.FromSeconds(20);
    private static readonly Lock Gate = new();
    private static readonly Stack<TurnThread> Idle = new();

    /// <summary>Runs an isolate that has a slot on a thread other than this.</summary>
    public static void Start(SlotScheduler scheduler, Isolate isolate, bool isSuspect)
    {
        if (LargeStack.PoolIsLarge)
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
                LargeStack.NewThread("PureEdge turn", Loop).Start();
            }
        }

        private void Loop()
        {
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
