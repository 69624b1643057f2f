using System.Net.Sockets;
using PureEdge.Bench.Compare;
using PureEdge.Bench.Machine;
using PureEdge.Bench.Micro;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench;

/// <summary>The entry point.</summary>
internal static class Program
{
    private const int Held = 0;
    private const int NotHeld = 1;
    private const int WrongArguments = 2;

    /// <summary>All scenarios.</summary>
    public static IReadOnlyList<IScenario> Scenarios { get; } = 
    [
        new Hello(), new Cold(), new Forks(), new Memory(), new Neighbours(), new Flat(), new FuelRate(), new LimitsCost(), new Kv(), new Platform(),
        new Tenants(), new WasmStart(),
    ];

    private static async Task<int> Main(string[] args)
    {
        if (await Roles.TryRunAsync(args) is { } status)
        {
            return status;
        }

        if (MicroBenchmarks.TryRun(args) is { } measured)
        {
            return measured;
        }

        if (Arguments.Parse(args, out var error) is not { } arguments)
        {
            await Console.Error.WriteLineAsync($"{error}\nRun with --help to see what is allowed.");
            return WrongArguments;
        }

        if (arguments.Help)
        {
            Console.WriteLine(Arguments.HelpText);
            return Held;
        }

        var busy = arguments.Settings.Quick ? null : IdleProbe.WhyBusy();
        if (busy is not null && !arguments.Force)
        {
            await Console.Error.WriteLineAsync($"The machine is busy, and its figures would be those of its other work: {busy}. Wait, or use --force.");
            return NotHeld;
        }

        return await RunAsync(arguments, busy);
    }

    private static async Task<int> RunAsync(Arguments arguments, string? busy)
    {
        var report = new Report(judges: !arguments.Settings.Quick);
        report.Line($"\n# {MachineDescription.Line()}");
        if (busy is not null)
        {
            report.Line($"\n**Not to be quoted: the machine was busy.** {busy}.");
        }
        else if (arguments.Settings.Quick)
        {
            report.Line("\n**Not to be quoted: a quick run.**");
        }

        var ran = true;
        foreach (var scenario in arguments.Scenarios)
        {
            report.Title(scenario.Name, scenario.Summary);
            try
            {
                await scenario.RunAsync(arguments.Settings, report);
            }
            catch (Exception e) when (e is BenchException or SocketException or IOException or TimeoutException)
            {
                // The other scenarios still say something.
                ran = false;
                report.Line($"- DID NOT RUN: {e.Message}");
            }
        }

        Ratios.Write(report);
        if (arguments.Out is { } path)
        {
            await File.AppendAllTextAsync(path, report.Text);
        }

        return ran && report.AllHeld ? Held : NotHeld;
    }
}
