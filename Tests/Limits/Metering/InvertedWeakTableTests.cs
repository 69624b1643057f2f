using System.Runtime.CompilerServices;
using PureEdge.Metering.WeakTables;

namespace PureEdge.Limits.Tests.Metering;

public class InvertedWeakTableTests
{
    [Fact]
    public void It_behaves_as_the_table_of_the_class_library()
    {
        var table = new InvertedWeakTable<object, string>();
        foreach (var key in new[] { new Key(), new object() })
        {
            Assert.False(table.TryGetValue(key, out _));
            table.Add(key, "a");
            Assert.Throws<ArgumentException>(() => table.Add(key, "b"));
            Assert.False(table.TryAdd(key, "b"));
            table.AddOrUpdate(key, "c");
            Assert.True(table.TryGetValue(key, out var value));
            Assert.Equal("c", value);
            Assert.Equal("c", table.GetValue(key, static _ => "d"));
            Assert.True(table.Remove(key));
            Assert.False(table.Remove(key));
            Assert.Equal("d", table.GetValue(key, static _ => "d"));
            table.Clear();
            Assert.False(table.TryGetValue(key, out _));
        }
    }

    [Fact]
    public void Tables_that_share_a_key_do_not_see_each_other()
    {
        var key = new Key();
        var tables = Enumerable.Range(0, 10).Select(_ => new InvertedWeakTable<Key, object>()).ToList();
        for (var i = 0; i < tables.Count; i++)
        {
            tables[i].Add(key, i);
        }

        Assert.All(tables.Select((table, i) => (table, i)), each => Assert.Equal(each.i, each.table.GetValue(key, static _ => -1)));
    }

    [Fact]
    public void A_key_that_all_engines_share_carries_nothing_of_any()
    {
        var key = new Key();
        SharedKey.Share(key);
        var mark = ((IWeakSlot)key).WeakSlot;
        var table = new InvertedWeakTable<Key, object>();
        var value = AddTo(table, key);
        Assert.True(table.TryGetValue(key, out _));
        Assert.False(table.TryAdd(key, "b"));
        Assert.Same(mark, ((IWeakSlot)key).WeakSlot);
        Assert.False(new InvertedWeakTable<Key, object>().TryGetValue(key, out _));
        Assert.True(table.Remove(key));
        Assert.False(table.TryGetValue(key, out _));
        AddTo(table, key);
        table.Clear();
        GC.Collect();
        Assert.False(value.IsAlive);
        GC.KeepAlive(table);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference AddTo(InvertedWeakTable<Key, object> table, Key key)
        {
            var value = new object();
            table.Add(key, value);
            return new WeakReference(value);
        }
    }

    [Fact]
    public void An_entry_dies_with_its_key()
    {
        var table = new InvertedWeakTable<Key, object>();
        var value = AddOne(table);
        GC.Collect();
        Assert.False(value.IsAlive);
        GC.KeepAlive(table);
    }

    [Fact]
    public void A_key_that_outlives_many_tables_keeps_few_entries()
    {
        var key = new Key();
        for (var i = 0; i < 100; i++)
        {
            AddTo(key);
            GC.Collect(0);
        }

        GC.Collect();
        AddTo(key);
        AddTo(key);
        Assert.NotNull(((IWeakSlot)key).WeakSlot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference AddOne(InvertedWeakTable<Key, object> table)
    {
        var value = new object();
        table.Add(new Key(), value);
        return new WeakReference(value);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AddTo(Key key) => new InvertedWeakTable<Key, object>().Add(key, new object());

    private sealed class Key : IWeakSlot
    {
        private object? _entries;

        ref object? IWeakSlot.WeakSlot => ref _entries;
    }
}
