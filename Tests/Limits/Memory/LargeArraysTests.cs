using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class LargeArraysTests
{
    [Fact]
    public void Some_large_arrays_lead_to_a_collection_of_everything()
    {
        var before = GC.CollectionCount(GC.MaxGeneration);
        for (var i = 0; i < 8; i++)
        {
            LargeArrays.Add(4 << 20);
        }

        Assert.True(SpinWait.SpinUntil(() => GC.CollectionCount(GC.MaxGeneration) > before, TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public void Who_makes_more_than_the_collector_takes_back_is_told_so_until_it_has()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
        LargeArrays.Add(4 << 20);
        Assert.False(LargeArrays.AreMany);
        LargeArrays.Add(32 << 20);
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
                LargeArrays.Add(85_000);
                return !LargeArrays.AreMany && !CollectorPace.IsBehind();
            },
            TimeSpan.FromSeconds(20)));
    }
}
