using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Bindings.RateLimit;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Bindings;

public sealed class RateLimitTests
{
    private const string Bound = ",\"bindings\":[{\"type\":\"ratelimit\",\"name\":\"LIMIT\",\"namespace_id\":\"1001\",\"simple\":{\"limit\":2,\"period\":60}}]";

    [Fact]
    public void So_many_calls_are_allowed_in_each_window_and_for_each_key()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(60));
        var counters = new RateLimitCounters(time);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => counters.TryCount("a", 1, 2, 60)));
        Assert.True(counters.TryCount("a", 2, 2, 60));
        Assert.True(counters.TryCount("b", 1, 2, 60));
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(counters.TryCount("a", 1, 2, 60));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(counters.TryCount("a", 1, 2, 60));
    }

    [Fact]
    public void A_flood_of_keys_shares_counters_and_goes_with_its_window()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddSeconds(60));
        var counters = new RateLimitCounters(time);
        for (var key = 0; key < RateLimitCounters.MostKeys; key++)
        {
            Assert.True(counters.TryCount("flood", (ulong)key + 1000, 1, 60));
        }

        Assert.InRange(Enumerable.Range(0, 1000).Count(key => counters.TryCount("flood", (ulong)key + 1_000_000, 1, 60)), 0, 64);
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Count(key => counters.TryCount("flood", (ulong)key + 1_000_000, 1, 60)));
    }

    [Fact]
    public async Task A_worker_asks_and_is_told()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { async fetch(r, { LIMIT }) { const all = []; for (const key of ['a', 'a', 'b', 'a']) all.push((await LIMIT.limit({ key })).success); try { await LIMIT.limit({ key: 7 }); } catch (e) { all.push(String(e)); } return Response.json(all); } };", Bound);
        var answer = await UploadTests.AskAsync(server, "w");
        // A window may have ended in between: then the last call is in a new one.
        Assert.Contains(answer, new[] { Expected(false), Expected(true) });

        static string Expected(bool last) => string.Create(CultureInfo.InvariantCulture, $"[true,true,true,{(last ? "true" : "false")},\"TypeError: limit() needs an object with a string 'key' of at most 1024 characters.\"]");
    }

    [Theory]
    [InlineData("""{"type":"ratelimit","name":"L","namespace_id":"1"}""")]
    [InlineData("""{"type":"ratelimit","name":"L","namespace_id":"1","simple":{"limit":0,"period":60}}""")]
    [InlineData("""{"type":"ratelimit","name":"L","namespace_id":"1","simple":{"limit":1,"period":30}}""")]
    [InlineData("""{"type":"ratelimit","name":"L","namespace_id":"1","simple":{"limit":1e30,"period":60}}""")]
    [InlineData("""{"type":"ratelimit","name":"L","namespace_id":"","simple":{"limit":1,"period":60}}""")]
    public async Task What_is_no_rate_limit_is_refused(string binding)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        var refused = await api.PutRefusedAsync("w", $$"""{"main_module":"index.js","bindings":[{{binding}}]}""", ("index.js", "application/javascript+module", "export default { fetch() {} };"));
        Assert.Contains("'simple.period' 10 or 60", refused.Message, StringComparison.Ordinal);
    }
}
