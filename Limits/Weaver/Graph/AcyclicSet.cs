using System.Numerics;

namespace PureEdge.Weaver.Graph;

/// <summary>A growing set of nodes of a directed graph, without a cycle among them: knows at any time who reaches whom.</summary>
internal sealed class AcyclicSet
{
    private readonly int[][] _successors;
    private readonly int[][] _predecessors;

    // A bit for each node; null for nodes that are not in the set.
    private readonly ulong[]?[] _reached;
    private readonly ulong[]?[] _reaching;

    public AcyclicSet(int[][] successors)
    {
        var predecessors = successors.Select(static _ => new List<int>()).ToArray();
        for (var node = 0; node < successors.Length; node++)
        {
            foreach (var successor in successors[node])
            {
                predecessors[successor].Add(node);
            }
        }

        _successors = successors;
        _predecessors = [.. predecessors.Select(static nodes => nodes.ToArray())];
        _reached = new ulong[successors.Length][];
        _reaching = new ulong[successors.Length][];
    }

    /// <summary>Adds a node, unless that would close a cycle.</summary>
    public bool TryAdd(int node)
    {
        var after = Closure(_successors[node], _reached);
        if (Contains(after, node) || _successors[node].Contains(node) || _predecessors[node].Any(predecessor => _reached[predecessor] is not null && Contains(after, predecessor)))
        {
            return false;
        }

        var before = Closure(_predecessors[node], _reaching);
        _reached[node] = after;
        _reaching[node] = before;
        Extend(_reached, before, node, after);
        Extend(_reaching, after, node, before);
        return true;
    }

    private ulong[] Closure(int[] neighbours, ulong[]?[] relation)
    {
        var bits = new ulong[(_successors.Length + 63) / 64];
        foreach (var neighbour in neighbours)
        {
            if (relation[neighbour] is { } more)
            {
                Add(bits, neighbour, more);
            }
        }

        return bits;
    }

    private static void Extend(ulong[]?[] relation, ulong[] nodes, int node, ulong[] more)
    {
        for (var word = 0; word < nodes.Length; word++)
        {
            for (var bits = nodes[word]; bits != 0; bits &= bits - 1)
            {
                Add(relation[(word * 64) + BitOperations.TrailingZeroCount(bits)]!, node, more);
            }
        }
    }

    private static void Add(ulong[] bits, int node, ulong[] more)
    {
        bits[node / 64] |= 1UL << (node % 64);
        for (var word = 0; word < bits.Length; word++)
        {
            bits[word] |= more[word];
        }
    }

    private static bool Contains(ulong[] bits, int node) => (bits[node / 64] >> (node % 64) & 1) != 0;
}
