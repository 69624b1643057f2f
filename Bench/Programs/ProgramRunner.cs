using System.Diagnostics;
using Jint;
using Jint.Native;
using PureEdge.Bench.Reporting;
using PureEdge.Limits;
using JintEngine = Jint.Engine;

namespace PureEdge.Bench.Programs;

/// <summary>Runs one program again and again in one engine, with or without limits, and keeps time and fuel.</summary>
internal sealed class ProgramRunner
{
    // Far above what a program of a millisecond needs: limits are checked, and never met.
    private static readonly ExecutionLimits Ample = new() { CpuMilliseconds = 10_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30 };

    private readonly ScriptProgram _program;
    private readonly JintEngine _engine;
    private readonly Prepared<Acornima.Ast.Script> _script;
    private readonly bool _limited;
    private JsValue? _expected;

    /// <summary>Makes an engine for a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="limited">Whether every run is a turn with a session of its own.</param>
    public ProgramRunner(ScriptProgram program, bool limited)
    {
        _program = program;
        _limited = limited;
        _engine = limited ? new JintEngine(new Options().UseLimits()) : new JintEngine();
        _script = JintEngine.PrepareScript(program.Source, program.Name);
    }

    /// <summary>The fuel of one run; 0 without limits.</summary>
    /// <exception cref="BenchException">Two runs cost different fuel.</exception>
    public long Fuel { get; private set; }

    /// <summary>Runs the program for a time.</summary>
    /// <returns>The milliseconds of one run: the median, which a thread that lost its processor for a moment does not move.</returns>
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

    private void RunOnce()
    {
        JsValue value;
        if (_limited)
        {
            var session = new LimitSession(Ample);
            using (_engine.BeginTurn(session))
            {
                value = _engine.Evaluate(_script);
            }

            var fuel = session.Report.Fuel;
            Fuel = Fuel == 0 || Fuel == fuel ? fuel : throw new BenchException($"The program '{_program.Name}' cost {Fuel} fuel, and then {fuel}.");
        }
        else
        {
            value = _engine.Evaluate(_script);
        }

        _expected ??= value;
        if (!_expected.Equals(value))
        {
            throw new BenchException($"The program '{_program.Name}' gave {_expected}, and then {value}.");
        }
    }
}
