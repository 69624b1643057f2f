using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using FuelProbe;

namespace PureEdge.Limits.Tests.Fuel;

/// <summary>The bill in processes of its own: cold and warm, in any order, however the runtime compiles and collects.</summary>
public sealed class ColdProcessTests : IDisposable
{
    private const ulong GeneratedSeed = 20_260_101;

    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("fuel").FullName, "programs.txt");

    public ColdProcessTests() =>
        RecordedProgram.Write(_file, Recorded.Steady.Concat(GeneratedPrograms.Programs
            .Sample(60, new Rnd(GeneratedSeed), 60)
            .Select(GeneratedPrograms.Source)
            .Select((source, index) => new RecordedProgram($"generated/{index}", LargeStack.Run(() => FuelRun.Of(source)).Fuel, source))));

    [Theory]
    [InlineData("", 0)]
    [InlineData("", 1)]
    [InlineData("TieredCompilation=0", 2)]
    [InlineData("TieredPGO=0 ReadyToRun=0", 3)]
    [InlineData("TC_BackgroundWorkerTimeoutMs=0 TC_CallCountThreshold=1 TC_CallCountingDelayMs=0", 4)]
    [InlineData("TC_QuickJitForLoops=0 EnableAVX2=0", 5)]
    [InlineData("EnableHWIntrinsic=0 GCgen0size=10000 gcConcurrent=0", 6)]
    public async Task Programs_cost_what_was_recorded(string settings, int order)
    {
        var names = RecordedProgram.Read(_file).Select(program => program.Name).ToArray();
        if (order == 1)
        {
            Array.Reverse(names);
        }
        else
        {
            // The seed is the case's: a failure comes again.
            new System.Random(order).Shuffle(names.AsSpan(order == 0 ? names.Length : 0));
        }

        var (lines, problems) = await ProbeProcess.RunAsync(settings, ["programs", _file, "2", .. names]);
        Assert.True(problems.Length == 0, problems);
        Assert.Equal(names.Length * 2, lines.Count);

        // Exact to a sixteenth of fuel, cold or warm.
        Assert.Empty(lines.Select(line => line.Split('\t')).GroupBy(line => line[0], line => line[3], StringComparer.Ordinal)
            .Where(costs => costs.Distinct(StringComparer.Ordinal).Count() > 1).Select(costs => $"{costs.Key}: {string.Join(' ', costs)}"));
    }

    [Fact]
    public async Task A_program_costs_what_was_recorded_when_it_is_the_first_in_its_process()
    {
        // PUREEDGE_COLD: how many programs, spread over the file; each takes some 0.2 seconds.
        var wanted = int.TryParse(Environment.GetEnvironmentVariable("PUREEDGE_COLD"), CultureInfo.InvariantCulture, out var count) ? count : 25;
        var problems = new List<string>();
        foreach (var program in Recorded.Steady.Where((_, index) => index * wanted / Recorded.Steady.Count != (index + 1) * wanted / Recorded.Steady.Count))
        {
            var (lines, found) = await ProbeProcess.RunAsync("", "programs", _file, "2", program.Name);
            problems.AddRange(found.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            if (lines[0].Split('\t')[3] != lines[1].Split('\t')[3])
            {
                problems.Add($"{lines[0]} {lines[1]}");
            }
        }

        Assert.Empty(problems);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Kills_in_a_cold_process_break_nothing(int seed)
    {
        // Every program is killed in the middle before anything was made that the process makes once; then all cost what was recorded.
        var (lines, problems) = await ProbeProcess.RunAsync("", "killed", _file, seed.ToString(CultureInfo.InvariantCulture));
        Assert.True(problems.Length == 0, problems);
        Assert.NotEmpty(lines);
    }

    [Fact]
    public async Task Every_program_that_is_known_to_vary_does()
    {
        foreach (var program in Recorded.Varying)
        {
            var (lines, _) = await ProbeProcess.RunAsync("", "programs", Recorded.File, "2", program.Name);
            Assert.True(lines[0].Split('\t')[3] != lines[1].Split('\t')[3], $"'{program.Name}' costs always the same now: remove 'varies:' from its line.");
        }
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
}
