namespace PureEdge.Wasm.Tests.Interpretation;

/// <summary>What is the interpreter's own: its stack of places.</summary>
public sealed class InterpreterTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Locals_and_references_outlive_calls_through_the_host_that_move_the_stack(bool isInterpreted)
    {
        WasmType[] both = [WasmType.I32, WasmType.ExternRef];
        var writer = new ModuleWriter();
        var type = writer.Type(both, both);
        writer.ImportFunction("host", "again", type);
        // (n, x) => n ? (again(n - 1, null)[0] + n, x) : (0, x), with the argument copied behind a thousand locals first
        byte[] code =
        [
            0x20, 1, 0x21, .. ModuleWriter.Unsigned(1_002), 0x20, 0, 0x45, 0x04, 0x7F, 0x41, 0, 0x05,
            0x20, 0, 0x41, 1, 0x6B, 0xD0, 0x6F, 0x10, 0, 0x1A, 0x20, 0, 0x6A, 0x0B, 0x20, .. ModuleWriter.Unsigned(1_002),
        ];
        writer.Export("run", WasmExternKind.Function, writer.Function(type, code, (1_000, WasmType.V128), (1, WasmType.ExternRef)));
        var store = new WasmStore(new WasmLimits { StackBytes = 512 << 10 });
        WasmFunction? run = null;
        var again = WasmFunction.OfHost(store, WasmFunctionType.Of(both, both), (arguments, results) => run!.Invoke(arguments, results));
        run = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(store, _ => again).Function("run");
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal([WasmValue.I32(55), WasmValue.Extern("x")], run.Invoke(WasmValue.I32(10), WasmValue.Extern("x")));
        }
    }

    [Fact]
    public void Calls_nest_hundreds_deep_in_the_smallest_stack()
    {
        // n => n ? again(n - 1) + 1 : 0
        var run = Code.Run(true, Code.Module(
            [WasmType.I32],
            [WasmType.I32],
            [0x20, 0, 0x45, 0x04, 0x7F, 0x41, 0, 0x05, 0x20, 0, 0x41, 1, 0x6B, 0x10, 0, 0x41, 1, 0x6A, 0x0B]));
        Assert.Equal(500, run.Invoke(WasmValue.I32(500))[0].AsI32());
    }

    [Fact]
    public void Places_of_nested_calls_are_limited_where_the_stack_is_not()
    {
        var store = new WasmStore(new WasmLimits { StackBytes = 768 << 10 });
        var run = Code.Run(true, Code.Module([], [], [0x10, 0], null, (2_000, WasmType.V128)), store);
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Fact]
    public void Running_allocates_nothing()
    {
        var run = Code.Run(true, Code.Countdown());
        run.Invoke([WasmValue.I32(10)], []);
        var before = GC.GetAllocatedBytesForCurrentThread();
        run.Invoke([WasmValue.I32(100_000)], []);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public void A_reference_that_a_call_has_dropped_is_collected()
    {
        var run = Code.Run(true, Code.Module([WasmType.ExternRef], [], []));
        var given = Given(run);
        GC.Collect();
        Assert.False(given.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        static WeakReference Given(WasmFunction run)
        {
            var value = new object();
            run.Invoke([WasmValue.Extern(value)], []);
            return new WeakReference(value);
        }
    }
}
