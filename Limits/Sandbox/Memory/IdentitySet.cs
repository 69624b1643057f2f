using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>Objects by identity. Its table is rented, and given back when the set is cleared after it grew.</summary>
/// <remarks>Owned by one walk. The hash is the runtime's, which no script can choose.</remarks>
internal sealed class IdentitySet
{
    private const int SmallLength = 1 << 12;

    private readonly Slot[] _small = new Slot[SmallLength];
    private Slot[] _table;
    private int _shift;

    public IdentitySet()
    {
        _table = _small;
        _shift = 32 - BitOperations.Log2(SmallLength);
    }

    public int Count { get; private set; }

    /// <returns>Whether the object was not in the set.</returns>
    public bool Add(object item)
    {
        // Linear probing wants a load of at most three quarters.
        if (Count >= _table.Length - (_table.Length >> 2))
        {
            Grow();
        }

        ref var slot = ref Find(_table, _shift, item);
        if (slot.Item is not null)
        {
            return false;
        }

        slot.Item = item;
        Count++;
        return true;
    }

    public bool Contains(object item) => Find(_table, _shift, item).Item is not null;

    public void Clear()
    {
        if (ReferenceEquals(_table, _small))
        {
            Array.Clear(_small);
        }
        else
        {
            ArrayPool<Slot>.Shared.Return(_table, clearArray: true);
            Array.Clear(_small);
            _table = _small;
            _shift = 32 - BitOperations.Log2(SmallLength);
        }

        Count = 0;
    }

    private static ref Slot Find(Slot[] table, int shift, object item)
    {
        var mask = table.Length - 1;
        var index = (int)(((uint)RuntimeHelpers.GetHashCode(item) * 2654435769u) >> shift);
        while (true)
        {
            ref var slot = ref table[index & mask];
            if (slot.Item is null || ReferenceEquals(slot.Item, item))
            {
                return ref slot;
            }

            index++;
        }
    }

    private void Grow()
    {
        // Only this type's own arrays are in that pool, and they come back clean.
        var larger = ArrayPool<Slot>.Shared.Rent(_table.Length * 2);
        var shift = _shift - 1;
        foreach (var slot in _table)
        {
            if (slot.Item is { } item)
            {
                Find(larger, shift, item).Item = item;
            }
        }

        if (!ReferenceEquals(_table, _small))
        {
            ArrayPool<Slot>.Shared.Return(_table, clearArray: true);
        }

        _table = larger;
        _shift = shift;
    }

    // A type of its own for its own pool, and without the check of covariance.
    private struct Slot
    {
        public object? Item;
    }
}
