using FsCheck;
using FsCheck.Xunit;
using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class IdentitySetTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(769)]
    [InlineData(200_000)]
    public void Each_object_is_added_once_and_found_and_the_set_can_be_used_again(int count)
    {
        var set = new IdentitySet();
        for (var round = 0; round < 3; round++)
        {
            object[] items = [.. Enumerable.Range(0, count).Select(static _ => new object())];
            Assert.All(items, item => Assert.False(set.Contains(item)));
            Assert.Equal(items, Add(set, items));
            Assert.Empty(Add(set, items));
            Assert.All(items, item => Assert.True(set.Contains(item)));
            Assert.Equal(count, set.Count);
            set.Clear();
            Assert.Equal(0, set.Count);
        }
    }

    [Property]
    public void It_is_a_set_of_references(List<byte[]> choices)
    {
        var objects = Enumerable.Range(0, 256).Select(static _ => (object)new string('x', 1)).ToArray();
        var set = new IdentitySet();
        var model = new HashSet<object>(ReferenceEqualityComparer.Instance);
        Assert.All(choices, batch => Assert.Equal(batch.Select(i => objects[i]).Where(model.Add), Add(set, [.. batch.Select(i => objects[i])]), ReferenceEqualityComparer.Instance));
        Assert.All(objects, item => Assert.Equal(model.Contains(item), set.Contains(item)));
        Assert.Equal(model.Count, set.Count);
    }

    [Fact]
    public void A_large_set_takes_what_is_charged_for_it_garbage_included()
    {
        const int Count = 1_000_000;
        var items = new object[Count];
        for (var i = 0; i < Count; i++)
        {
            items[i] = new object();
        }

        var set = new IdentitySet();
        var before = GC.GetAllocatedBytesForCurrentThread();
        var batch = new IdentitySet.Slot[IdentitySet.BatchLength];
        for (var i = 0; i < Count; i += batch.Length)
        {
            for (var j = 0; j < batch.Length; j++)
            {
                batch[j].Item = items[i + j];
            }

            set.Add(batch);
        }

        var taken = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.InRange(taken, 8L * Count, 17L * Count);
    }

    private static object[] Add(IdentitySet set, object[] items) =>
    [
        .. items.Chunk(IdentitySet.BatchLength).SelectMany(chunk =>
        {
            IdentitySet.Slot[] batch = [.. chunk.Select(static item => new IdentitySet.Slot { Item = item })];
            return batch[..set.Add(batch)].Select(static slot => slot.Item!);
        }),
    ];
}
