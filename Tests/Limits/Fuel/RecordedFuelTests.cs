using System.Collections.Concurrent;
using FuelProbe;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>Recorded programs cost what was recorded, whatever ran before, beside or on the same thread.</summary>
public class RecordedFuelTests
{
    [Fact]
    public void Every_program_costs_what_was_recorded()
    {
        var measured = Recorded.Programs.ToDictionary(program => program.Name, program => LargeStack.Run(() => FuelRun.Of(program.Source)), StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("PUREEDGE_FUEL") is { Length: > 0 } file)
        {
            RecordedProgram.Rewrite(Recorded.File, file, measured.ToDictionary(each => each.Key, each => each.Value.Fuel, StringComparer.Ordinal));
        }

        Assert.All(measured, each => Assert.True(each.Value.Failure is null, $"'{each.Key}' failed: {each.Value.Answer}"));
        var changed = Recorded.Steady.Where(program => measured[program.Name].Fuel != program.Fuel)
            .Select(program => $"'{program.Name}' cost {program.Fuel} and costs {measured[program.Name].Fuel} now").ToList();
        Assert.True(
            changed.Count == 0,
            $"The bill changed, which it may not within a minor version (PUREEDGE_FUEL=FILE dotnet test writes what was measured).\n{string.Join('\n', changed)}");
    }

    [Fact]
    public void At_least_two_hundred_programs_are_recorded_and_cost_always_the_same()
    {
        Assert.Equal(Recorded.Programs.Count, Recorded.Programs.Select(program => program.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.True(Recorded.Steady.Count >= 200, $"{Recorded.Steady.Count} programs");
    }

    [Fact]
    public void Every_program_costs_the_same_prepared_as_parsed_and_in_the_first_engine_as_in_later_ones()
    {
        var different = LargeStack.Run(() => Recorded.Steady.Select(program =>
        {
            var script = JintEngine.PrepareScript(program.Source);
            var costs = new[] { FuelRun.Of(program.Source), FuelRun.Of(script), FuelRun.Of(script), FuelRun.Of(script) }.Select(run => run.Steps).ToList();
            return costs.Distinct().Count() > 1 ? $"{program.Name}: {string.Join(' ', costs)}" : "";
        }).Where(line => line.Length > 0).ToList());
        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    [Fact]
    public void Every_program_costs_the_same_at_every_call_in_one_engine()
    {
        var different = new List<string>();
        LargeStack.RunTogether([() =>
        {
            // It declares globals: the second call finds them there.
            foreach (var program in Recorded.Steady.Where(program => program.Name != "statement/var-global"))
            {
                // What costs little runs a thousand times: as an isolate that stays answers a thousand requests.
                var costs = FuelRun.Repeated(program.Source, program.Fuel < 50 ? 1_000 : 4).Select(run => run.Steps).ToList();
                if (costs.Distinct().Count() > 1)
                {
                    different.Add($"{program.Name}: {string.Join(' ', costs.Take(4))} ... {costs[^1]}");
                }
            }
        }]);
        Assert.Empty(different);
    }

    [Fact]
    public void Programs_that_take_turns_on_three_threads_cost_what_they_cost_alone()
    {
        // One of them runs at a time: every slice passes the slot on.
        using var slot = new SemaphoreSlim(1);
        var wrong = new ConcurrentBag<string>();
        LargeStack.RunTogether(Enumerable.Range(0, 3).Select(third => (Action)(() =>
        {
            slot.Wait();
            foreach (var index in Enumerable.Range(0, Recorded.Steady.Count))
            {
                var program = Recorded.Steady[(index + (third * Recorded.Steady.Count / 3)) % Recorded.Steady.Count];
                var run = FuelRun.Of(program.Source, PassOn);
                if (run.Fuel != program.Fuel)
                {
                    wrong.Add($"{program.Name}: {run.Fuel} and not {program.Fuel}");
                }

                PassOn();
            }

            slot.Release();
        })));
        Assert.Empty(wrong);

        void PassOn()
        {
            slot.Release();
            slot.Wait();
        }
    }
}
