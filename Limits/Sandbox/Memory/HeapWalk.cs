using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// One walk over an object graph, without recursion: the stack of what is left is a list of its own, and a long array is one entry
/// in it that is read piece by piece.
/// </summary>
/// <remarks>Used by one thread at a time, and again for other graphs.</remarks>
internal sealed class HeapWalk(Func<Type, TypePlan> planOf)
{
    /// <summary>Graphs of more objects are not measured to the end: the set of those seen would take half a gigabyte.</summary>
    public const int MaxObjects = 1 << 25;

    // Elements of an array that are read at once.
    private const int PieceLength = 1024;

    // Objects and references between two calls of the slice's callback, about half a millisecond.
    private const int SliceWork = 1 << 14;

    private const int SmallStackLength = 1 << 11;

    private readonly Dictionary<Type, TypePlan> _plans = [];
    private readonly IdentitySet _seen = new();
    private readonly List<(object Table, ReferenceScan Scan)> _weakTables = [];
    private readonly Rest[] _smallStack = new Rest[SmallStackLength];

    // Met, and not yet looked up.
    private readonly IdentitySet.Slot[] _met = new IdentitySet.Slot[IdentitySet.BatchLength];
    private int _metCount;

    private Rest[] _stack = [];
    private int _height;
    private int _work;
    private long _bytes;
    private long _objects;
    private bool _countsCode;
    private bool _marksCode;
    private TypePlan? _last;

    /// <summary>Collects the types that are met, if anybody asks.</summary>
    public TypeCensus? Census { get; set; }

    public MemoryMeasurement Measure(object root, long stopAt, Action? onSlice, object? sharedCode)
    {
        _stack = _smallStack;
        (_bytes, _objects, _work) = (0, 0, 0);
        _countsCode = sharedCode is not null;
        try
        {
            if (sharedCode is not null)
            {
                _marksCode = true;
                Push(sharedCode);
                Run(long.MaxValue, onSlice);
                _marksCode = false;
                (_bytes, _objects) = (0, 0);
            }

            Push(root);
            var isComplete = Run(stopAt, onSlice) && FollowWeakTables(stopAt, onSlice);
            return new(_bytes, _objects, isComplete);
        }
        finally
        {
            Clear();
        }
    }

    /// <summary>Visits an object later, if it was not met before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(object? item)
    {
        if (item is not null)
        {
            _met[_metCount++].Item = item;
            if (_metCount == _met.Length)
            {
                LookUpMet();
            }
        }
    }

    /// <summary>Visits the value of a weak table when its key is known to live.</summary>
    public void PushIfAlive(object key, object? value)
    {
        if (_seen.Contains(key) || PlanOf(key.GetType()).Boundary == Boundary.Host)
        {
            Push(value);
        }
    }

    /// <summary>Lets others run before the next object, since something else took its time.</summary>
    public void EndSlice() => _work = SliceWork;

    private bool Run(long stopAt, Action? onSlice)
    {
        while (_height > 0 || LookUpMet())
        {
            ref var top = ref _stack[--_height];
            var (item, from) = (top.Item, top.From);
            top.Item = null!;
            Visit(item, from);
            if (_bytes + (_objects * IdentitySet.BytesPerObject) > stopAt || _seen.Count > MaxObjects)
            {
                return false;
            }

            if (++_work >= SliceWork)
            {
                _work = 0;
                onSlice?.Invoke();
            }
        }

        return true;
    }

    // Whether there is something to visit.
    private bool LookUpMet()
    {
        var added = _seen.Add(_met.AsSpan(0, _metCount));
        _metCount = 0;
        for (var i = 0; i < added; i++)
        {
            PushRest(_met[i].Item!, 0);
        }

        return _height > 0;
    }

    private void Visit(object item, int from)
    {
        var type = item.GetType();
        var plan = ReferenceEquals(_last?.Type, type) ? _last! : PlanOf(type);
        _last = plan;
        Census?.Count(plan);
        if (Skips(plan))
        {
            return;
        }

        var length = plan.ElementBytes == 0 ? 0 : item is string text ? text.Length : ((Array)item).Length;
        if (from == 0)
        {
            _objects++;
            _bytes += plan.ElementBytes == 0 ? plan.Bytes : ObjectSize.Round(plan.Bytes + ((long)length * plan.ElementBytes));
        }

        if (plan.Scan is not { } scan)
        {
            return;
        }

        if (plan.IsWeakTable)
        {
            _weakTables.Add((item, scan));
            return;
        }

        var to = Math.Min(length, from + PieceLength);
        if (to < length)
        {
            PushRest(item, to);
        }

        _work += to - from;
        scan(item, from, to, this);
    }

    private bool Skips(TypePlan plan) => plan.Boundary switch
    {
        Boundary.Host => true,
        Boundary.Code => !_countsCode,
        // What hangs at shared code and is not code itself is shared with it, but may lead into anything.
        _ => _marksCode && !plan.Type.IsArray,
    };

    // Entries live as long as their keys: when everything else was walked, those of keys that were met, until no more are.
    private bool FollowWeakTables(long stopAt, Action? onSlice)
    {
        int seen;
        do
        {
            seen = _seen.Count;
            for (var i = 0; i < _weakTables.Count; i++)
            {
                _weakTables[i].Scan(_weakTables[i].Table, 0, 0, this);
            }

            if (!Run(stopAt, onSlice))
            {
                return false;
            }
        }
        while (_seen.Count > seen);
        return true;
    }

    private TypePlan PlanOf(Type type)
    {
        if (!_plans.TryGetValue(type, out var plan))
        {
            _plans[type] = plan = planOf(type);
            EndSlice();
        }

        return plan;
    }

    private void PushRest(object item, int from)
    {
        if (_height == _stack.Length)
        {
            Array.Resize(ref _stack, _height * 2);
        }

        ref var top = ref _stack[_height++];
        top.Item = item;
        top.From = from;
    }

    private void Clear()
    {
        Array.Clear(_smallStack);
        Array.Clear(_met);
        _metCount = 0;
        _stack = [];
        _height = 0;
        _seen.Clear();
        _weakTables.Clear();
        _weakTables.TrimExcess();
        _marksCode = false;
        Census = null;
    }

    private struct Rest
    {
        public object Item;
        public int From;
    }
}
