using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Reads the first objects of a type by reflection, and has its reader compiled when there are more: most of the hundred types that an
/// engine has have a few objects.
/// </summary>
/// <param name="reflected">Reads by reflection.</param>
/// <param name="compile">Makes the compiled reader.</param>
/// <param name="most">Objects, or elements of arrays, that are read by reflection.</param>
internal sealed class FirstScan(ReferenceScan reflected, Func<ReferenceScan> compile, int most)
{
    /// <summary>Objects of a type that are read by reflection.</summary>
    public const int Most = 128;

    private long _read;

    /// <summary>The plan whose reader this is, until it has a compiled one.</summary>
    public required TypePlan Plan { get; init; }

    /// <summary>Reads, as <see cref="ReferenceScan"/> says.</summary>
    public void Scan(object item, int from, int to, HeapWalk walk)
    {
        // Walks of several threads may count here: that some are lost does no harm.
        _read += Math.Max(1, to - from);
        var scan = reflected;
        if (_read > most && RuntimeFeature.IsDynamicCodeSupported)
        {
            Plan.Scan = scan = compile();
            walk.EndSlice();
        }

        scan(item, from, to, walk);
    }
}
