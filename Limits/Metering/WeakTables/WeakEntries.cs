namespace PureEdge.Metering.WeakTables;

/// <summary>The entries of one key in any number of tables.</summary>
/// <remarks>Owned by the key's engine. Not generic: tables of several types share a key.</remarks>
internal sealed class WeakEntries
{
    private WeakReference[] _tables = new WeakReference[2];
    private object?[] _values = new object?[2];
    private int _count;

    public object? this[int index]
    {
        get => _values[index];
        set => _values[index] = value;
    }

    public int Find(WeakReference table)
    {
        for (var i = 0; i < _count; i++)
        {
            if (ReferenceEquals(_tables[i], table))
            {
                return i;
            }
        }

        if (_count > 64)
        {
            Meter.Work<Unbilled>(_count >> 2);
        }

        return -1;
    }

    public void Add(WeakReference table, object? value)
    {
        if (_count == _tables.Length)
        {
            Sweep();
        }

        _tables[_count] = table;
        _values[_count++] = value;
    }

    public void RemoveAt(int index)
    {
        _count--;
        _tables[index] = _tables[_count];
        _values[index] = _values[_count];
        _tables[_count] = null!;
        _values[_count] = null;
    }

    // Tables that are gone leave their entries behind; growing is the moment to drop them.
    private void Sweep()
    {
        var kept = 0;
        for (var i = 0; i < _count; i++)
        {
            if (_tables[i].Target is not null)
            {
                _tables[kept] = _tables[i];
                _values[kept++] = _values[i];
            }
        }

        Array.Clear(_tables, kept, _count - kept);
        Array.Clear(_values, kept, _count - kept);
        _count = kept;
        Meter.Work<Unbilled>(kept >> 2);
        if (_count > _tables.Length / 2)
        {
            Meter.Bytes<Unbilled>(_count * 32L);
            Array.Resize(ref _tables, _tables.Length * 2);
            Array.Resize(ref _values, _values.Length * 2);
        }
    }
}
