using PureEdge.Metering;

namespace PureEdge.Wasm.Runtime;

/// <summary>How much the living objects of a store hold: each knows its own size, and this knows the sum.</summary>
/// <param name="sizeOf">The size of an object as it is.</param>
internal sealed class Holdings<T>(Func<T, long> sizeOf)
    where T : class
{
    private const int MostCollections = 2;
    private const int MostLooks = 1_000;

    private readonly List<WeakReference<T>> _owners = [];
    private long _sum;
    private long _sinceCollection;
    private int _sweepAt = 64;

    private static long LastCollection => Math.Max(GC.GetGCMemoryInfo(GCKind.Background).Index, GC.GetGCMemoryInfo(GCKind.FullBlocking).Index);

    /// <summary>How many objects a sweep looks at.</summary>
    public int Count => _owners.Count;

    /// <summary>What they hold, after the dead are taken off.</summary>
    public long Sum()
    {
        Sweep();
        return _sum;
    }

    /// <summary>A new object, which holds nothing yet.</summary>
    public void Add(T owner)
    {
        if (_owners.Count >= _sweepAt)
        {
            Sweep();
            _sweepAt = Math.Max(64, _owners.Count * 2);
        }

        _owners.Add(new WeakReference<T>(owner));
    }

    /// <summary>Whether so much more may be held, as far as is known without a sweep.</summary>
    public bool Allows(long more, long most) => _sum + more <= most;

    /// <summary>So much more is about to be held.</summary>
    public void Reserve(long more)
    {
        _sum += more;
        _sinceCollection += more;
    }

    /// <summary>
    /// Lets the collector find out who is dead, which nobody else knows: a program that is started for each request would else fill the store
    /// with what nobody has any more. No more often than a quarter of what may be held was made since the last time, which would
    /// cost about a collection in any case, so that asking again and again does not. It works in the background, since all others
    /// would stand still meanwhile; only this thread waits, and lets others run.
    /// </summary>
    /// <returns>Whether it did.</returns>
    public bool Collect(long most)
    {
        if (_sinceCollection < most / 4)
        {
            return false;
        }

        _sinceCollection = 0;
        var before = _sum;
        // One that was at work already has not seen who died since it began.
        for (var i = 0; i < MostCollections && _sum == before; i++)
        {
            var last = LastCollection;
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            for (var looks = 0; looks < MostLooks && LastCollection == last; looks++)
            {
                Meter.Work<Unbilled>(MeterState.SliceSteps);
#pragma warning disable RS0030 // The runtime tells nobody when a background collection ends.
                Thread.Sleep(1);
#pragma warning restore RS0030
            }

            Sweep();
        }

        return true;
    }

    /// <summary>Counts again: takes off what the dead held, and what was reserved and then not taken.</summary>
    public void Sweep()
    {
        _sum = 0;
        _owners.RemoveAll(reference =>
        {
            if (!reference.TryGetTarget(out var owner))
            {
                return true;
            }

            _sum += sizeOf(owner);
            return false;
        });
    }
}
