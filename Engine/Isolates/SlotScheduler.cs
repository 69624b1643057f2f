using System.Diagnostics;
using PureEdge.Engine.Scripts;
using PureEdge.Metering;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// Gives processor slots to turns: at most one running turn a core. At the end of a slice a turn that others wait for parks,
/// with its thread, and its slot goes to the waiting turn whose worker has had the least service. So a turn that burns its whole
/// budget delays nobody by more than a slice; and an idle isolate with a free slot runs at once, on the thread that asked. Parsing and compiling take slots too.
/// Built-ins and garbage can make a slice long, so workers whose requests were killed lately share all slots but one; and what they park with a deep stack is
/// walked by every garbage collection while all threads wait, so they do not park for each other there.
/// Service is compared against a floor that rises with the service given, so that neither a newcomer nor an old worker is ahead.
/// </summary>
/// <remarks>Thread-safe; its lock is held for a few instructions and never while JavaScript runs.</remarks>
internal sealed class SlotScheduler : IWorkSlots
{
    private static readonly long SliceTicks = Stopwatch.Frequency / 1000;

    // What has the slot that the current thread runs in.
    [ThreadStatic]
    private static Slice? s_current;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Waiter, (long Service, long Sequence)> _waiting = new();
    private readonly PriorityQueue<Waiter, (long Service, long Sequence)> _waitingSuspects = new();
    private readonly SchedulerShare _work;
    private readonly int _slots;
    private readonly int _suspectSlots;
    private int _running;
    private int _runningSuspects;
    private readonly HashSet<Slice> _live = [];
    private long _sequence;
    private long _floor;
    private long _waits;
    private long _waitedTicks;

    /// <summary>Makes a scheduler.</summary>
    /// <param name="slots">How many turns run at once; 1 or more.</param>
    /// <param name="time">The clock.</param>
    public SlotScheduler(int slots, TimeProvider time)
    {
        _work = new(time);
        _slots = Math.Max(1, slots);
        _suspectSlots = Math.Max(1, _slots - 1);
        PoolThreads.Reserve(_slots);
    }

    /// <summary>Turns that run now, and other work in slots.</summary>
    public int Running => Volatile.Read(ref _running);

