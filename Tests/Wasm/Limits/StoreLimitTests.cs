namespace PureEdge.Wasm.Tests.Limits;

public sealed class StoreLimitTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_endless_loop_ends_with_its_fuel(bool isInterpreted)
    {
        var store = new WasmStore { FuelLeft = 10_000_000 };
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x03, 0x40, 0x0C, 0, 0x0B]), store);
        Assert.Equal(WasmTrap.FuelExhausted, Code.TrapOf(() => run.Invoke()));
        Assert.InRange(store.FuelLeft, -100_000, -1);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_loop_whose_branch_stands_in_a_handler_of_exceptions_ends_with_its_fuel(bool isInterpreted)
    {
        var store = new WasmStore { FuelLeft = 10_000_000 };
        // loop (try_table (catch_all 1) (br 1))
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x02, 0x40, 0x03, 0x40, 0x1F, 0x40, 1, 2, 1, 0x0C, 1, 0x0B, 0x0B, 0x0B]), store);
        Assert.Equal(WasmTrap.FuelExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Tail_calls_without_end_end_with_their_fuel(bool isInterpreted)
    {
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x12, 0]), new WasmStore { FuelLeft = 10_000_000 });
        Assert.Equal(WasmTrap.FuelExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recursion_without_end_ends_with_its_stack(bool isInterpreted)
    {
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x10, 0]));
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
        // And the thread is as good as before.
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recursion_through_the_host_ends_with_the_stack(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        writer.ImportFunction("host", "again", type);
        writer.Export("run", WasmExternKind.Function, writer.Function(type, [0x10, 0]));
        var store = new WasmStore();
        WasmFunction? run = null;
        var again = WasmFunction.OfHost(store, WasmFunctionType.Of([], []), (_, _) => run!.Invoke([], []));
        run = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(store, _ => again).Function("run");
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_memory_that_grows_in_a_loop_stops_at_what_the_store_may_hold(bool isInterpreted)
    {
        var store = new WasmStore(new WasmLimits { MaxMemoryBytes = 1 << 20 });
        // loop: memory.grow 1 until it gives -1; memory.size
        var run = Code.Run(
            isInterpreted,
            Code.Module([], [WasmType.I32], [0x03, 0x40, 0x41, 1, 0x40, 0, 0x41, 0x7F, 0x47, 0x0D, 0, 0x0B, 0x3F, 0], writer => writer.Memory(1)),
            store);
        Assert.Equal(16, run.Invoke()[0].AsI32());
        Assert.Equal(1 << 20, store.MemoryBytes);
    }

    [Fact]
    public void What_a_dead_memory_held_may_be_held_again()
    {
        var store = new WasmStore(new WasmLimits { MaxMemoryBytes = 1 << 20 });
        for (var i = 0; i < 200; i++)
        {
            try
            {
                WasmMemory.Create(store, 4);
            }
            catch (WasmLinkException)
            {
                GC.Collect();
            }
        }

        GC.Collect();
        Assert.Equal(1 << 18, WasmMemory.Create(store, 4).Buffer.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void More_memory_than_the_store_may_hold_is_refused_at_once(bool isInterpreted) =>
        Assert.Throws<WasmLinkException>(() => Code.Run(isInterpreted, Code.Module([], [], [], writer => writer.Memory(65_536))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_table_larger_than_the_store_may_hold_is_refused_at_once(bool isInterpreted) =>
        Assert.Throws<WasmLinkException>(() => Code.Run(isInterpreted, Code.Module([], [], [], writer => writer.Table(uint.MaxValue))));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_same_program_uses_the_same_fuel(bool isInterpreted)
    {
        var used = new HashSet<long>();
        for (var i = 0; i < 3; i++)
        {
            var store = new WasmStore { FuelLeft = 1_000_000_000 };
            Code.Run(isInterpreted, Code.Fibonacci(), store).Invoke(WasmValue.I32(15));
            used.Add(store.FuelLeft);
        }

        Assert.Single(used);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fuel_is_in_proportion_to_what_runs(bool isInterpreted)
    {
        long Used(int iterations)
        {
            var store = new WasmStore { FuelLeft = 1_000_000_000 };
            var run = Code.Run(isInterpreted, Code.Countdown(), store);
            var before = store.FuelLeft;
            run.Invoke(WasmValue.I32(iterations));
            return before - store.FuelLeft;
        }

        // Seven instructions, the loop and its end among them.
        Assert.Equal(999_000 * 7, Used(1_000_000) - Used(1_000));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Filling_memory_is_charged_by_its_bytes(bool isInterpreted)
    {
        var store = new WasmStore { FuelLeft = 1_000_000_000 };
        var run = Code.Run(
            isInterpreted,
            Code.Module([], [], [0x41, 0, 0x41, 7, .. ModuleWriter.I32(1 << 20), 0xFC, 11, 0], writer => writer.Memory(16)),
            store);
        var before = store.FuelLeft;
        run.Invoke();
        Assert.InRange(before - store.FuelLeft, 1 << 16, (1 << 16) + 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Memories_that_nobody_has_any_more_make_room(bool isInterpreted)
    {
        // (memory 1) (func (export "run"))
        var module = Code.Compile(isInterpreted, Code.Module([], [], [], writer => writer.Memory(1)));
        var store = new WasmStore(new() { MaxMemoryBytes = 4 * 65_536 });
        for (var i = 0; i < 40; i++)
        {
            Start();
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Start() => module.Instantiate(store).Function("run").Invoke();
    }

    [Fact]
    public void The_collector_is_not_asked_again_before_much_was_made_since()
    {
        var holdings = new PureEdge.Wasm.Runtime.Holdings<string>(static text => text.Length);
        Assert.False(holdings.Collect(100));
        holdings.Reserve(24);
        Assert.False(holdings.Collect(100));
        holdings.Reserve(1);
        Assert.True(holdings.Collect(100));
        Assert.False(holdings.Collect(100));
    }
}
