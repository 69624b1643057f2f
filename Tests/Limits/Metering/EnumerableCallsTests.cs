using System.Buffers;
using PureEdge.Metering;
using PureEdge.Metering.Calls;

namespace PureEdge.Limits.Tests.Metering;

/// <summary>What a script made the interpreter collect does not stay in the pool of the process.</summary>
public class EnumerableCallsTests
{
    private const int Count = 300_000;
    private const int Length = 1 << 17;

    [Fact]
    public void ToArray_leaves_nothing_in_the_pool() => LeavesNothing(static items => EnumerableCalls.ToArray<Item, Billed>(items).Length);

    [Fact]
    public void ToList_leaves_nothing_in_the_pool() => LeavesNothing(static items => EnumerableCalls.ToList<Item, Billed>(items).Count);

    [Fact]
    public void Reverse_leaves_nothing_in_the_pool() =>
        LeavesNothing(static items => EnumerableCalls.ToArray<Item, Billed>(EnumerableCalls.Reverse<Item, Billed>(items)).Length);

    [Fact]
    public void OrderBy_leaves_nothing_in_the_pool() =>
        LeavesNothing(static items => EnumerableCalls.ToArray<Item, Billed>(EnumerableCalls.OrderBy<Item, int, Billed>(items, static item => item.Value, null)).Length);

    // A pooled array costs nothing to rent.
    private static void LeavesNothing(Func<IEnumerable<Item>, int> query)
    {
        Assert.Equal(Count, query(Items()));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rented = ArrayPool<Item>.Shared.Rent(Length);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, Length * IntPtr.Size, long.MaxValue);
        GC.KeepAlive(rented);
    }

    private static IEnumerable<Item> Items()
    {
        for (var i = 0; i < Count; i++)
        {
            yield return new Item(i);
        }
    }

    private sealed record Item(int Value);
}
