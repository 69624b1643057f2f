using PureEdge.Fuzz.Running;
using PureEdge.Limits;

namespace PureEdge.Fuzz.Oracles;

/// <summary>Time and fuel stay within the limits, and parsing within its budget.</summary>
/// <param name="readsClock">Whether times are judged; fuel always is.</param>
internal sealed class TimeOracle(bool readsClock) : IOracle
{
    // A millisecond of fuel took up to four on a noisy machine; code that was never compiled takes longer, and is run again. Work that
    // the bill does not see ends at twice the limit.
    private const int Slowness = 10;
    private const int SafetyFactor = 2;
    private const int SlackMilliseconds = 90;

    // Nothing can interrupt the class library's matcher, which looks at its own clock (RegexCost.MostTime); the request ends with it.
    private const int MatcherMilliseconds = 250;
    private const int ParsedBytesPerMillisecond = 4 << 10;

    public string Promise => "wall time and fuel are within the budget";

    public Breach? Judge(CaseRun run)
    {
        var fuelAllowed = Fuel.FromMilliseconds(run.Limits.CpuMilliseconds);
        if (run.Usage.Fuel > fuelAllowed)
        {
            return new("fuel", "more than allowed", $"{run.Usage.Fuel} units of fuel were billed; {fuelAllowed} are allowed.");
        }

        if (!readsClock)
        {
            return null;
        }

        var parseAllowed = SlackMilliseconds + (4 * (run.Limits.StartupCpuMilliseconds + (run.Case.Text.Length / ParsedBytesPerMillisecond)));
        if (run.ParseTime.TotalMilliseconds > parseAllowed)
        {
            return new("parse time", "parser", $"Parsing took {run.ParseTime.TotalMilliseconds:0} ms; {parseAllowed} ms are more than its budget.") { NeedsConfirmation = true };
        }

        var fair = SlackMilliseconds + (Slowness * SafetyFactor * run.Limits.CpuMilliseconds) + (run.MatcherTimedOut ? MatcherMilliseconds : 0);
        return run.Usage.RunningTime.TotalMilliseconds > fair
            ? new("time", "amplification", $"It ran {run.Usage.RunningTime.TotalMilliseconds:0} ms for {run.Usage.Fuel} units of fuel ({run.Usage.CpuMilliseconds:0.0} ms); {fair} ms are more than its limit allows.") { NeedsConfirmation = true }
            : null;
    }
}
