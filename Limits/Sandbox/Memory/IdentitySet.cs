using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Objects by identity. Pages of one length, found by the upper bits of the hash through a directory; a full page is divided into two
/// (extendible hashing). So growing leaves no garbage behind, which would be resident beside the set, and no array is large.
/// </summary>
/// <remarks>
/// Owned by one walk at a time. The hash is the runtime's, which no script can choose. Pages of a set that was emptied serve the next one, unless the
/// collector was there before.
/// </remarks>
internal sealed class IdentitySet
{
    /// <summary>About what an object takes in a large set.</summary>
    public const int BytesPerObject = 16;

    private const int PageLength = 1 << 10;

    // Deeper, a page grows instead: the directory of a million pages is as large as may be.
    private const int MaxDepth = 20;

    private readonly WeakReference<Stack<Slot[]>> _spare = new(new());
    private readonly List<object> _moving = [];
    private Page[] _directory = [new(new Slot[PageLength], 0)];
    private int _depth;

    public int Count { get; private set; }

    /// <returns>Whether the object was not in the set.</returns>
    public bool Add(object item)
    {
        var hash = HashOf(item);
        var page = PageOf(hash);
        while (page.IsFull)
        {
            Divide(page, hash);
            page = PageOf(hash);
        }

        if (!page.Add(hash, item))
        {
            return false;
        }

        Count++;
        return true;
    }

    public bool Contains(object item)
    {
        var hash = HashOf(item);
        return PageOf(hash).Contains(hash, item);
    }

    public void Clear()
    {
        var first = _directory[0];
        if (_directory.Length > 1)
        {
            var spare = Spare();
            for (var i = 1 << (_depth - first.Depth); i < _directory.Length; i += 1 << (_depth - _directory[i].Depth))
            {
                spare.Push(_directory[i].Slots);
            }

            GarbagePressure.Add((long)Count * BytesPerObject);
        }

        Array.Clear(first.Slots);
        _directory = [new(first.Slots, 0)];
        _depth = 0;
        Count = 0;
    }

    private static uint HashOf(object item) => (uint)RuntimeHelpers.GetHashCode(item) * 2654435769u;

    private static int Upper(uint hash, int bits) => (int)((ulong)hash >> (32 - bits));

    private Page PageOf(uint hash) => _directory[Upper(hash, _depth)];

    private void Divide(Page page, uint hash)
    {
        if (page.Depth == MaxDepth)
        {
            page.Refill(new Slot[page.Slots.Length * 2], _moving);
            return;
        }

        if (page.Depth == _depth)
        {
            var directory = new Page[_directory.Length * 2];
            for (var i = 0; i < directory.Length; i++)
            {
                directory[i] = _directory[i >> 1];
            }

            _directory = directory;
            _depth++;
        }

        var upper = new Page(Rent(), page.Depth + 1);
        var span = 1 << (_depth - page.Depth);
        var from = (Upper(hash, page.Depth) * span) + (span / 2);
        _directory.AsSpan(from, span / 2).Fill(upper);
        page.DivideInto(upper, _moving);
    }

    private Slot[] Rent()
    {
        if (_spare.TryGetTarget(out var spare) && spare.TryPop(out var slots) && slots.Length == PageLength)
        {
            Array.Clear(slots);
            return slots;
        }

        return new Slot[PageLength];
    }

    private Stack<Slot[]> Spare()
    {
        if (!_spare.TryGetTarget(out var spare))
        {
            spare = new();
            _spare.SetTarget(spare);
        }

        return spare;
    }

    /// <summary>The objects whose hashes begin with the same bits.</summary>
    private sealed class Page(Slot[] empty, int depth)
    {
        private int _count;

        public Slot[] Slots { get; private set; } = empty;

        /// <summary>How many bits they have in common.</summary>
        public int Depth { get; private set; } = depth;

        // Linear probing wants a load of at most three quarters.
        public bool IsFull => _count >= Slots.Length - (Slots.Length >> 2);

        public bool Add(uint hash, object item)
        {
            ref var slot = ref Find(hash, item);
            if (slot.Item is not null)
            {
                return false;
            }

            slot.Item = item;
            _count++;
            return true;
        }

        public bool Contains(uint hash, object item) => Find(hash, item).Item is not null;

        /// <summary>Gives those whose next bit is set to another page.</summary>
        public void DivideInto(Page upper, List<object> moving)
        {
            Depth++;
            TakeAll(moving);
            Array.Clear(Slots);
            foreach (var item in moving)
            {
                var hash = HashOf(item);
                ((Upper(hash, Depth) & 1) == 0 ? this : upper).Add(hash, item);
            }

            moving.Clear();
        }

        /// <summary>Puts all into other slots.</summary>
        public void Refill(Slot[] larger, List<object> moving)
        {
            TakeAll(moving);
            Slots = larger;
            foreach (var item in moving)
            {
                Add(HashOf(item), item);
            }

            moving.Clear();
        }

        private void TakeAll(List<object> moving)
        {
            foreach (var slot in Slots)
            {
                if (slot.Item is { } item)
                {
                    moving.Add(item);
                }
            }

            _count = 0;
        }

        // The upper bits chose the page.
        private ref Slot Find(uint hash, object item)
        {
            var slots = Slots;
            var mask = slots.Length - 1;
            var index = (int)hash;
            while (true)
            {
                ref var slot = ref slots[index & mask];
                if (slot.Item is null || ReferenceEquals(slot.Item, item))
                {
                    return ref slot;
                }

                index++;
            }
        }
    }

    // Without the check of covariance.
    private struct Slot
    {
        public object? Item;
    }
}
