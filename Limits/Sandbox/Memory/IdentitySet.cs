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

    /// <summary>The most objects that are added at once.</summary>
    public const int BatchLength = 64;

    private const int PageLength = 1 << 10;

    // Deeper, a page grows instead: the directory of a million pages is as large as may be.
    private const int MaxDepth = 20;

    private readonly WeakReference<Stack<Slot[]>> _spare = new(new());
    private Slot[] _moving = new Slot[PageLength];
    private Page[] _directory = [new(new Slot[PageLength], 0)];
    private int _depth;

    // Read by nobody: what is only touched must have a use, or it is not read.
    private bool _touched;

    public int Count { get; private set; }

    /// <summary>Adds objects: all are looked at before the first is added, so that the waits for their memory and for the set's overlap.</summary>
    /// <param name="items">The objects, at most <see cref="BatchLength"/>; afterwards those that were not in the set come first.</param>
    /// <returns>How many were not in the set.</returns>
    public int Add(Span<Slot> items)
    {
        Span<uint> hashes = stackalloc uint[BatchLength];
        for (var i = 0; i < items.Length; i++)
        {
            hashes[i] = HashOf(items[i].Item!);
        }

        for (var i = 0; i < items.Length; i++)
        {
            _touched ^= PageOf(hashes[i]).IsEmptyAt(hashes[i]);
        }

        var added = 0;
        for (var i = 0; i < items.Length; i++)
        {
            if (Add(hashes[i], items[i].Item!))
            {
                items[added++].Item = items[i].Item;
            }
        }

        return added;
    }

    private bool Add(uint hash, object item)
    {
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
            page.MoveTo(new Slot[page.Slots.Length * 2]);
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
        _moving = page.DivideInto(upper, _moving);
        Array.Clear(_moving);
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

        public bool IsEmptyAt(uint hash) => Slots[(int)hash & (Slots.Length - 1)].Item is null;

        public bool Contains(uint hash, object item) => Find(hash, item).Item is not null;

        /// <summary>Gives those whose next bit is set to another page.</summary>
        /// <param name="upper">The other page, which is empty.</param>
        /// <param name="empty">Slots for those that stay.</param>
        /// <returns>The slots until now.</returns>
        public Slot[] DivideInto(Page upper, Slot[] empty)
        {
            Depth++;
            var all = Slots;
            (Slots, _count) = (empty, 0);
            foreach (var slot in all)
            {
                if (slot.Item is { } item)
                {
                    var hash = HashOf(item);
                    ((Upper(hash, Depth) & 1) == 0 ? this : upper).Add(hash, item);
                }
            }

            return all;
        }

        /// <summary>Puts all into other slots.</summary>
        public void MoveTo(Slot[] larger)
        {
            var all = Slots;
            (Slots, _count) = (larger, 0);
            foreach (var slot in all)
            {
                if (slot.Item is { } item)
                {
                    Add(HashOf(item), item);
                }
            }
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

    /// <summary>An object in an array, without the check of covariance.</summary>
    public struct Slot
    {
        public object? Item;
    }
}
