using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class YoungGenerationsTests
{
    [Fact]
    public void What_survives_is_noticed_after_a_collection_and_collected()
    {
        var kept = new List<byte[]>();
        var areLarge = false;

        // What other tests make may have them collected between two looks.
        for (var i = 0; i < 200 && !areLarge; i++)
        {
            for (var blocks = 0; blocks < 64; blocks++)
            {
                kept.Add(new byte[16 << 10]);
            }

            GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            areLarge = YoungGenerations.AreLarge();
        }

        Assert.True(areLarge);
        var before = GC.CollectionCount(1);

        // A collection that another test's allocation begins at this moment may take its place, and look at generation 0 only.
        for (var i = 0; i < 100 && GC.CollectionCount(1) == before; i++)
        {
            YoungGenerations.Collect();
        }

        Assert.True(GC.CollectionCount(1) > before);
        GC.KeepAlive(kept);
    }
}
