using System.Diagnostics;
using PureEdge.Bench.Programs;
using PureEdge.Bench.Reporting;
using PureEdge.Wasm;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// What it takes until WebAssembly runs: compiling modules that the process has never seen, and instances of the smallest compiled one. Must hold: at
/// most 1 ms for a KB of code, and 50 us for an instance with its store. The first call of each function, when .NET makes its machine code, is reported beside it.
/// </summary>
internal sealed class WasmStart : IScenario
{
    private const int Functions = 200;
    private const double MostMillisecondsPerKb = 1;
    private const double MostMicrosecondsPerInstance = 50;

    // (module (func (export "run") (result i32) i32.const 42))
    private static readonly byte[] Hello = [0, .. "asm"u8, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7F, 3, 2, 1, 0, 7, 7, 1, 3, .. "run"u8, 0, 0, 10, 6, 1, 4, 0, 0x41, 42, 0x0B];

    /// <inheritdoc/>
    public string Name => "wasm";

    /// <inheritdoc/>
    public string Summary => "compiling WebAssembly, and making instances of it";

    /// <inheritdoc/>
    public Task RunAsync(Settings settings, Report report) => Task.Run(() =>
    {
        var compile = new Spread();
        var firstCalls = new Spread();
        var kilobytes = 0.0;
        for (var round = -1; round < settings.Rounds; round++)
        {
            // The first warms the library up; each has code of its own.
            var (module, codeBytes) = WasmModules.Arithmetic(round, Functions);
            kilobytes = codeBytes / 1024.0;
            var start = Stopwatch.GetTimestamp();
            var compiled = WasmModule.Compile(module);
            var compiledIn = Stopwatch.GetElapsedTime(start);
            var instance = compiled.Instantiate(new WasmStore());
            start = Stopwatch.GetTimestamp();
            for (var i = 0; i < Functions; i++)
            {
                instance.Function($"f{i}").Invoke(WasmValue.I32(round));
            }

            if (round >= 0)
            {
                compile.Add(compiledIn.TotalMilliseconds / kilobytes);
                firstCalls.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / kilobytes);
            }
        }

        var hello = WasmModule.Compile(Hello);
        var instances = new Spread();
        var count = settings.Pick(20_000, 200);
        for (var round = -1; round < settings.Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < count; i++)
            {
                if (hello.Instantiate(new WasmStore()).Function("run").Invoke()[0].AsI32() != 42)
                {
                    throw new BenchException("The instance gave another answer.");
                }
            }

            if (round >= 0)
            {
                instances.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds / count);
            }
        }

        report.Table(
            ["", "each"],
            [
                [$"compiling {kilobytes:N0} KB of code in {Functions} functions, ms for a KB", compile.Show("0.000")],
                ["the first call of every function, ms for a KB", firstCalls.Show("0.000")],
                ["an instance of a compiled module, its store, and a call, us", instances.Show("0.0")],
            ]);
        report.Require($"at most {MostMillisecondsPerKb} ms to compile a KB (it is {compile.Median:0.000})", compile.Median <= MostMillisecondsPerKb);
        report.Require($"at most {MostMicrosecondsPerInstance} us for an instance (it is {instances.Median:0.0})", instances.Median <= MostMicrosecondsPerInstance);
    });
}
