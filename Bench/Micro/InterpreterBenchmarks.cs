using BenchmarkDotNet.Attributes;
using PureEdge.Bench.Programs;

namespace PureEdge.Bench.Micro;

/// <summary>The interpreter with all limits on and without any. The full comparison is the scenario <c>limits</c>.</summary>
public class InterpreterBenchmarks
{
    private LimitedRunner _limited = null!;
    private PlainRunner _plain = null!;

    /// <summary>Makes both engines.</summary>
    [GlobalSetup]
    public void Load()
    {
        var program = ScriptProgram.All.First(static program => program.Name == "fib");
        (_limited, _plain) = (new(program), new(program));
    }

    /// <summary>No limits: the interpreter as its package has it.</summary>
    [Benchmark(Baseline = true)]
    public void LimitsOff() => _plain.RunOnce();

    /// <summary>Metered, with every limit on.</summary>
    [Benchmark]
    public void LimitsOn() => _limited.RunOnce();
}
