using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class CollectorPaceTests
{
    [Fact]
    public void Nobody_waits_for_a_collection_that_has_ended()
    {
        var kept = new List<byte[][]>();
        for (var i = 0; i < 4; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
            CollectorPace.IsBehind();
            // Small objects, which grow old: more than may become old while a collection works in the background.
            kept.Add([.. Enumerable.Range(0, 64 << 10).Select(static _ => new byte[1000])]);
            Assert.True(IsInTime());
        }

        GC.KeepAlive(kept);
    }

    // Other tests of the process make garbage too, and may just have begun another collection.
    private static bool IsInTime()
    {
        for (var i = 0; i < 20; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            if (!CollectorPace.IsBehind())
            {
                return true;
            }
        }

        return false;
    }
}