    /// <summary>Turns that wait for a slot, parked ones included.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
            {
                return _waiting.Count + _waitingSuspects.Count;
            }
        }
    }

    /// <summary>How often turns have waited for a slot, and how long together; of waits that are over.</summary>
    public (long Count, TimeSpan Time) Waits
    {
        get
        {
            lock (_gate)
            {
                return (_waits, Stopwatch.GetElapsedTime(0, _waitedTicks));
            }
        }
    }

    /// <summary>Whether a turn could start at once.</summary>
    public bool HasFreeSlot => Volatile.Read(ref _running) < _slots;

    /// <summary>Runs an isolate's mailbox when a slot is free: here if allowed and the thread's stack is large enough, else on a turn thread.</summary>
    public void Submit(Isolate isolate, bool mayRunHere)
    {
        var turn = new Waiter(isolate);
        lock (_gate)
        {
            isolate.Share.Enter(_floor, SliceTicks);
            if (!TryTakeSlot(turn.IsSuspect))
            {
                Enqueue(turn);
                return;
            }
        }

        if (mayRunHere && LargeStack.CurrentIsLarge)
        {
            Run(isolate, turn.IsSuspect);
        }
        else
        {
            TurnThreads.Start(this, isolate, turn.IsSuspect);
        }
    }

    /// <summary>Runs an isolate that has a slot until its mailbox is empty or somebody else is due.</summary>
    internal void Run(Isolate isolate, bool isSuspect)
    {
        var slice = new Slice(this, isolate.Share, isSuspect, isolate.TurnMilliseconds) { Isolate = isolate };
        lock (_gate)
        {
            _live.Add(slice);
        }

        var outer = s_current;
        s_current = slice;
        var isIdle = RunMailbox(isolate, slice);
        s_current = outer;
        GiveSlotAway(slice, isIdle ? null : new Waiter(isolate));
    }

    /// <inheritdoc/>
    public T RunWork<T>(bool isSuspect, int milliseconds, Func<IWorkSlot, T> work)
    {
        if (s_current is { } own)
        {
            // Whoever embeds the engine may load a worker in what a turn calls: with a slot, it would wait for itself.
            return work(own);
        }

        var slice = new Slice(this, _work, isSuspect, milliseconds);
        TakeSlot(slice);
        s_current = slice;
        try
        {
            return work(slice);
        }
        finally
        {
            s_current = null;
            GiveSlotAway(slice, null);
        }
    }

    // Whether nothing is left in it; else others are due.
    private bool RunMailbox(Isolate isolate, Slice slice)
    {
        while (isolate.RunNext(slice.OnSlice))
        {
            slice.Probe();
            if (slice.IsUsedUp && Waiting > 0)
            {
                return false;
            }
        }

        return true;
    }

    // Waits for a slot on the current thread.
    private void TakeSlot(Slice slice)
    {
        ManualResetEventSlim? resumed = null;
        lock (_gate)
        {
            slice.Share.Enter(_floor, SliceTicks);
            slice.Resume();
            if (!TryTakeSlot(slice.IsSuspect))
            {
                resumed = Park(slice);
            }

            _live.Add(slice);
        }

        if (resumed is not null)
        {
            PoolThreads.Hold();
            Wait(slice, resumed);
        }
    }

    /// <summary>
    /// Takes the slots of turns that passed no probe for too many looks (<see cref="Watchdog"/>), and gives them to others. The threads
    /// are lost; should one come back, it finds that it has no slot any more.
    /// </summary>
    public IReadOnlyList<Isolate> TakeLost()
    {
        List<Isolate>? lost = null;
        var threads = 0;
        var next = new List<Waiter>();
        lock (_gate)
        {
            foreach (var slice in _live)
            {
                if (slice.IsStuck())
                {
                    slice.IsLost = true;
                    threads++;
                    if (slice.Isolate is { } isolate)
                    {
                        (lost ??= []).Add(isolate);
                    }

                    Count(slice.IsSuspect, -1);
                    slice.Share.Leave();
                    if (TryDequeue(long.MaxValue, out var waiter))
                    {
                        next.Add(waiter);
                    }
                }
            }

            _live.RemoveWhere(static slice => slice.IsLost);
        }

        for (; threads > 0; threads--)
        {
            PoolThreads.Hold();
        }

        next.ForEach(Wake);
        return lost ?? [];
    }

    private bool TryTakeSlot(bool isSuspect)
    {
        if (_running >= _slots || (isSuspect && _runningSuspects >= _suspectSlots))
        {
            return false;
        }

        Count(isSuspect, 1);
        return true;
    }

    private void Count(bool isSuspect, int change)
    {
        _running += change;
        _runningSuspects += isSuspect ? change : 0;
    }

    /// <summary>Ends a turn, or a slice of a mailbox that goes on later, and starts whoever is next.</summary>
    private void GiveSlotAway(Slice slice, Waiter? goesOn)
    {
        Waiter next;
        lock (_gate)
        {
            if (slice.IsLost)
            {
                return;
            }

            _live.Remove(slice);
            Account(slice);
            Count(slice.IsSuspect, -1);
            if (goesOn is { } later)
            {
                Enqueue(later);
            }
            else
            {
                slice.Share.Leave();
            }

            if (!TryDequeue(long.MaxValue, out next))
            {
                return;
            }
        }

        Wake(next);
    }

    /// <summary>Accounts for a slice, even if nobody waits: whoever comes next is compared with it. Parks the turn if another is due.</summary>
    private void EndSlice(Slice slice)
    {
        Waiter next;
        ManualResetEventSlim resumed;
        lock (_gate)
        {
            if (slice.IsLost)
            {
                return;
            }

            Account(slice);
            Count(slice.IsSuspect, -1);
            if (!TryDequeue(slice.Share.Service, out next, !slice.KeepsSlotFromSuspects()))
            {
                Count(slice.IsSuspect, 1);
                return;
            }

            resumed = Park(slice);
        }

        PoolThreads.Hold();
        Wake(next);
        Wait(slice, resumed);
    }

    private ManualResetEventSlim Park(Slice slice)
    {
        slice.IsParked = true;
        var resumed = new ManualResetEventSlim(initialState: false, spinCount: 0);
        Enqueue(new Waiter(slice, resumed));
        return resumed;
    }

    // The thread is held.
    private static void Wait(Slice slice, ManualResetEventSlim resumed)
    {
        using (resumed)
        {
            resumed.Wait();
        }

        PoolThreads.Release();
        slice.Resume();
    }

    /// <summary>Takes the waiting turn whose worker had the least service, at most <paramref name="service"/>, and a slot for it.</summary>
    private bool TryDequeue(long service, out Waiter next, bool suspectsToo = true)
    {
        var queue = _waiting;
        if (suspectsToo && _runningSuspects < _suspectSlots && _waitingSuspects.TryPeek(out _, out var suspect)
            && (!_waiting.TryPeek(out _, out var other) || suspect.CompareTo(other) < 0))
        {
            queue = _waitingSuspects;
        }

        if (!queue.TryPeek(out next, out var least) || least.Service > service)
        {
            return false;
        }

        queue.Dequeue();
        next = next with { Waited = Stopwatch.GetTimestamp() - next.Since };
        _waits++;
        _waitedTicks += next.Waited;
        Count(next.IsSuspect, 1);
        return true;
    }

    private void Account(Slice slice)
    {
        slice.Account();
        _floor = Math.Max(_floor, Math.Min(slice.Share.Service, Math.Min(LeastService(_waiting), LeastService(_waitingSuspects))));
    }

    private static long LeastService(PriorityQueue<Waiter, (long Service, long Sequence)> queue) =>
        queue.TryPeek(out _, out var least) ? least.Service : long.MaxValue;

    private void Enqueue(Waiter waiter) =>
        (waiter.IsSuspect ? _waitingSuspects : _waiting).Enqueue(waiter with { Since = Stopwatch.GetTimestamp() }, (waiter.Share.Service, _sequence++));

    private void Wake(Waiter waiter)
    {
        if (waiter.Resumed is { } resumed)
        {
            resumed.Set();
        }
        else
        {
            TurnThreads.Start(this, waiter.Isolate!, waiter.IsSuspect);
        }

        // After that, so that counting delays nobody who waits.
        waiter.Share.OnWaited(waiter.Waited);
    }

    private readonly struct Waiter
    {
        public Waiter(Isolate isolate)
        {
            Isolate = isolate;
            Share = isolate.Share;
            IsSuspect = isolate.Share.Breaker.IsInDebt;
        }

        public Waiter(Slice slice, ManualResetEventSlim resumed)
        {
            Share = slice.Share;
            Resumed = resumed;
            IsSuspect = slice.IsSuspect;
        }

        /// <summary>An isolate that has not begun, ...</summary>
        public Isolate? Isolate { get; }

        /// <summary>... or a parked turn to wake.</summary>
        public ManualResetEventSlim? Resumed { get; }

        public SchedulerShare Share { get; }

        public bool IsSuspect { get; }

        /// <summary>When it began to wait.</summary>
        public long Since { get; init; }

        /// <summary>How long it has waited, when it waits no more.</summary>
        public long Waited { get; init; }
    }

    private sealed class Slice(SlotScheduler scheduler, SchedulerShare share, bool isSuspect, int milliseconds) : IWorkSlot
    {
        // A recursion comes that deep in hundreds of calls. It may end its unwinding, and nothing is kept from the other suspects for long.
        private const int DeepStackBytes = 256 << 10;
        private const int MostDeepSlices = 100;

        private readonly int _mostLooks = (milliseconds / 1000) + Watchdog.MarginLooks;
        private readonly nint _stackStart = StackPointer();
        private long _accounted = Stopwatch.GetTimestamp();
        private int _probes;
        private int _probesSeen;
        private int _looks;
        private int _deepSlices;

        /// <summary>Whose turn it is; none for work that is no turn.</summary>
        public Isolate? Isolate { get; init; }

        public SchedulerShare Share { get; } = share;

        /// <summary>Whether it waits for a slot in the middle of a turn.</summary>
        public bool IsParked { get; set; }

        /// <summary>Whether the watchdog has given its slot away.</summary>
        public bool IsLost { get; set; }

        public bool IsSuspect { get; } = isSuspect;

        public bool IsUsedUp => Stopwatch.GetTimestamp() - _accounted > SliceTicks;

        /// <summary>The turn goes on, as far as anybody can see.</summary>
        public void Probe() => Volatile.Write(ref _probes, _probes + 1);

        /// <summary>Whether it has passed no probe for too many looks, this one included.</summary>
        public bool IsStuck()
        {
            var probes = Volatile.Read(ref _probes);
            _looks = IsParked || probes != _probesSeen ? 0 : _looks + 1;
            _probesSeen = probes;
            return _looks > _mostLooks;
        }

        public void OnSlice()
        {
            Probe();
            scheduler.EndSlice(this);
        }

        public T WaitOutside<T>(Func<T> wait)
        {
            scheduler.GiveSlotAway(this, null);
            try
            {
                return wait();
            }
            finally
            {
                if (!IsLost)
                {
                    scheduler.TakeSlot(this);
                }
            }
        }

        public void Account()
        {
            var now = Stopwatch.GetTimestamp();
            Share.Account(now - _accounted);
            _accounted = now;
        }

        /// <summary>Whether it is a suspect's with a deep stack, and was not for too long.</summary>
        public bool KeepsSlotFromSuspects()
        {
            _deepSlices = _stackStart - StackPointer() > DeepStackBytes ? _deepSlices + 1 : 0;
            return IsSuspect && _deepSlices is > 0 and <= MostDeepSlices;
        }

        public void Resume()
        {
            IsParked = false;
            _accounted = Stopwatch.GetTimestamp();
        }

        private static nint StackPointer()
        {
            byte here = 0;
            return StackAddress.Of(ref here);
        }
    }
}
