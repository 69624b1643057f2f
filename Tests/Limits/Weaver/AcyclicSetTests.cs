using PureEdge.Weaver.Graph;

namespace PureEdge.Limits.Tests.Weaver;

public sealed class AcyclicSetTests
{
    [Fact]
    public void Refuses_the_node_that_would_close_a_cycle()
    {
        var set = new AcyclicSet([[1], [2], [0, 3], []]);

        Assert.True(set.TryAdd(0));
        Assert.True(set.TryAdd(2));
        Assert.False(set.TryAdd(1));
        Assert.True(set.TryAdd(3));
    }

    [Fact]
    public void Refuses_a_node_that_calls_itself()
    {
        Assert.False(new AcyclicSet([[0]]).TryAdd(0));
    }

    // Against a depth-first search, on random graphs of more nodes than a word has bits.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Holds_no_cycle_and_lacks_no_node_that_would_fit(int seed)
    {
        var random = new Random(seed);
        int[][] successors = [.. Enumerable.Range(0, 150).Select(_ => Enumerable.Range(0, 3).Select(_ => random.Next(150)).Distinct().ToArray())];
        var set = new AcyclicSet(successors);
        var added = new HashSet<int>();

        foreach (var node in Enumerable.Range(0, 150).OrderBy(_ => random.Next()))
        {
            var closes = Reaches(successors, added, node, node);
            Assert.Equal(!closes, set.TryAdd(node));
            if (!closes)
            {
                added.Add(node);
            }
        }
    }

    private static bool Reaches(int[][] successors, HashSet<int> within, int from, int to)
    {
        var seen = new HashSet<int>();
        var work = new Stack<int>([from]);
        while (work.TryPop(out var node))
        {
            foreach (var next in successors[node])
            {
                if (next == to)
                {
                    return true;
                }

                if (within.Contains(next) && seen.Add(next))
                {
                    work.Push(next);
                }
            }
        }

        return false;
    }
}
