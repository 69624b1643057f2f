using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Wasm.Tests.Limits;

namespace PureEdge.Wasm.Tests.Interpretation;

/// <summary>What is interpreted gives the results, the traps and the fuel of what is compiled.</summary>
public sealed class DifferenceTests
{
    [Property(MaxTest = 400)]
    public Property Generated_programs_do_the_same_compiled_and_interpreted() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            var module = ProgramGenerator.Make(seed);
            Assert.Equal(Outcome(Code.Compile(false, module)), Outcome(Code.Compile(true, module)));
        });

    [Fact]
    public void Generated_programs_return_trap_throw_and_run_out_of_fuel()
    {
        var seen = Enumerable.Range(0, 300).Select(seed => Outcome(Code.Compile(true, ProgramGenerator.Make(seed))).Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("returned", seen);
        Assert.Contains("thrown", seen);
        Assert.Contains("trap:FuelExhausted", seen);
        Assert.Contains("trap:MemoryOutOfBounds", seen);
        Assert.Contains("trap:IntegerDivideByZero", seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_store_has_modules_of_one_kind(bool first)
    {
        var store = new WasmStore();
        Code.Run(first, Code.Fibonacci(), store);
        Assert.Throws<WasmLinkException>(() => Code.Run(!first, Code.Fibonacci(), store));
        Assert.Equal(5, Code.Run(first, Code.Fibonacci(), store).Invoke(WasmValue.I32(5))[0].AsI32());
    }

    [Fact]
    public void Compiled_and_interpreted_modules_of_the_same_bytes_are_kept_apart()
    {
        Assert.True(Code.Compile(true, Code.Countdown()).IsInterpreted);
        Assert.False(Code.Compile(false, Code.Countdown()).IsInterpreted);
        Assert.Same(Code.Compile(true, Code.Countdown()), Code.Compile(true, Code.Countdown()));
    }

    [Fact]
    public void Checking_for_the_interpreter_is_charged_as_compiling_is()
    {
        long Charged(bool isInterpreted)
        {
            var meter = new BudgetMeter { Budget = long.MaxValue };
            meter.Run(() => WasmModule.Compile(Code.Module([], [WasmType.I64], [0x42, 0x35, 0x42, 0x17, 0x7C], null, (40, WasmType.I64)), null, isInterpreted));
            return meter.Counted;
        }

        var compiled = Charged(false);
        Assert.True(compiled > 1_000);
        Assert.Equal(compiled, Charged(true));
    }

    /// <summary>What two calls give, and what they leave behind.</summary>
    internal static string Outcome(WasmModule module)
    {
        var store = new WasmStore { FuelLeft = 100_000 };
        var number = 0;
        var next = WasmFunction.OfHost(store, WasmFunctionType.Of([], [WasmType.I32]), (_, results) => results[0] = WasmValue.I32(number = (number * 5) + 3));
        var instance = module.Instantiate(store, _ => next);
        var run = instance.Function("run");
        var outcome = Call(run);
        // Once more, with what the first has left behind.
        outcome += "; " + Call(run);
        var memory = (WasmMemory)instance["memory"]!;
        return $"{outcome}; {store.FuelLeft} {store.UsedOfSlice}; {memory.Pages} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(memory.Buffer))} {((WasmGlobal)instance["global"]!).Value} {number}";
    }

    private static string Call(WasmFunction run)
    {
        try
        {
            return "returned " + string.Join(", ", run.Invoke(WasmValue.I32(3), WasmValue.I64(-4), WasmValue.F64(0.5)));
        }
        catch (WasmTrapException stopped)
        {
            return "trap:" + stopped.Trap + " ";
        }
        catch (WasmThrownException thrown)
        {
            return "thrown " + string.Join(", ", thrown.Values.ToArray());
        }
    }
}
