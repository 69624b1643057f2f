using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace PureEdge.Metering.WeakTables;

/// <summary>
/// Stands in for <see cref="ConditionalWeakTable{TKey,TValue}"/> in tables that belong to an engine: the entry lies in the key
/// and not in the table. The class library's table costs the garbage collector time that is quadratic in the length of a chain of
/// entries, and a script may make the chain (WeakMap, private fields): 20,000 were a pause of a minute for the whole process.
/// </summary>
/// <remarks>
/// Owned by one engine. An entry lives as long as its key, even when the table is gone, until the key's entries grow. Keys without
/// a slot, which are objects of the host, go to a table of the class library; keys that all engines share carry nothing of any of them.
/// </remarks>
internal sealed class InvertedWeakTable<TKey, TValue>
    where TKey : class
    where TValue : class?
{
    private WeakReference _self;
    private ConditionalWeakTable<TKey, TValue>? _others;
    private Dictionary<TKey, TValue>? _ofShared;

    public InvertedWeakTable() => _self = new WeakReference(this);

    public delegate TValue CreateValueCallback(TKey key);

    // A table of the process is filled by several threads; its keys are never objects of scripts.
    private ConditionalWeakTable<TKey, TValue> Others =>
        _others ?? Interlocked.CompareExchange(ref _others, [], null) ?? _others;

    // Keys that live as long as the process: the table's own entries die with it all the same.
    private Dictionary<TKey, TValue> OfShared => _ofShared ??= new(ReferenceEqualityComparer.Instance);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (!HasSlot(key, out var slot))
        {
            return IsShared(slot) ? OfShared.TryGetValue(key, out value) : Others.TryGetValue(key, out value);
        }

        if (slot.WeakSlot is WeakEntries entries && entries.Find(_self) is >= 0 and var at)
        {
            value = (TValue)entries[at]!;
            return true;
        }

        value = null;
        return false;
    }

    public void Add(TKey key, TValue value)
    {
        if (!TryAdd(key, value))
        {
            throw new ArgumentException("The key is in the table already.", nameof(key));
        }
    }

    public bool TryAdd(TKey key, TValue value)
    {
        if (!HasSlot(key, out var slot))
        {
            return IsShared(slot) ? OfShared.TryAdd(key, value) : Others.TryAdd(key, value);
        }

        var entries = Entries(slot);
        if (entries.Find(_self) >= 0)
        {
            return false;
        }

        entries.Add(_self, value);
        return true;
    }

    public void AddOrUpdate(TKey key, TValue value)
    {
        if (!HasSlot(key, out var slot))
        {
            if (IsShared(slot))
            {
                OfShared[key] = value;
            }
            else
            {
                Others.AddOrUpdate(key, value);
            }

            return;
        }

        var entries = Entries(slot);
        if (entries.Find(_self) is >= 0 and var at)
        {
            entries[at] = value;
        }
        else
        {
            entries.Add(_self, value);
        }
    }

    public bool Remove(TKey key)
    {
        if (!HasSlot(key, out var slot))
        {
            return IsShared(slot) ? OfShared.Remove(key) : Others.Remove(key);
        }

        if (slot.WeakSlot is WeakEntries entries && entries.Find(_self) is >= 0 and var at)
        {
            entries.RemoveAt(at);
            return true;
        }

        return false;
    }

    public TValue GetValue(TKey key, CreateValueCallback create)
    {
        if (!TryGetValue(key, out var value))
        {
            value = create(key);
            Add(key, value);
        }

        return value;
    }

    public TValue GetOrCreateValue(TKey key) => GetValue(key, static _ => Activator.CreateInstance<TValue>());

    public void Clear()
    {
        _self.Target = null;
        _self = new WeakReference(this);
        _others = null;
        _ofShared = null;
    }

    private static bool HasSlot(TKey key, [NotNullWhen(true)] out IWeakSlot? slot) => (slot = key as IWeakSlot) is not null && !IsShared(slot);

    private static bool IsShared([NotNullWhen(true)] IWeakSlot? slot) => slot is not null && ReferenceEquals(slot.WeakSlot, SharedKey.Mark);

    private static WeakEntries Entries(IWeakSlot slot) => (WeakEntries)(slot.WeakSlot ??= new WeakEntries());
}
