using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Admission;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Model;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.AspNetCore.Observability.Tail;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Cron;

public sealed class CronTests
{
    [Theory]
    [InlineData("* * * * *", "2026-11-26 07:38", true)]
    [InlineData("*/30 * * * *", "2026-11-26 07:30", true)]
    [InlineData("*/30 * * * *", "2026-11-26 07:31", false)]
    [InlineData("45 * * * *", "2026-11-26 07:45", true)]
    [InlineData("0 17 * * sun", "2026-11-29 17:00", true)]
    [InlineData("0 17 * * 1", "2026-11-29 17:00", true)]
    [InlineData("0 17 * * 7", "2026-11-28 17:00", true)]
    [InlineData("10 7 * * mon-fri", "2026-11-26 07:10", true)]
    [InlineData("10 7 * * mon-fri", "2026-11-28 07:10", false)]
    [InlineData("0 15 1 * *", "2026-12-01 15:00", true)]
    [InlineData("0 18 * * 6L", "2026-11-27 18:00", true)]
    [InlineData("0 18 * * 6L", "2026-11-20 18:00", false)]
    [InlineData("0 18 * * friL", "2026-11-27 18:00", true)]
    [InlineData("59 23 LW * *", "2026-11-30 23:59", true)]
    [InlineData("59 23 LW * *", "2026-10-30 23:59", true)]
    [InlineData("59 23 LW * *", "2026-10-31 23:59", false)]
    [InlineData("0 0 L * *", "2028-02-29 00:00", true)]
    [InlineData("0 0 L-2 * *", "2026-11-28 00:00", true)]
    [InlineData("0 0 15W * *", "2026-11-16 00:00", true)]
    [InlineData("0 0 1W * *", "2026-11-02 00:00", true)]
    [InlineData("0 0 31W * *", "2026-11-30 00:00", false)]
    [InlineData("0 0 * * 2#1", "2026-11-02 00:00", true)]
    [InlineData("0 0 * * MON#2", "2026-11-09 00:00", true)]
    [InlineData("0 0 * * MON#2", "2026-11-02 00:00", false)]
    [InlineData("0 0 1 JAN-MAR,dec *", "2026-12-01 00:00", true)]
    [InlineData("0 0 1 JAN-MAR,dec *", "2026-11-01 00:00", false)]
    [InlineData("0 0 13 * FRI", "2026-11-13 00:00", true)]
    [InlineData("0 0 13 * FRI", "2026-12-13 00:00", true)]
    [InlineData("0 0 13 * FRI", "2026-11-20 00:00", true)]
    [InlineData("0 0 13 * FRI", "2026-11-14 00:00", false)]
    [InlineData("5/20 8-10/2 * * *", "2026-11-26 10:25", true)]
    [InlineData("5/20 8-10/2 * * *", "2026-11-26 09:25", false)]
    public void An_expression_has_its_minutes(string cron, string minute, bool expected) =>
        Assert.Equal(expected, CronExpression.Parse(cron).Matches(DateTime.ParseExact(minute, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("")]
    [InlineData("* * * *")]
    [InlineData("* * * * * *")]
    [InlineData("60 * * * *")]
    [InlineData("* 24 * * *")]
    [InlineData("* * 0 * *")]
    [InlineData("* * 32W * *")]
    [InlineData("* * * 13 *")]
    [InlineData("* * * * 0")]
    [InlineData("* * * * 8")]
    [InlineData("* * * * 2#6")]
    [InlineData("*/0 * * * *")]
    [InlineData("5-1 * * * *")]
    [InlineData("1-2-3 * * * *")]
    [InlineData("a * * * *")]
    [InlineData("-1 * * * *")]
    [InlineData(", * * * *")]
    public void What_is_no_expression_is_refused(string cron) =>
        Assert.Equal("cron_invalid", Assert.Throws<PureEdgeException>(() => CronExpression.Parse(cron)).Code);

    [Fact]
    public async Task Of_many_runs_that_are_due_at_once_some_begin_and_then_the_others()
    {
        var time = new FakeTimeProvider();
        var options = new PureEdgeOptions { Slots = 1 };
        using var runtime = new WorkerRuntime(new() { Slots = 1 });
        var registry = new WorkerRegistry(runtime);
        var begun = 0;
        var all = new TaskCompletionSource();
        for (var i = 0; i < 20; i++)
        {
            // A run that never ends: its version never loads.
            registry.Publish($"w{i}", $"w{i}", new WorkerModel(new VersionSlot("v", () =>
            {
                if (Interlocked.Increment(ref begun) == 20)
                {
                    all.SetResult();
                }

                return new TaskCompletionSource<LoadedVersion>().Task;
            })));
        }

        var places = new SourcePlaces(new SourceMapCache(time));
        var runner = new CronRunner(registry, options, new TenantBook(options, time), new TailHub(time, places), places, time, NullLogger<CronRunner>.Instance);
        for (var i = 0; i < 20; i++)
        {
            runner.Run($"w{i}", "* * * * *", time.GetUtcNow());
            runner.Run($"w{i}", "* * * * *", time.GetUtcNow());
        }

        Assert.InRange(Volatile.Read(ref begun), 0, 4);
        while (!all.Task.IsCompleted)
        {
            Assert.InRange(Volatile.Read(ref begun), 0, 20);
            time.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Equal(20, begun);
    }

    [Fact]
    public void A_minute_that_is_due_runs_once_and_one_that_was_missed_not_at_all()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 26, 7, 58, 30, TimeSpan.Zero));
        List<string> runs = [];
        using var clock = new CronClock(time, (worker, cron, minute) => runs.Add($"{worker} {cron} {minute:HH:mm:ss}"));
        clock.Set("a", ["* * * * *", "0 8 * * *"]);
        clock.Set("b", ["59 7 * * *"]);
        clock.Set("gone", ["* * * * *"]);
        clock.Set("gone", []);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Empty(runs);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a * * * * * 07:59:00", "b 59 7 * * * 07:59:00"], runs);
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(2, runs.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["a * * * * * 08:00:00", "a 0 8 * * * 08:00:00"], runs[2..]);
        Assert.Equal(4, runs.Count);
    }
}
