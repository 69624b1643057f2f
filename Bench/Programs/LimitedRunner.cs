using Jint;
using PureEdge.Limits;
using JintEngine = Jint.Engine;

namespace PureEdge.Bench.Programs;

/// <summary>The metered interpreter with all limits on: every run is a turn with a session of its own. Keeps the fuel, too.</summary>
internal sealed class LimitedRunner : ProgramRunner
{
    // Far above what a program of some milliseconds needs: limits are checked, and never met.
    private static readonly ExecutionLimits Ample = new() { CpuMilliseconds = 10_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30 };

    private readonly JintEngine _engine = new(new Options().UseLimits());
    private readonly Prepared<Acornima.Ast.Script> _script;

    /// <summary>Makes an engine for a program.</summary>
    public LimitedRunner(ScriptProgram program)
        : base(program)
    {
        _script = JintEngine.PrepareScript(program.Source, program.Name);
        using (_engine.BeginTurn(new LimitSession(Ample)))
        {
            _engine.Execute(program.Setup);
        }
    }

    /// <summary>The fuel of the latest run.</summary>
    public long Fuel { get; private set; }

    /// <summary>What all runs cost; more than one value is a fault.</summary>
    public SortedSet<long> Costs { get; } = [];

    /// <inheritdoc/>
    protected override object Run()
    {
        var session = new LimitSession(Ample);
        object value;
        using (_engine.BeginTurn(session))
        {
            value = _engine.Evaluate(_script).ToString();
        }

        Fuel = session.Report.Fuel;
        Costs.Add(Fuel);
        return value;
    }
}
