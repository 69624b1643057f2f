using System.Diagnostics;
using PureEdge.Bench.Reporting;

namespace PureEdge.Bench.Programs;

/// <summary>Runs one program again and again in one engine, and keeps the time.</summary>
internal abstract class ProgramRunner(ScriptProgram program)
{
    private object? _expected;

    /// <summary>The program.</summary>
    protected ScriptProgram Program => program;

    /// <summary>Runs the program for a time.</summary>
    /// <returns>The milliseconds of one run: the median, which a thread that lost its processor for a moment does not move.</returns>
    /// <exception cref="BenchException">Two runs gave different values.</exception>
    public double RunFor(TimeSpan time)
    {
        var runs = new Spread();
        var start = Stopwatch.GetTimestamp();
        var last = start;
        do
        {
            RunOnce();
            var now = Stopwatch.GetTimestamp();
            runs.Add(Stopwatch.GetElapsedTime(last, now).TotalMilliseconds);
            last = now;
        }
        while (Stopwatch.GetElapsedTime(start, last) < time);
        return runs.Median;
    }

    /// <returns>The value of the program, as text or number.</returns>
    protected abstract object Run();

    /// <summary>Runs it once.</summary>
    public void RunOnce()
    {
        var value = Run();
        _expected ??= value;
        if (!_expected.Equals(value))
        {
            throw new BenchException($"The program '{program.Name}' gave {_expected}, and then {value}.");
        }
    }
}
