using Jint.Native;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// Walks an idle isolate from its realm, breadth first, and writes down every object that is its own and every reference from one of
/// these to another. What the permit list does not know ends the walk with a reason.
/// </summary>
/// <remarks>Used once, by one thread, while the isolate does not run.</remarks>
internal sealed class ImageBuilder
{
    private const int SliceWork = 8_192;
    private const int Shared = -1;
    private const int PathLength = 12;

    private readonly Dictionary<object, int> _indices = new(ReferenceEqualityComparer.Instance);
    private readonly List<object> _originals = [];
    private readonly List<(int Index, int Hash)> _hashes = [];
    private readonly List<(int Index, WeakCopy Copy)> _weak = [];
    private readonly List<TypeCopier> _copiers = [];
    private readonly List<int> _origins = [];
    private readonly List<int> _targets = [];
    private readonly List<int> _starts = [];
    private readonly List<object?> _references = [];
    private readonly ProcessObjects _process;
    private readonly Action? _onSlice;
    private readonly long _mostBytes;
    private readonly Dictionary<object, int> _hashOf;
    private readonly bool _isFirst;
    private int _work;
    private int _next;
    private long _bytes;

    private ImageBuilder(ProcessObjects process, long mostBytes, Action? onSlice, ImageBuilder? before)
    {
        _process = process;
        _mostBytes = mostBytes;
        _onSlice = onSlice;
        _isFirst = before is null;
        _hashOf = before?._hashOf ?? new(ReferenceEqualityComparer.Instance);
    }

    /// <summary>Makes the image of an isolate.</summary>
    /// <param name="isolate">Idle; it is never used again.</param>
    /// <param name="mostBytes">Of a larger one there is no image.</param>
    /// <param name="onSlice">Called about every millisecond; it may block to let others run.</param>
    /// <exception cref="ForkRefusal">The isolate cannot be copied faithfully.</exception>
    public static IsolateImage Build(Isolate isolate, long mostBytes, Action? onSlice)
    {
        if (!IdentityHash.IsKnownLayout)
        {
            throw new ForkRefusal("this .NET runtime lays out objects in a way that is not known here");
        }

        if (isolate.Unrepeatable is { } reason)
        {
            throw new ForkRefusal(reason);
        }

        var process = new ProcessObjects();
        process.AddStatics(onSlice);

        // Twice: what the isolate shares leads to more that is shared, which is known only then.
        var first = new ImageBuilder(process, mostBytes, onSlice, null);
        first.Walk(isolate);
        foreach (var (item, index) in first._indices)
        {
            if (index == Shared)
            {
                process.Add(item);
            }
        }

        var second = new ImageBuilder(process, mostBytes, onSlice, first);
        second.Walk(isolate);
        return second.Finish();
    }

    private void Walk(Isolate isolate)
    {
        // The isolate itself is the place of the new one's.
        _indices[isolate] = 0;
        _originals.Add(isolate);
        _copiers.Add(CopierFactory.Of(typeof(object)));
        _origins.Add(0);
        _starts.Add(0);
        _next = 1;
        IndexOf(isolate.Realm, 0);
        int known;
        do
        {
            Run();
            known = _originals.Count;
            for (var i = 0; i < _weak.Count; i++)
            {
                // Entries live as long as their keys.
                _weak[i].Copy.FollowEntries(IsKnown, IndexOf);
            }

            Run();
        }
        while (_originals.Count > known);
    }

    private IsolateImage Finish()
    {
        foreach (var (_, copy) in _weak)
        {
            copy.Resolve(_indices);
        }

        return new(
            [.. _originals], [.. _copiers], [.. _starts, _targets.Count], [.. _targets], [.. _hashes], [.. _weak], _bytes,
            _indices[((Isolate)_originals[0]).Realm]);
    }

    private void Run()
    {
        for (; _next < _originals.Count; _next++)
        {
            var item = _originals[_next];
            var copier = _copiers[_next];
            _starts.Add(_targets.Count);
            if (copier.Read is { } read)
            {
                if (copier.IsArray)
                {
                    ReadElements((Array)item, read);
                }
                else
                {
                    _references.Clear();
                    read(item, 0, _references);
                    foreach (var reference in _references)
                    {
                        _targets.Add(IndexOf(reference, _next));
                    }
                }
            }

            if (++_work >= SliceWork)
            {
                _work = 0;
                _onSlice?.Invoke();
            }
        }
    }

    // Of arrays only the elements that lead to something of the isolate's own are written down, each with its index before it.
    private void ReadElements(Array array, ReadReferences read)
    {
        for (var i = 0; i < array.Length; i++)
        {
            _references.Clear();
            read(array, i, _references);
            var at = _targets.Count;
            var isAny = false;
            _targets.Add(i);
            foreach (var reference in _references)
            {
                var target = IndexOf(reference, _next);
                isAny |= target >= 0;
                _targets.Add(target);
            }

            if (!isAny)
            {
                _targets.RemoveRange(at, _targets.Count - at);
            }
        }

        _work += array.Length;
    }

    private bool IsKnown(object item) =>
        _indices.ContainsKey(item) || CopierFactory.Of(item.GetType()).Fate == Fate.Share || _process.Contains(item);

    private int IndexOf(object? item, int origin)
    {
        if (item is null)
        {
            return Shared;
        }

        // Before the tables of the first walk ask for it.
        var hash = _isFirst ? IdentityHash.Of(item) : 0;
        if (_indices.TryGetValue(item, out var index))
        {
            return index;
        }

        var copier = CopierFactory.Of(item.GetType());
        switch (copier.Fate)
        {
            case Fate.Share:
            case Fate.ShareIfOfProcess when _process.Contains(item) || IsStateless(item):
                return _indices[item] = Shared;
            case Fate.Refuse:
                throw new ForkRefusal($"{PermitList.ReasonOf(item.GetType())} ({PathTo(origin)})");
        }

        index = _originals.Count;
        _indices[item] = index;
        _originals.Add(item);
        _copiers.Add(copier);
        _origins.Add(origin);
        _bytes += SizeOf(copier, item);
        if (_bytes > _mostBytes)
        {
            throw new ForkRefusal($"what its top level leaves behind is larger than {_mostBytes >> 10} KB, the most that is kept as an image");
        }

        if (hash != 0)
        {
            _hashOf[item] = hash;
        }

        if (_hashOf.TryGetValue(item, out hash))
        {
            _hashes.Add((index, hash));
        }

        if (copier.Fate is Fate.WeakReference or Fate.WeakTable)
        {
            _weak.Add((index, WeakCopy.Of(item)));
        }

        return index;
    }

    // An empty array; a delegate of a static method, or of a class that compilers make for such, which has no fields.
    private static bool IsStateless(object item) => item switch
    {
        Array array => array.Length == 0,
        Delegate { HasSingleTarget: true } function => function.Target is null || (function.Target is not JsValue && CopierFactory.IsStateless(function.Target.GetType())),
        _ => false,
    };

    private static long SizeOf(TypeCopier copier, object item) => item is Array array ? copier.Bytes + ((long)array.Length * copier.ElementBytes) : copier.Bytes;

    private string PathTo(int index)
    {
        var names = new List<string>();
        for (; index > 0 && names.Count < PathLength; index = _origins[index])
        {
            names.Add(_originals[index].GetType().Name);
        }

        names.Reverse();
        return string.Join(" > ", names);
    }
}
