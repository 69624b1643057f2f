using Microsoft.Extensions.Time.Testing;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Isolates;

public class TimerQueueTests
{
    [Fact]
    public async Task Timers_that_are_due_together_fire_in_the_order_they_were_started()
    {
        using var test = new TestWorker("""
            const fired = n => new Promise(resolve => setTimeout(() => { order.push(n); resolve(); }, n % 2));
            let order = [];
            export default {
              async fetch() {
                order = [];
                await Promise.all(Array.from({ length: 40 }, (_, n) => fired(n)));
                return new Response(order.join());
              }
            };
            """);
        int[] numbers = [.. Enumerable.Range(0, 40)];
        var expected = string.Join(',', numbers.Where(n => n % 2 == 0).Concat(numbers.Where(n => n % 2 == 1)));
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(expected, await test.TextAsync());
        }
    }

    [Fact]
    public async Task A_cancelled_timer_never_fires_and_holds_up_no_other()
    {
        using var test = new TestWorker("""
            export default {
              async fetch() {
                const order = [];
                const late = setTimeout(() => order.push("cancelled by an earlier one"), 30);
                clearTimeout(setTimeout(() => order.push("cancelled at once"), 5));
                await new Promise(resolve => setTimeout(() => {
                  order.push("first");
                  clearTimeout(late);
                  setTimeout(() => { order.push("nested"); resolve(); }, 40);
                }, 10));
                return new Response(order.join());
              }
            };
            """);
        Assert.Equal("first,nested", await test.TextAsync());
    }

    [Fact]
    public async Task The_host_keeps_no_timer_of_an_event_that_is_over()
    {
        var time = new CountingTime();
        using var test = new TestWorker(
            "export default { fetch() { for (let i = 1; i < 50; i++) setTimeout(() => {}, 2 ** 31 - 1 - i); return new Response('ok'); } };", options: new() { Time = time });
        var before = time.Live;
        for (var i = 0; i < 5; i++)
        {
            var result = await test.FetchAsync();
            Assert.Null(await result.Completed);
        }

        Assert.Equal(before, time.Live);
    }

    /// <summary>A clock that stands still and knows how many timers are set.</summary>
    private sealed class CountingTime : FakeTimeProvider
    {
        private int _live;

        public int Live => Volatile.Read(ref _live);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Interlocked.Increment(ref _live);
            return new Counted(this, base.CreateTimer(callback, state, dueTime, period));
        }

        private sealed class Counted(CountingTime owner, ITimer timer) : ITimer
        {
            private int _disposed;

            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                if (Interlocked.Exchange(ref _disposed, 1) == 0)
                {
                    Interlocked.Decrement(ref owner._live);
                    timer.Dispose();
                }
            }

            public ValueTask DisposeAsync()
            {
                Dispose();
                return default;
            }
        }
    }
}
