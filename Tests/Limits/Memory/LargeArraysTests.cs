using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class LargeArraysTests
{
    [Fact]
    public void Some_large_arrays_lead_to_a_collection_of_the_young()
    {
        var before = GC.CollectionCount(1);
        for (var i = 0; i < 24; i++)
        {
            LargeArrays.Add(4 << 20);
        }

        Assert.InRange(GC.CollectionCount(1) - before, 2, int.MaxValue);
    }
}
