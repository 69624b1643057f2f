using System.Text.RegularExpressions;
using PureEdge.Engine;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Oracles;

/// <summary>The same case costs the same fuel and gives the same output.</summary>
internal static partial class RepeatOracle
{
    /// <summary>Whether a case has nothing in it that is different every time by design.</summary>
    public static bool Applies(CaseRun run) => run.IsRepeatable && !Random().IsMatch(run.Case.Text);

    public static Breach? Judge(CaseRun first, CaseRun second)
    {
        if (!second.IsRepeatable && second.Outcome == first.Outcome)
        {
            return null;
        }

        // A busy machine ends a run by its clock: that says nothing of the bill, and the time is judged by another.
        if (first.Outcome == WorkerOutcome.ExceededWall || second.Outcome == WorkerOutcome.ExceededWall)
        {
            return null;
        }

        if (first.Outcome != second.Outcome)
        {
            return new("repeat", "outcome", $"First {first.Outcome} ({first.Usage.Fuel} fuel), then {second.Outcome} ({second.Usage.Fuel} fuel).") { NeedsConfirmation = true };
        }

        if (first.Usage.Fuel != second.Usage.Fuel)
        {
            return new("repeat", "fuel", $"First {first.Usage.Fuel} units of fuel, then {second.Usage.Fuel}.") { NeedsConfirmation = true };
        }

        return first.Output == second.Output ? null : new("repeat", "output", $"First:\n{first.Output}\nThen:\n{second.Output}") { NeedsConfirmation = true };
    }

    // Random numbers, boundaries of forms, signatures with random parts, and what depends on the collector, on real time, or on when an
    // answer from outside comes.
    [GeneratedRegex(@"random|generateKey|\.sign\b|encrypt|wrapKey|FormData|WeakRef|FinalizationRegistry|setTimeout|setInterval|AbortSignal\.timeout|scheduler|performance|\bfetch\s*\(|EventSource|new WebSocket", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Random();
}
