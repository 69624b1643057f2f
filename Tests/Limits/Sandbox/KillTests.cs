using System.Diagnostics;
using System.Globalization;
using FuelProbe;
using PureEdge.Limits.Tests.Fuel;
using Xunit.Abstractions;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>The heap is measured: nothing else may run.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class Alone;

[Collection("Alone")]
public class KillTests(ITestOutputHelper output)
{
    // What a thousand kills may leave behind. The caches of the interpreter are bounded and warm by then; one engine kept for each
    // kill would be 20 MB of a thousand, and of a hundred thousand this is a hundred bytes each.
    private const long MostKept = 8 << 20;

    /// <summary>PUREEDGE_KILLS: how many, by default 1,000.</summary>
    [Fact]
    public void Kills_of_every_kind_leave_no_trace()
    {
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("PUREEDGE_KILLS"), CultureInfo.InvariantCulture, out var kills) ? kills : 1_000;
        var before = Answers();
        var started = Stopwatch.StartNew();
        var (problems, living) = KillMany(0, wanted / 4);
        var heapBefore = GC.GetTotalMemory(forceFullCollection: true);
        var (laterProblems, laterLiving) = KillMany(wanted / 4, wanted);
        var heapAfter = GC.GetTotalMemory(forceFullCollection: true);
        output.WriteLine($"{wanted} kills in {started.Elapsed.TotalSeconds:0.0} s; heap {heapBefore >> 10} KB after a quarter of them, {heapAfter >> 10} KB after all");

        AssertNone("Not killed as expected", problems.Concat(laterProblems));
        AssertNone("The engine lives on after", living.Concat(laterLiving));
        Assert.True(heapAfter - heapBefore < MostKept, $"The heap grew from {heapBefore} to {heapAfter} bytes.");
        Assert.Equal(before, Answers());
    }

    private static void AssertNone(string what, IEnumerable<string> found)
    {
        var distinct = found.Distinct(StringComparer.Ordinal).ToList();
        Assert.True(distinct.Count == 0, $"{what}:\n{string.Join('\n', distinct)}");
    }

    // On a thread that has ended, so that no stack keeps an engine.
    private static (List<string> Problems, List<string> Living) KillMany(int from, int to)
    {
        var problems = new List<string>();
        var engines = new List<(string Name, WeakReference Engine)>();
        LargeStack.RunTogether([() =>
        {
            for (var i = from; i < to; i++)
            {
                // By turns one that goes on for ever, and one of the recorded programs, cut short somewhere.
                var (name, engine, problem) = i % 2 == 0 ? KillEndless(i / 2) : KillRecorded(i / 2);
                if (problem is not null)
                {
                    problems.Add(problem);
                }

                engines.Add((name, engine));
                if (engines.Count > 10_000)
                {
                    engines.RemoveRange(0, 5_000);
                }
            }
        }]);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return (problems, [.. engines.Where(each => each.Engine.IsAlive).Select(each => each.Name).Distinct(StringComparer.Ordinal)]);
    }

    private static (string Name, WeakReference Engine, string? Problem) KillEndless(int index)
    {
        var kill = Kill.All[index % Kill.All.Count];
        var (engine, problem) = kill.Happen(index);
        return (kill.Name, engine, problem);
    }

    private static (string Name, WeakReference Engine, string? Problem) KillRecorded(int index)
    {
        var program = Costly[index % Costly.Count];
        // A place of its own in every round.
        var (engine, kill) = FuelRun.Killed(program.Source, (index * 7_919L) % program.Fuel);
        return (program.Name, engine, kill?.Kind == LimitKind.Cpu ? null : $"{program.Name}: {kill?.Message ?? "was not killed"}");
    }

    private static IReadOnlyList<RecordedProgram> Costly { get; } = [.. Recorded.Steady.Where(program => program.Fuel > 0)];

    // What every recorded program answers, and costs.
    private static List<string> Answers() =>
        LargeStack.Run(() => Recorded.Steady.Select(program => $"{program.Name}: {FuelRun.Of(program.Source).Outcome}").ToList());

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
