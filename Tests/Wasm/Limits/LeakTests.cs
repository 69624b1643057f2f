using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Tests.Limits;

/// <summary>What is made again and again and dropped is given back.</summary>
public sealed class LeakTests
{
    private const int Collections = 20;
    private const int Rounds = 400;

    // At the end of what a store may hold it waits for the collector.
    private const int RoundsToGrow = 25;

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
    public void Nothing_is_left_of_a_thousand_modules_that_were_refused_or_stopped()
    {
        var kept = new List<WeakReference>();
        for (var i = 0; i < Rounds; i++)
        {
            Attack(i, kept);
        }

        CollectUntil(() => !kept.Exists(reference => reference.IsAlive));
        Assert.Equal((2 * Rounds) + (Rounds / RoundsToGrow), kept.Count);
        Assert.DoesNotContain(kept, reference => reference.IsAlive);

        // One of each kind, with code that no other has.
        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Attack(int number, List<WeakReference> kept)
        {
            byte[] own = [.. ModuleWriter.I32(number), 0x1A];
            Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(Code.Module([], [], own, null, (100_000, WasmType.I64))));
            Stopped(WasmTrap.FuelExhausted, [.. own, 0x03, 0x40, 0x0C, 0, 0x0B]);
            Stopped(WasmTrap.StackExhausted, [.. own, 0x10, 0]);
            if (number % RoundsToGrow == 0)
            {
                Stopped(WasmTrap.Unreachable, [.. own, 0x03, 0x40, .. ModuleWriter.I32(1), 0x40, 0, .. ModuleWriter.I32(-1), 0x47, 0x0D, 0, 0x0B, 0x00]);
            }

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
