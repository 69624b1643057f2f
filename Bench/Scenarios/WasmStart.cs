using System.Diagnostics;
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
    private const int Statements = 60;
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
            var (module, codeBytes) = Module(round);
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

    /// <summary>A module of exported functions (i32) -> i32 with arithmetic, memory, branches and calls, which differs from seed to seed.</summary>
    private static (byte[] Module, int CodeBytes) Module(int seed)
    {
        var random = new Random(seed);
        byte[] code = [.. Unsigned(Functions), .. Enumerable.Range(0, Functions).SelectMany(i => Body(random, i))];
        var exports = Enumerable.Range(0, Functions).SelectMany(i =>
        {
            var name = System.Text.Encoding.ASCII.GetBytes($"f{i}");
            return (byte[])[.. Unsigned(name.Length), .. name, 0, .. Unsigned(i)];
        });
        return (
            [
                0, .. "asm"u8, 1, 0, 0, 0,
                .. Section(1, [1, 0x60, 1, 0x7F, 1, 0x7F]),
                .. Section(3, [.. Unsigned(Functions), .. new byte[Functions]]),
                .. Section(5, [1, 0, 1]),
                .. Section(7, [.. Unsigned(Functions), .. exports]),
                .. Section(10, code),
            ],
            code.Length);
    }

    private static byte[] Body(Random random, int function)
    {
        var code = new List<byte> { 1, 2, 0x7F };
        for (var i = 0; i < Statements; i++)
        {
            var from = (byte)random.Next(3);
            var to = (byte)random.Next(3);
            byte[] value = [0x20, from, 0x41, .. Unsigned(random.Next(1 << 18))];
            byte operation = random.Next(4) switch { 0 => 0x6A, 1 => 0x73, 2 => 0x6C, _ => 0x77 };
            code.AddRange(random.Next(5) switch
            {
                // to = memory[(from op constant) & 0xFFFC]
                0 => [.. value, operation, 0x41, 0xFC, 0xFF, 3, 0x71, 0x28, 0, 0, 0x21, to],
                // memory[from & 0xFFFC] = to
                1 => [0x20, from, 0x41, 0xFC, 0xFF, 3, 0x71, 0x20, to, 0x36, 0, 0],
                // if (from < constant) to = from op constant
                2 => [.. value, 0x48, 0x04, 0x40, .. value, operation, 0x21, to, 0x0B],
                // to = the function before, as long as that is a tree
                3 when function % 4 > 0 => [0x20, from, 0x10, .. Unsigned(function - 1), 0x21, to],
                _ => [.. value, operation, 0x21, to],
            });
        }

        code.AddRange([0x20, 0, 0x20, 1, 0x6A, 0x20, 2, 0x73, 0x0B]);
        return [.. Unsigned(code.Count), .. code];
    }

    private static byte[] Section(byte id, byte[] content) => [id, .. Unsigned(content.Length), .. content];

    private static byte[] Unsigned(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
