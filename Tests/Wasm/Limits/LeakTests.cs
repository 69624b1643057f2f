using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Tests.Limits;

/// <summary>What is made again and again and dropped is given back. Alone: what else the process allocates meanwhile would count.</summary>
[Collection(nameof(LeakTests))]
[CollectionDefinition(nameof(LeakTests), DisableParallelization = true)]
public sealed class LeakTests
{
    private const int Collections = 20;
    private const int Rounds = 250;

    // What is large takes time to be hashed; and a memory that grows waits for the collector at the end of what its store may hold.
    private const int RoundsOfLarge = 10;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fifty_thousand_instances_that_are_dropped_give_their_memory_back(bool isInterpreted)
    {
        // All together they would be 3 GB.
        var store = new WasmStore { FuelLeft = long.MaxValue };
        var module = Code.Compile(isInterpreted, Code.Module([WasmType.I32], [WasmType.I32], [0x20, 0, 0x28, 0, 0], writer =>
        {
            writer.Memory(1);
            writer.Table(1);
            writer.Export("memory", WasmExternKind.Memory, 0);
        }));
        Make(store, module, 50_000);
        CollectUntil(() => store.MemoryBytes == 0 && store.TableElements == 0);
        Assert.Equal((0, 0), (store.MemoryBytes, store.TableElements));

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Make(WasmStore store, WasmModule module, int count)
        {
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(0, module.Instantiate(store).Function("run").Invoke(WasmValue.I32(0))[0].AsI32());
            }
        }
    }

    [Fact]
    public void Nothing_is_left_of_a_thousand_modules_of_seven_kinds_that_were_refused_or_stopped()
    {
        byte[] giant = HostileModules.GiantFunction(), empty = HostileModules.EmptyFunctions();
        var kept = new List<WeakReference>();
        Attack(-1, kept);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Rounds; i++)
        {
            Attack(i, kept);
        }

        CollectUntil(() => !kept.Exists(reference => reference.IsAlive));
        Assert.Equal((2 * (Rounds + 1)) + (Rounds / RoundsOfLarge), kept.Count);
        Assert.DoesNotContain(kept, reference => reference.IsAlive);
        // A single module of the largest kind has 10 MB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 << 20);

        // With code that no other has.
        [MethodImpl(MethodImplOptions.NoInlining)]
        void Attack(int number, List<WeakReference> kept)
        {
            byte[] own = [.. ModuleWriter.I32(number), 0x1A];
            Refused(HostileModules.Locals(100_000, own));
            Refused(HostileModules.BranchTable(own));
            Stopped(WasmTrap.FuelExhausted, [.. own, 0x03, 0x40, 0x0C, 0, 0x0B]);
            Stopped(WasmTrap.StackExhausted, [.. own, 0x10, 0]);
            if (number % RoundsOfLarge == 0)
            {
                Refused(giant);
                Refused(empty);
                Stopped(WasmTrap.Unreachable, [.. own, 0x03, 0x40, .. ModuleWriter.I32(1), 0x40, 0, .. ModuleWriter.I32(-1), 0x47, 0x0D, 0, 0x0B, 0x00]);
            }

            static void Refused(byte[] module) =>
                Assert.Equal(WasmErrorKind.LimitExceeded, Assert.Throws<WasmFormatException>(() => WasmModule.Compile(module)).Kind);

            void Stopped(WasmTrap trap, byte[] code)
            {
                var module = WasmModule.Compile(Code.Module([], [], code, writer => writer.Memory(1)));
                var store = new WasmStore(new WasmLimits { MaxMemoryBytes = 1 << 20, StackBytes = 256 << 10 }) { FuelLeft = 1_000_000 };
                Assert.Equal(trap, Code.TrapOf(() => module.Instantiate(store).Function("run").Invoke()));
                kept.Add(new WeakReference(module.Code));
            }
        }
    }

    // Code is given back in steps: the collector sees first that its owner is dead.
    private static void CollectUntil(Func<bool> isDone)
    {
        for (var i = 0; i < Collections && !isDone(); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
