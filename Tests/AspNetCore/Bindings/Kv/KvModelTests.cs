using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Bindings.Kv;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Bindings.Kv;

/// <summary>Any sequence of calls leaves a namespace as it leaves a dictionary with the same clock.</summary>
public sealed class KvModelTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 26, 0, 0, 0, TimeSpan.Zero);

    private static Gen<string> Key => Gen.Elements("a", "a/", "a/b", "a\0", "ab", "b", "ü", "\U00010000", "\uffff");

    private static Gen<Step> AnyStep => Gen.OneOf(
        from key in Key from size in Gen.Elements(0, 3, 65_536, 65_537, 70_000) from seed in Gen.Choose(0, 9) from ttl in Gen.Elements(0, 0, 60, 61, 3600) from metadata in Gen.Elements("", "1", "{\"a\":2}")
        select (Step)new Step.Put(key, size, seed, ttl, metadata),
        from key in Key select (Step)new Step.Delete(key),
        from prefix in Gen.Elements("", "a", "a/", "z", "ü") from limit in Gen.Choose(1, 4) select (Step)new Step.List(prefix, limit),
        from seconds in Gen.Elements(1, 59, 60, 3600) select (Step)new Step.Advance(seconds),
        Gen.Constant((Step)new Step.Sweep()));

    private static Arbitrary<Step[]> Sequences => Arb.From(
        from count in Gen.Choose(1, 30) from steps in Gen.ArrayOf(AnyStep, count) select steps,
        steps => Enumerable.Range(0, steps.Length).Select(left => steps.Where((_, index) => index != left).ToArray()));

    [Property(MaxTest = 200)]
    public Property A_namespace_does_what_a_dictionary_does() => Prop.ForAll(Sequences, steps => Task.Run(() => CheckAsync(steps)).GetAwaiter().GetResult());

    private static async Task CheckAsync(Step[] steps)
    {
        var clock = new FakeTimeProvider(Start);
        await using var edge = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory, Clock = clock });
        var namespaces = new KvNamespaces(edge);
        var store = new KvStore(edge, namespaces, clock);
        var id = (await namespaces.CreateAsync("model")).Id;
        var model = new Dictionary<string, (byte[] Value, string Metadata, DateTimeOffset? ExpiresAt)>(StringComparer.Ordinal);
        IEnumerable<string> Live(string prefix) => model.Where(e => !(e.Value.ExpiresAt <= clock.GetUtcNow()) && e.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(e => e.Key).OrderBy(k => k, Comparer<string>.Create((x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y))));
        foreach (var step in steps)
        {
            switch (step)
            {
                case Step.Put put:
                    var value = new byte[put.Size];
                    Array.Fill(value, (byte)put.Seed);
                    var expiresAt = KvRules.Expiry(null, put.Ttl == 0 ? null : put.Ttl, clock.GetUtcNow());
                    if (put.Seed % 2 == 0)
                    {
                        await store.PutAsync(id, KvRules.Key(put.Key), value, Encoding.UTF8.GetBytes(put.Metadata), expiresAt);
                    }
                    else
                    {
                        await store.PutAsync(id, KvRules.Key(put.Key), new MemoryStream(value), Encoding.UTF8.GetBytes(put.Metadata), expiresAt);
                    }

                    model[put.Key] = (value, put.Metadata, expiresAt);
                    break;
                case Step.Delete delete:
                    await store.DeleteAsync(id, KvRules.Key(delete.Key));
                    model.Remove(delete.Key);
                    break;
                case Step.Advance advance:
                    clock.Advance(TimeSpan.FromSeconds(advance.Seconds));
                    break;
                case Step.Sweep:
                    await edge.SweepExpiredAsync(1000);
                    await edge.SweepBlobsAsync(TimeSpan.Zero);
                    break;
                case Step.List list:
                    var found = new List<KvKey>();
                    string? cursor = "";
                    while (cursor is not null)
                    {
                        var page = await store.ListAsync(id, KvRules.Prefix(list.Prefix), KvRules.Cursor(cursor), list.Limit);
                        Assert.True(page.Keys.Count == list.Limit || page.Cursor is null, "only the last page may be short");
                        found.AddRange(page.Keys);
                        cursor = page.Cursor;
                    }

                    Assert.Equal(
                        Live(list.Prefix).Select(k => (k, model[k].Metadata, model[k].ExpiresAt?.ToUnixTimeSeconds())),
                        found.Select(k => (k.Name, Encoding.UTF8.GetString(k.Metadata.Span), k.Expiration)));
                    break;
            }

            var live = Live("").ToHashSet(StringComparer.Ordinal);
            foreach (var key in model.Keys.Append("never"))
            {
                var read = await store.GetAsync(id, KvRules.Key(key));
                Assert.Equal(live.Contains(key), read is not null);
                if (read is not null)
                {
                    Assert.Equal(model[key].Value, (await store.ReadAsync(read, static _ => { }))!.Value.ToArray());
                    Assert.Equal(model[key].Metadata, Encoding.UTF8.GetString(read.Metadata.Span));
                }
            }
        }
    }

    private abstract record Step
    {
        public sealed record Put(string Key, int Size, int Seed, int Ttl, string Metadata) : Step;

        public sealed record Delete(string Key) : Step;

        public sealed record List(string Prefix, int Limit) : Step;

        public sealed record Advance(int Seconds) : Step;

        public sealed record Sweep : Step;
    }
}
