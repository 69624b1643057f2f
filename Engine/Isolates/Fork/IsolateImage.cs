using System.Buffers;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// An isolate whose top level has run, taken apart: its objects, and the references between them. A fork copies every object and then
/// writes into the copies the references to copies; what is not among the objects, all isolates share.
/// </summary>
/// <remarks>Immutable. The originals never run.</remarks>
internal sealed class IsolateImage
{
    private readonly object[] _originals;
    private readonly TypeCopier[] _copiers;
    private readonly int[] _starts;
    private readonly int[] _targets;
    private readonly (int Index, int Hash)[] _hashes;
    private readonly (int Index, WeakCopy Copy)[] _weak;
    private readonly int _realm;

    internal IsolateImage(
        object[] originals, TypeCopier[] copiers, int[] starts, int[] targets, (int Index, int Hash)[] hashes, (int Index, WeakCopy Copy)[] weak, long bytes, int realm)
    {
        _originals = originals;
        _copiers = copiers;
        _starts = starts;
        _targets = targets;
        _hashes = hashes;
        _weak = weak;
        _realm = realm;
        CopiedBytes = bytes;
    }

    /// <summary>Objects that a fork copies.</summary>
    public int Count => _originals.Length;

    /// <summary>Bytes that a fork copies.</summary>
    public long CopiedBytes { get; }

    /// <summary>Bytes that the image keeps: the originals and what is written down about them.</summary>
    public long Bytes => CopiedBytes + ((_originals.Length * 2L * IntPtr.Size) + ((_starts.Length + _targets.Length + (_hashes.Length * 2L)) * sizeof(int)));

    /// <summary>The originals, the isolate first.</summary>
    internal ReadOnlySpan<object> Originals => _originals;

    /// <summary>Makes the realm and the engine of a new isolate.</summary>
    /// <param name="isolate">The isolate, which stands in the place of the original's.</param>
    public WorkerRealm Fork(Isolate isolate)
    {
        var originals = _originals;
        var copies = ArrayPool<object>.Shared.Rent(originals.Length);
        copies[0] = isolate;
        for (var i = 1; i < originals.Length; i++)
        {
            copies[i] = _copiers[i].Fate is Fate.WeakReference or Fate.WeakTable ? null! : Cloning.Clone(originals[i]);
        }

        foreach (var (index, hash) in _hashes)
        {
            if (copies[index] is { } copy)
            {
                IdentityHash.Give(copy, hash);
            }
        }

        foreach (var (index, copy) in _weak)
        {
            copies[index] = copy.Make(copies);
        }

        WriteReferences(copies);
        foreach (var (index, copy) in _weak)
        {
            copy.Fill(copies[index], copies);
        }

        var realm = (WorkerRealm)copies[_realm];
        ArrayPool<object>.Shared.Return(copies, clearArray: true);
        return realm;
    }

    private void WriteReferences(object[] copies)
    {
        var (starts, targets) = (_starts, _targets);
        for (var i = 1; i < starts.Length - 1; i++)
        {
            var (at, end) = (starts[i], starts[i + 1]);
            if (at == end)
            {
                continue;
            }

            var copier = _copiers[i];
            if (!copier.IsArray)
            {
                copier.Write!(copies[i], 0, at, targets, copies);
                continue;
            }

            while (at < end)
            {
                at = copier.Write!(copies[i], targets[at], at + 1, targets, copies);
            }
        }
    }
}
