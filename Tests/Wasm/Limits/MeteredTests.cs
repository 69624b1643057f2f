namespace PureEdge.Wasm.Tests.Limits;

/// <summary>Programs on a thread that PureEdge.Limits meters.</summary>
public sealed class MeteredTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_endless_loop_is_killed_by_the_meter_of_the_thread(bool isInterpreted)
    {
        var meter = new BudgetMeter { Budget = 1_000_000 };
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x03, 0x40, 0x0C, 0, 0x0B]), new WasmStore { FuelLeft = long.MaxValue });
        Assert.Throws<BudgetMeter.ExceededException>(() => meter.Run(() => run.Invoke([], [])));
        Assert.InRange(meter.Counted, 1_000_000, 1_100_000);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Handlers_of_the_program_do_not_catch_the_kill(bool isInterpreted)
    {
        var meter = new BudgetMeter { Budget = 1_000_000 };
        // loop (try_table (catch_all 0) (loop (br 0))) (br 0)
        byte[] code = [0x03, 0x40, 0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x0B, 0x0C, 0, 0x0B];
        var run = Code.Run(isInterpreted, Code.Module([], [], code), new WasmStore { FuelLeft = long.MaxValue });
        Assert.Throws<BudgetMeter.ExceededException>(() => meter.Run(() => run.Invoke([], [])));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Traps_in_a_loop_of_the_host_are_charged(bool isInterpreted)
    {
        var meter = new BudgetMeter { Budget = 10_000_000 };
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x00]), new WasmStore { FuelLeft = long.MaxValue });
        Assert.Throws<BudgetMeter.ExceededException>(() => meter.Run(() =>
        {
            while (true)
            {
                try
                {
                    run.Invoke([], []);
                }
                catch (WasmTrapException)
                {
                    // Tried again.
                }
            }
        }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recursion_stops_at_the_bound_of_the_turn(bool isInterpreted)
    {
        var meter = new BudgetMeter { Budget = long.MaxValue };
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x10, 0]));
        meter.Run(() => Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke([], []))));

        // It is charged there, for what unwinding takes.
        Assert.Equal(1, meter.StacksRefused);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_instance_is_charged_for_the_places_of_its_functions_and_elements(bool isInterpreted)
    {
        const int Functions = 10_000;
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < Functions; i++)
        {
            writer.Function(type, [], []);
        }

        var module = Code.Compile(isInterpreted, writer.Bytes());
        var meter = new BudgetMeter { Budget = long.MaxValue };
        meter.Run(() => module.Instantiate(new WasmStore { FuelLeft = long.MaxValue }));

        // A step of the meter for each 64 bytes, as for whatever else is allocated.
        Assert.InRange(meter.Counted, Functions * 8 / 64, Functions);
    }

    [Fact]
    public void Functions_beyond_the_budget_are_not_even_declared()
    {
        const int Functions = 50_000;
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < Functions; i++)
        {
            writer.Function(type, []);
        }

        var bytes = writer.Bytes();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<BudgetMeter.ExceededException>(() => new BudgetMeter { Budget = 5_000 * 100 }.Run(() => WasmModule.Compile(bytes)));

        // What declares a function of .NET has some 600 bytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Functions * 300);
    }

    // Making the code of one takes a part of a millisecond, in which nothing is counted.
    [Fact]
    public void Functions_that_are_called_for_the_first_time_let_others_run()
    {
        const int Functions = 20;
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < Functions; i++)
        {
            writer.Function(type, []);
            writer.Export($"f{i}", WasmExternKind.Function, i);
        }

        var meter = new BudgetMeter { Budget = long.MaxValue };
        var instance = WasmModule.Compile(writer.Bytes()).Instantiate(new WasmStore { FuelLeft = long.MaxValue });
        meter.Run(CallAll);
        var first = meter.Slices;
        Assert.InRange(first, Functions, 2 * Functions);
        meter.Run(CallAll);
        Assert.InRange(meter.Slices - first, 0, 5);

        void CallAll()
        {
            for (var i = 0; i < Functions; i++)
            {
                instance.Function($"f{i}").Invoke();
            }
        }
    }
}
