using System.Diagnostics;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Gives processor slots to turns: at most one running turn a core. At the end of a slice a turn that others wait for parks,
/// with its thread, and its slot goes to the waiting turn whose worker has had the least service. So a turn that burns its whole
/// budget delays nobody by more than a slice; and an idle isolate with a free slot runs at once, on the thread that asked.
/// </summary>
/// <remarks>Thread-safe; its lock is held for a few instructions and never while JavaScript runs.</remarks>
internal sealed class SlotScheduler
{
    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (long Service, long Sequence)> _waiting = new();
    private readonly int _slots;
    private int _running;
    private long _sequence;
    private long _floor;

    /// <summary>Makes a scheduler.</summary>
    /// <param name="slots">How many turns run at once; 1 or more.</param>
    public SlotScheduler(int slots) => _slots = Math.Max(1, slots);

    /// <summary>Turns that run now.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Turns that wait for a slot, parked ones included.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count;
            }
        }
    }

    /// <summary>Whether a turn could start at once.</summary>
    public bool HasFreeSlot => Volatile.Read(ref _running) < _slots;

    /// <summary>Runs an isolate's mailbox when a slot is free: here if allowed and the thread's stack is large enough, else on a turn thread.</summary>
    public void Submit(Isolate isolate, bool mayRunHere)
    {
        lock (_gate)
        {
            if (isolate.Share.Service < _floor)
            {
                isolate.Share.Service = _floor;
            }

            if (_running >= _slots)
            {
                Enqueue(new Waiter(isolate, null));
                return;
            }

            _running++;
        }

        if (mayRunHere && TurnThreads.CurrentIsLarge)
        {
            Run(isolate);
        }
        else
        {
            TurnThreads.Start(this, isolate);
        }
    }

    /// <summary>Runs an isolate that has a slot until its mailbox is empty or somebody else is due.</summary>
    internal void Run(Isolate isolate)
    {
        var start = Stopwatch.GetTimestamp();
        var slice = new Slice(this, isolate.Share, start);
        while (isolate.RunNext(slice.OnSlice))
        {
            if (slice.MustGiveWay())
            {
                lock (_gate)
                {
                    slice.Account();
                    Enqueue(new Waiter(isolate, null));
                }

                GiveSlotAway();
                return;
            }
        }

        lock (_gate)
        {
            slice.Account();
        }

        GiveSlotAway();
    }

    private void GiveSlotAway()
    {
        Waiter next;
        lock (_gate)
        {
            if (_waiting.Count == 0)
            {
                _running--;
                return;
            }

            next = Dequeue();
        }

        Wake(next);
    }

    private void Park(Slice slice)
    {
        Waiter next;
        ManualResetEventSlim resumed;
        lock (_gate)
        {
            slice.Account();
            if (_waiting.Count == 0 || _waiting.Peek().Share.Service > slice.Share.Service)
            {
                return;
            }

            resumed = new ManualResetEventSlim(initialState: false, spinCount: 0);
            next = Dequeue();
            Enqueue(new Waiter(slice.Share, resumed));
        }

        Wake(next);
        resumed.Wait();
        resumed.Dispose();
        slice.Resume();
    }

    private void Wake(Waiter waiter)
    {
        if (waiter.Resumed is { } resumed)
        {
            resumed.Set();
        }
        else
        {
            TurnThreads.Start(this, waiter.Isolate!);
        }
    }

    private void Enqueue(Waiter waiter) => _waiting.Enqueue(waiter, (waiter.Share.Service, _sequence++));

    private Waiter Dequeue()
    {
        var waiter = _waiting.Dequeue();
        _floor = Math.Max(_floor, waiter.Share.Service);
        return waiter;
    }

    private readonly struct Waiter
    {
        public Waiter(Isolate isolate, ManualResetEventSlim? resumed)
        {
            Isolate = isolate;
            Share = isolate.Share;
            Resumed = resumed;
        }

        public Waiter(SchedulerShare share, ManualResetEventSlim resumed)
        {
            Share = share;
            Resumed = resumed;
        }

        /// <summary>An isolate that has not begun, ...</summary>
        public Isolate? Isolate { get; }

        /// <summary>... or a parked turn to wake.</summary>
        public ManualResetEventSlim? Resumed { get; }

        public SchedulerShare Share { get; }
    }

    private sealed class Slice(SlotScheduler scheduler, SchedulerShare share, long start)
    {
        private long _accounted = start;

        public SchedulerShare Share { get; } = share;

        public void OnSlice() => scheduler.Park(this);

        /// <summary>Between two items of a mailbox: whether a slice is used up and another turn waits.</summary>
        public bool MustGiveWay() =>
            scheduler._waiting.Count > 0 && Stopwatch.GetTimestamp() - _accounted > Stopwatch.Frequency / 1000;

        public void Account()
        {
            var now = Stopwatch.GetTimestamp();
            Share.Service += now - _accounted;
            _accounted = now;
        }

        public void Resume() => _accounted = Stopwatch.GetTimestamp();
    }
}
