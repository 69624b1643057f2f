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
/// a slot, which are objects of the host, go to a table of the class library.
/// </remarks>
internal sealed class InvertedWeakTable<TKey, TValue>
    where TKey : class
    where TValue : class?
{
    private WeakReference _self;
    private ConditionalWeakTable<TKey, TValue>? _others;

    public InvertedWeakTable() => _self = new WeakReference(this);

    public delegate TValue CreateValueCallback(TKey key);

    // A table of the process is filled by several threads; its keys are never objects of scripts.
    private ConditionalWeakTable<TKey, TValue> Others =>
        _others ?? Interlocked.CompareExchange(ref _others, [], null) ?? _others;

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        if (key is not IWeakSlot slot)
        {
            return Others.TryGetValue(key, out value);
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
        if (key is not IWeakSlot slot)
        {
            return Others.TryAdd(key, value);
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
        if (key is not IWeakSlot slot)
        {
            Others.AddOrUpdate(key, value);
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
        if (key is not IWeakSlot slot)
        {
            return Others.Remove(key);
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
    }

    private static WeakEntries Entries(IWeakSlot slot) => (WeakEntries)(slot.WeakSlot ??= new WeakEntries());
}
