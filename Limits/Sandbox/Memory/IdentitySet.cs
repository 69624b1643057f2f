using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>Objects by identity: one small table, or 256 that grow each for itself, so that growing never needs much room at once.</summary>
/// <remarks>Owned by one walk. The hash is the runtime's, which no script can choose.</remarks>
internal sealed class IdentitySet
{
    /// <summary>About what an object takes in a large set.</summary>
    public const int BytesPerObject = 16;

    private const int SmallLength = 1 << 12;
    private const int PartBits = 8;
    private const int FirstPartLength = 1 << 5;

    private readonly Table _small = new(SmallLength);
    private Table[]? _parts;

    public int Count { get; private set; }

    /// <returns>Whether the object was not in the set.</returns>
    public bool Add(object item)
    {
        var hash = HashOf(item);
        if (_parts is null && _small.IsFull)
        {
            Divide();
        }

        if (!TableOf(hash).Add(hash, item))
        {
            return false;
        }

        Count++;
        return true;
    }

    public bool Contains(object item)
    {
        var hash = HashOf(item);
        return TableOf(hash).Contains(hash, item);
    }

    public void Clear()
    {
        if (_parts is not null)
        {
            GarbagePressure.Add((long)Count * BytesPerObject);
            _parts = null;
        }

        _small.Clear();
        Count = 0;
    }

    private static uint HashOf(object item) => (uint)RuntimeHelpers.GetHashCode(item) * 2654435769u;

    private Table TableOf(uint hash) => _parts is null ? _small : _parts[hash >> (32 - PartBits)];

    private void Divide()
    {
        _parts = new Table[1 << PartBits];
        for (var i = 0; i < _parts.Length; i++)
        {
            _parts[i] = new(FirstPartLength);
        }

        foreach (var item in _small.Items)
        {
            var hash = HashOf(item);
            TableOf(hash).Add(hash, item);
        }
    }

    private sealed class Table(int length)
    {
        private Slot[] _slots = new Slot[length];
        private int _count;

        // Linear probing wants a load of at most three quarters.
        public bool IsFull => _count >= _slots.Length - (_slots.Length >> 2);

        public IEnumerable<object> Items => _slots.Select(static s => s.Item).OfType<object>();

        public bool Add(uint hash, object item)
        {
            if (IsFull)
            {
                Grow();
            }

            ref var slot = ref Find(_slots, hash, item);
            if (slot.Item is not null)
            {
                return false;
            }

            slot.Item = item;
            _count++;
            return true;
        }

        public bool Contains(uint hash, object item) => Find(_slots, hash, item).Item is not null;

        public void Clear()
        {
            Array.Clear(_slots);
            _count = 0;
        }

        // The upper bits chose the table.
        private static ref Slot Find(Slot[] slots, uint hash, object item)
        {
            var mask = slots.Length - 1;
            var index = (int)(hash >> PartBits);
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

        private void Grow()
        {
            var larger = new Slot[_slots.Length * 2];
            foreach (var slot in _slots)
            {
                if (slot.Item is { } item)
                {
                    Find(larger, HashOf(item), item).Item = item;
                }
            }

            _slots = larger;
        }
    }

    // Without the check of covariance.
    private struct Slot
    {
        public object? Item;
    }
}
