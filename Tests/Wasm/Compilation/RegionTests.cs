using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Wasm.Tests.Interpretation;
using PureEdge.Wasm.Tests.Limits;
using PureEdge.Wasm.Tests.Spec;
using PureEdge.Wasm.Tests.Verification;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Tests.Compilation;

/// <summary>Functions that are taken apart do what they do whole. Here small ones are.</summary>
public sealed class RegionTests
{
    private const int Optimised = 60_000;

    public static TheoryData<string> Scripts() => [.. SpecScripts.All];

    [Property(MaxTest = 300)]
    public Property Generated_programs_do_the_same_taken_apart_and_interpreted() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), Gen.Choose(40, 600).ToArbitrary(), (seed, methodBytes) =>
        {
            var module = ProgramGenerator.Make(seed, catches: false);
            var limits = new WasmLimits { MethodBytes = methodBytes };
            Verify(module, limits);
            Assert.Equal(DifferenceTests.Outcome(Code.Compile(true, module)), DifferenceTests.Outcome(WasmModule.Compile(module, limits, false)));
        });

    [Fact]
    public void Generated_programs_are_taken_apart_and_do_the_same_ahead_of_time()
    {
        var limits = new WasmLimits { MethodBytes = 160 };
        var regions = 0;
        for (var seed = 0; seed < 40; seed++)
        {
            var module = ProgramGenerator.Make(seed, catches: false);
            regions += Verify(module, limits).Regions;
            Assert.Equal(DifferenceTests.Outcome(Code.Compile(true, module)), DifferenceTests.Outcome(AheadOfTime.Ahead.Compile(module, limits)));
        }

        Assert.True(regions > 40, $"only {regions} regions");
    }

    [SkippableTheory]
    [MemberData(nameof(Scripts))]
    public void A_script_of_the_official_suite_passes_taken_apart(string script)
    {
        var limits = new WasmLimits { MaxMemoryBytes = SpecRun.Limits.MaxMemoryBytes, MaxTableElements = SpecRun.Limits.MaxTableElements, MethodBytes = 60 };
        var run = SpecRun.Of(SpecScripts.Read(script), bytes => WasmModule.Compile(bytes, limits, false));
        Assert.True(run.Failures.Count == 0, $"{run.Passed} passed, {run.Failures.Count} failed:\n{string.Join('\n', run.Failures.Take(20))}");
        Assert.True(run.Passed > 0);
    }

    [Fact]
    public void The_loop_of_an_interpreter_is_taken_apart_so_that_each_method_is_optimised()
    {
        var module = Loop(cases: 150, additions: 30);
        Assert.True(Verify(module, new WasmLimits { MethodBytes = int.MaxValue }).LargestBytes > Optimised);
        var apart = Verify(module, WasmLimits.Default);
        Assert.InRange(apart.LargestBytes, 1, Optimised);
        Assert.InRange(apart.Regions, 10, 150);
        (string, long) Run(bool isInterpreted)
        {
            var store = new WasmStore { FuelLeft = 10_000_000 };
            var result = WasmModule.Compile(module, null, isInterpreted).Instantiate(store).Function("run").Invoke(WasmValue.I32(149));
            return (string.Join(',', result), store.FuelLeft - store.UsedOfSlice);
        }

        Assert.Equal(Run(true), Run(false));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void A_trap_in_a_region_has_the_place_and_the_fuel_that_it_has_in_the_whole_function(int at)
    {
        // The memory has one page: the case that reads beyond it traps, in what is a region of its own.
        var module = Loop(cases: 41, additions: 6, trapsAt: at);
        var limits = new WasmLimits { MethodBytes = 400 };
        Assert.True(Verify(module, limits).Regions > 3);
        (WasmTrap, string?, long) Run(WasmModule compiled)
        {
            var store = new WasmStore { FuelLeft = 10_000_000 };
            var run = compiled.Instantiate(store).Function("run");
            var trap = Assert.Throws<WasmTrapException>(() => run.Invoke(WasmValue.I32(40)));
            return (trap.Trap, trap.Function?.Name, store.FuelLeft - store.UsedOfSlice);
        }

        var whole = Run(WasmModule.Compile(module, null, false));
        Assert.Equal((WasmTrap.MemoryOutOfBounds, "run"), (whole.Item1, whole.Item2));
        Assert.Equal(whole, Run(WasmModule.Compile(module, limits, false)));
        Assert.Equal(whole, Run(WasmModule.Compile(module, limits, true)));
    }

    [Fact]
    public void A_function_of_nothing_but_blocks_in_blocks_is_taken_apart_in_time()
    {
        // Each block is a candidate with all that is inside of it.
        const int Depth = 4_000;
        List<byte> code = [];
        for (var i = 0; i < Depth; i++)
        {
            code.AddRange([0x02, 0x40]);
        }

        for (var i = 0; i < Depth; i++)
        {
            code.AddRange([0x20, 0, 0x41, 1, 0x6A, 0x22, 0, 0x45, 0x0D, .. ModuleWriter.Unsigned((uint)(Depth - i - 1)), 0x0B]);
        }

        code.AddRange([0x20, 0]);
        var run = Code.Run(Code.Module([WasmType.I32], [WasmType.I32], [.. code]));
        Assert.Equal(Depth, run.Invoke(WasmValue.I32(0))[0].AsI32());
        Assert.Equal(0, run.Invoke(WasmValue.I32(-9))[0].AsI32());
    }

    [Fact]
    public void The_parts_of_a_function_are_charged_as_functions_when_it_is_compiled()
    {
        var module = Loop(cases: 120, additions: 31);
        long Charged(int methodBytes, bool isInterpreted)
        {
            var meter = new BudgetMeter { Budget = long.MaxValue };
            meter.Run(() => WasmModule.Compile(module, new WasmLimits { MethodBytes = methodBytes }, isInterpreted));
            return meter.Counted;
        }

        var regions = Verify(module, new WasmLimits { MethodBytes = 10_000 }).Regions;
        Assert.InRange(regions, 5, 120);
        var whole = Charged(int.MaxValue, false);
        Assert.Equal(whole + (regions * FunctionChecker.StepsPerMethod), Charged(10_000, false));
        Assert.Equal(whole + (regions * FunctionChecker.StepsPerMethod), Charged(10_000, true));
    }

    private static IlVerifier Verify(byte[] module, WasmLimits limits)
    {
        var verifier = new IlVerifier();
        verifier.Verify(module, "a program taken apart", limits);
        Deliberate.AssertListed(verifier);
        return verifier;
    }

    /// <summary>
    /// A loop over a large switch, as compilers of C write it: the argument counts down, and its case adds to an i64 and writes it to memory.
    /// </summary>
    private static byte[] Loop(int cases, int additions, int trapsAt = -1)
    {
        List<byte> code = [0x03, 0x40];
        for (var i = 0; i <= cases; i++)
        {
            code.AddRange([0x02, 0x40]);
        }

        // The last goes where no case is: out of all.
        code.AddRange([0x20, 0, 0x0E, .. ModuleWriter.Unsigned((uint)cases)]);
        for (var i = 0; i <= cases; i++)
        {
            code.AddRange(ModuleWriter.Unsigned((uint)i));
        }

        for (var i = 0; i < cases; i++)
        {
            code.Add(0x0B);
            for (var k = 0; k < additions; k++)
            {
                // total = total * 3 + (i + k); scratch += 1
                code.AddRange([0x20, 1, 0x42, 3, 0x7E, 0x42, .. Signed(i + k), 0x7C, 0x21, 1, 0x20, 2, 0x41, 1, 0x6A, 0x21, 2]);
            }

            code.AddRange(i == trapsAt ? ModuleWriter.I32(-4) : ModuleWriter.I32(i * 8));
            code.AddRange([0x20, 1, 0x37, 0, 0]);
            // Back to the loop, or out where the argument is spent.
            code.AddRange([0x20, 0, 0x45, 0x0D, .. ModuleWriter.Unsigned((uint)(cases - 1 - i)), 0x20, 0, 0x41, 1, 0x6B, 0x21, 0, 0x0C, .. ModuleWriter.Unsigned((uint)(cases - i))]);
        }

        code.AddRange([0x0B, 0x0B, 0x20, 1, 0x20, 2, 0xAC, 0x7C]);
        return Code.Module([WasmType.I32], [WasmType.I64], [.. code], writer => writer.Memory(1), (1, WasmType.I64), (1, WasmType.I32));
    }

    private static byte[] Signed(int value) => ModuleWriter.I32(value)[1..];
}
