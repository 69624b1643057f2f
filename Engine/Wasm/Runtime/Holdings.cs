namespace PureEdge.Wasm.Runtime;

/// <summary>How much the living objects of a store hold: each knows its own size, and this knows the sum.</summary>
/// <param name="sizeOf">The size of an object as it is.</param>
internal sealed class Holdings<T>(Func<T, long> sizeOf)
    where T : class
{
    private readonly List<WeakReference<T>> _owners = [];
    private long _sum;
    private int _sweepAt = 64;

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
    public void Reserve(long more) => _sum += more;

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
