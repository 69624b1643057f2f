using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using FuelProbe;
using Jint;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>The law of the bill, over generated programs.</summary>
public class GeneratedFuelTests
{
    [Property(MaxTest = 150)]
    public Property A_program_costs_the_same_in_every_engine_on_every_thread_parsed_or_prepared() => Prop.ForAll(GeneratedPrograms.Arbitrary, program =>
    {
        var source = GeneratedPrograms.Source(program);
        var runs = LargeStack.Run(() =>
        {
            var script = JintEngine.PrepareScript(source);
            return new[] { FuelRun.Of(source), FuelRun.Of(source), FuelRun.Of(script), FuelRun.Of(script) };
        }).Append(LargeStack.Run(() => FuelRun.Of(source))).Concat(InTurns(source)).ToList();
        return runs.All(run => run.Outcome == runs[0].Outcome && run.Failure is not LimitExceededException)
            .Label($"{string.Join(' ', runs.Select(run => run.Outcome))}\n{source}");
    });

    [Property(MaxTest = 100)]
    public Property A_program_costs_the_same_at_every_call_in_one_engine() => Prop.ForAll(GeneratedPrograms.Arbitrary, program =>
    {
        var source = GeneratedPrograms.Source(program);
        var runs = LargeStack.Run(() => FuelRun.Repeated(source, 5).Select(run => run.Steps).ToList());
        return (runs.Distinct().Count() == 1).Label($"{string.Join(' ', runs)}\n{source}");
    });

    // The same program in two engines, each slice of which waits for one of the other.
    private static FuelRun[] InTurns(string source)
    {
        using var slot = new SemaphoreSlim(1);
        var runs = new FuelRun[2];
        LargeStack.RunTogether(Enumerable.Range(0, 2).Select(which => (Action)(() =>
        {
            slot.Wait();
            runs[which] = FuelRun.Of(source, () =>
            {
                slot.Release();
                slot.Wait();
            });
            slot.Release();
        })));
        return runs;
    }
}
