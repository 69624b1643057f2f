using PureEdge.Metering;

namespace PureEdge.Wasm.Tests.Limits;

/// <summary>Programs on a thread that PureEdge.Limits meters.</summary>
public sealed class MeteredTests
{
    [Fact]
    public void An_endless_loop_is_killed_by_the_meter_of_the_thread()
    {
        var meter = new BudgetMeter { Budget = 1_000_000 };
        var run = Code.Run(Code.Module([], [], [0x03, 0x40, 0x0C, 0, 0x0B]), new WasmStore { FuelLeft = long.MaxValue });
        Assert.Throws<BudgetMeter.ExceededException>(() => meter.Run(() => run.Invoke([], [])));
        Assert.InRange(meter.Counted, 1_000_000, 1_100_000);
    }

    [Fact]
    public void Handlers_of_the_program_do_not_catch_the_kill()
    {
        var meter = new BudgetMeter { Budget = 1_000_000 };
        // loop (try_table (catch_all 0) (loop (br 0))) (br 0)
        byte[] code = [0x03, 0x40, 0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 0x0B, 0x0C, 0, 0x0B];
        var run = Code.Run(Code.Module([], [], code), new WasmStore { FuelLeft = long.MaxValue });
        Assert.Throws<BudgetMeter.ExceededException>(() => meter.Run(() => run.Invoke([], [])));
    }

    [Fact]
    public void Traps_in_a_loop_of_the_host_are_charged()
    {
        var meter = new BudgetMeter { Budget = 10_000_000 };
        var run = Code.Run(Code.Module([], [], [0x00]), new WasmStore { FuelLeft = long.MaxValue });
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

    [Fact]
    public void Recursion_stops_at_the_bound_of_the_turn()
    {
        var meter = new BudgetMeter { Budget = long.MaxValue };
        var run = Code.Run(Code.Module([], [], [0x10, 0]));
        meter.Run(() => Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke([], []))));
    }

    [Fact]
    public void An_instance_is_charged_for_the_places_of_its_functions_and_elements()
    {
        const int Functions = 10_000;
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < Functions; i++)
        {
            writer.Function(type, [], []);
        }

        var module = WasmModule.Compile(writer.Bytes());
        var meter = new BudgetMeter { Budget = long.MaxValue };
        meter.Run(() => module.Instantiate(new WasmStore { FuelLeft = long.MaxValue }));

        // A step of the meter for each 64 bytes, as for whatever else is allocated.
        Assert.InRange(meter.Counted, Functions * 8 / 64, Functions);
    }

    private sealed class BudgetMeter : MeterState
    {
        public long Budget { get; init; }

        public long Counted { get; private set; }

        public override TimeSpan TimeLeft => TimeSpan.FromSeconds(1);

        protected override long BillLeft => Math.Max(0, Budget - Counted);

        public void Run(Action action)
        {
            byte here = 0;
            SetStack(StackAddress.Of(ref here), 1 << 20, 2 << 20);
            var outer = Meter.Attach(this);
            try
            {
                action();
            }
            finally
            {
                Meter.Detach(outer);
            }
        }

        public override void KillForWaiting() => throw new InvalidOperationException();

        public override void KillForWork() => throw new InvalidOperationException();

        public override void RefuseSize(string what) => throw new InvalidOperationException();

        public override void RefuseStack() => throw new InvalidOperationException();

        protected override void OnSlice()
        {
            if (Counted > Budget)
            {
                Kill(new ExceededException());
            }
        }

        protected override void OnCounted(long safety, long bill) => Counted += bill;

        protected override void OnAllocation(long bytes)
        {
        }

        protected override void OnStackRefused()
        {
        }

        protected override Exception StackExceeded(long bytes) => new InsufficientExecutionStackException();

        internal sealed class ExceededException : Exception;
    }
}
