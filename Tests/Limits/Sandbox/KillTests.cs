using System.Diagnostics;

namespace PureEdge.Limits.Tests.Sandbox;

public class KillTests
{
    [Fact]
    public void A_thousand_kills_of_every_kind_leave_no_trace()
    {
        string[] kills =
        [
            "for (;;) {}",
            "let a = []; for (;;) a.push(new Array(1000).fill(1))",
            "'x'.repeat(2 ** 28)",
            "for (;;) [3, 2, 1].sort(() => 1)",
            "for (;;) JSON.parse(JSON.stringify({ a: [1, 2, 3] }))",
            "for (;;) new RegExp('a' + Math.random()).test('b')",
            "for (;;) new Function('return 1')()",
            "let f = k => Map.groupBy([1], () => f()); for (;;) try { f() } catch {}",
            "for (;;) try { try { throw new Error('x') } finally { [1, 2].map(x => x) } } catch {}",
            "for (;;) new Intl.NumberFormat('en-US').format(1234.5)",
            "let x = 3n; for (;;) String(x * x)",
            "(async () => { for (;;) await 0 })()",
        ];
        const string Fixed = "[JSON.stringify([1, { a: 'b' }]), /(\\d+)/.exec('ab12')[1], [3, 1, 2].sort().join(), (12345.678).toLocaleString('en-US'), 2n ** 70n, new Function('return 5')(), new Date(0).toISOString(), [...new Set([1, 1, 2])].length].join('|')";
        var limits = LimitedEngine.Patient with { CpuMilliseconds = 1, AllocationBytes = 4 << 20 };
        var before = LimitedEngine.Run(Fixed).Outcome;
        var survivors = new List<string>();
        var thread = new Thread(
            () =>
            {
                for (var i = 0; i < 1_000; i++)
                {
                    var session = new LimitSession(limits);
                    var outcome = LimitedEngine.RunHere(LimitedEngine.New(), session, kills[i % kills.Length]);
                    if (!outcome.StartsWith("killed: ", StringComparison.Ordinal))
                    {
                        survivors.Add($"{kills[i % kills.Length]}: {outcome}");
                    }
                }
            },
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.Empty(survivors);
        Assert.Equal(before, LimitedEngine.Run(Fixed).Outcome);
    }

    [Fact]
    public void Parsing_without_an_engine_is_charged_too()
    {
        string? outcome = null;
        var thread = new Thread(
            () =>
            {
                var nested = "1" + string.Concat(Enumerable.Repeat("+1", 60_000));
                Assert.ThrowsAny<Exception>(() => JintEngine.PrepareScript(nested));
                var session = new LimitSession(LimitedEngine.Patient with { CpuMilliseconds = 1 });
                try
                {
                    using (session.BeginWork())
                    {
                        JintEngine.PrepareScript(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"let a{i};")));
                    }
                }
                catch (LimitExceededException e)
                {
                    outcome = $"killed: {e.Kind}";
                }
            },
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal("killed: Cpu", outcome);
    }

    [Fact]
    public void A_request_can_be_canceled_in_the_middle_of_a_built_in()
    {
        var session = new LimitSession(LimitedEngine.Patient with { CpuMilliseconds = 300_000 });
        var slices = 0;
        string? outcome = null;
        var thread = new Thread(
            () => outcome = LimitedEngine.RunHere(
                LimitedEngine.New(),
                session,
                "Array.prototype.includes.call({ length: 2 ** 52 }, 1)",
                () =>
                {
                    if (++slices == 3)
                    {
                        session.Cancel();
                    }
                }),
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal("killed: Canceled", outcome);
    }

    [Fact]
    public void Time_that_a_turn_waits_for_its_slot_is_not_its_own()
    {
        var session = new LimitSession(new ExecutionLimits { CpuMilliseconds = 10_000, TurnMilliseconds = 2_000 });
        var waited = Stopwatch.StartNew();
        string? outcome = null;
        var thread = new Thread(
            () => outcome = LimitedEngine.RunHere(
                LimitedEngine.New(),
                session,
                "for (let i = 0; i < 100000; i++) {} 'done'",
                () =>
                {
                    if (waited.ElapsedMilliseconds < 3_000)
                    {
                        Thread.Sleep(3_000);
                    }
                }),
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.Equal("done", outcome);
    }
}
