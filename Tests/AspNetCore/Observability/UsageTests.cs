using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Observability.Usage;
using PureEdge.AspNetCore.Tests.Api;
using PureEdge.Engine;
using PureEdge.Limits;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Tests.Observability;

public sealed class UsageTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 30, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_API_lists_what_each_worker_used()
    {
        await using var upstream = await Upstream.StartEchoAsync();
        await using var server = await TestServer.StartAsync(_ => [], o => o.AllowPrivateNetwork = true);
        using var api = new ApiClient(server);
        await api.PutAsync("a", $"export default {{ async fetch() {{ await fetch('{upstream.Url}'); return new Response('12345'); }} }};");
        await api.PutAsync("b", "export default { fetch() { throw new Error('x'); } };");
        for (var i = 0; i < 2; i++)
        {
            using var answer = await server.GetAsHostAsync("a.localhost");
        }

        using var thrown = await server.GetAsHostAsync("b.localhost");
        var usage = (await api.SendAsync("GET", "usage"))!.AsArray();
        Assert.Equal(["a", "b"], usage.Select(u => (string)u!["worker"]!));
        var first = usage[0]!;
        Assert.Equal((2, 0, 2, 10), ((int)first["requests"]!, (int)first["failures"]!, (int)first["subrequests"]!, (int)first["egress_bytes"]!));
        Assert.True((long)first["fuel"]! > 0);
        Assert.Matches("^20[0-9-]+T[0-9]{2}:00:00Z$", (string)first["hour"]!);
        Assert.Equal((1, 1), ((int)usage[1]!["requests"]!, (int)usage[1]!["failures"]!));
        Assert.Equal(["b"], (await api.SendAsync("GET", "usage?worker=b"))!.AsArray().Select(u => (string)u!["worker"]!));
        Assert.Empty((await api.SendAsync("GET", "usage?from=2020-01-01&to=2020-01-02"))!.AsArray());
        Assert.Contains("'from' of the query is no time", (await api.RefusedAsync("GET", "usage?from=yesterday")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hours_are_kept_apart_added_up_over_restarts_and_listed_in_pages()
    {
        var time = new FakeTimeProvider(Noon);
        await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory });
        await using (var first = new UsageLedger(store, time, NullLogger<UsageLedger>.Instance))
        {
            first.Completed("a", null, new UsageReport(10, 0, 1, 1, default));
            first.Sent("a", 100);
            time.Advance(TimeSpan.FromHours(1));
            first.Completed("a", new WorkerFailure(WorkerOutcome.Exception, "x"), new UsageReport(5, 0, 0, 1, default));
        }

        await using var second = new UsageLedger(store, time, NullLogger<UsageLedger>.Instance);
        second.Completed("a", null, new UsageReport(7, 0, 2, 1, default));
        second.Completed("b", null, new UsageReport(1, 0, 0, 1, default));
        var (page, next) = await second.ListAsync(Noon.AddMinutes(-30), Noon.AddDays(1), null, 2, default);
        Assert.Equal([new("2026-03-01T12", "a", new(1, 0, 10, 1, 100)), new("2026-03-01T13", "a", new(2, 1, 12, 2, 0))], page);
        var (rest, end) = await second.ListAsync(Noon, Noon.AddDays(1), next, 2, default);
        Assert.Equal([new("2026-03-01T13", "b", new(1, 0, 1, 0, 0))], rest);
        Assert.Null(end);
        Assert.Single((await second.ListAsync(Noon.AddMinutes(-30), Noon.AddMinutes(30), null, 10, default)).Entries);
    }

    [Fact]
    public async Task Hours_are_added_up_for_some_workers_or_one_and_the_newest_are_there_when_there_are_too_many()
    {
        var time = new FakeTimeProvider(Noon);
        await using var store = await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory });
        await using var ledger = new UsageLedger(store, time, NullLogger<UsageLedger>.Instance);
        ledger.Completed("a", null, new UsageReport(10, 0, 0, 1, default));
        time.Advance(TimeSpan.FromHours(2));
        ledger.Completed("a", null, new UsageReport(1, 0, 0, 1, default));
        ledger.Completed("b", null, new UsageReport(2, 0, 0, 1, default));
        ledger.Completed("c", null, new UsageReport(4, 0, 0, 1, default));
        var begin = new DateTimeOffset(2026, 3, 1, 11, 0, 0, TimeSpan.Zero);

        async Task<IEnumerable<(DateTimeOffset, long)>> FuelAsync(string? worker, Func<string, bool> whose, int most) =>
            (await ledger.HoursAsync(time.GetUtcNow(), 4, worker, whose, most, default)).Select(static hour => (hour.Begin, hour.Record.Fuel));

        Assert.Equal([(begin, 0), (begin.AddHours(1), 10), (begin.AddHours(2), 0), (begin.AddHours(3), 7)], await FuelAsync(null, static _ => true, 4));
        Assert.Equal([(begin, 0), (begin.AddHours(1), 10), (begin.AddHours(2), 0), (begin.AddHours(3), 5)], await FuelAsync(null, static worker => worker != "b", 4));
        Assert.Equal([(begin, 0), (begin.AddHours(1), 0), (begin.AddHours(2), 0), (begin.AddHours(3), 2)], await FuelAsync("b", static _ => true, 0));
        Assert.Equal([(begin.AddHours(2), 0), (begin.AddHours(3), 7)], await FuelAsync(null, static _ => true, 3));
        Assert.Empty(await FuelAsync(null, static _ => true, 2));
    }
}
