using System.Reflection;
using System.Runtime.CompilerServices;
using PureEdge.Wasm.AheadOfTime;
using PureEdge.Wasm.Tests.Limits;

namespace PureEdge.Wasm.Tests.AheadOfTime;

/// <summary>The assembly itself: what it says, who may load it, how it goes away.</summary>
public sealed class AssemblyTests
{
    [Fact]
    public void An_assembly_runs_with_imports_memory_and_several_results()
    {
        // run(n) => (host.twice(n), memory[0] + 1)
        var writer = new ModuleWriter();
        var type = writer.Type([WasmType.I32], [WasmType.I32]);
        writer.ImportFunction("host", "twice", type);
        writer.Memory(1, 2);
        writer.Custom("note", 7, 8);
        var run = writer.Function(writer.Type([WasmType.I32], [WasmType.I32, WasmType.I64]), [0x20, 0, 0x10, 0, 0x41, 0, 0x31, 0, 0, 0x42, 1, 0x7C]);
        writer.Export("run", WasmExternKind.Function, run);
        writer.Export("memory", WasmExternKind.Memory, 0);
        var module = Ahead.Compile(writer.Bytes());
        Assert.Equal(["host twice"], module.Imports.Select(import => $"{import.Module} {import.Name}"));
        Assert.Equal([7, 8], module.CustomSections("note").Single().ToArray());

        var store = new WasmStore();
        var twice = WasmFunction.OfHost(store, WasmFunctionType.Of([WasmType.I32], [WasmType.I32]), (arguments, results) => results[0] = WasmValue.I32(arguments[0].AsI32() * 2));
        var instance = module.Instantiate(store, _ => twice);
        ((WasmMemory)instance["memory"]!).Buffer[0] = 41;
        Assert.Equal([WasmValue.I32(42), WasmValue.I64(42)], instance.Function("run").Invoke(WasmValue.I32(21)));
    }

    [Fact]
    public void Fuel_memory_and_stack_are_limited_in_it()
    {
        var store = new WasmStore(new WasmLimits { MaxMemoryBytes = 2 << 16 }) { FuelLeft = 1_000_000 };
        Assert.Equal(WasmTrap.FuelExhausted, Code.TrapOf(() => Ahead.Run(Code.Module([], [], [0x03, 0x40, 0x0C, 0, 0x0B]), store).Invoke()));
        store.FuelLeft = 1_000_000;
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => Ahead.Run(Code.Module([], [], [0x10, 0, 0x10, 0]), store).Invoke()));
        // memory.grow 1, twice
        var grow = Ahead.Run(Code.Module([], [WasmType.I32], [0x41, 1, 0x40, 0], writer => writer.Memory(1)), store);
        Assert.Equal(1, grow.Invoke()[0].AsI32());
        Assert.Equal(-1, grow.Invoke()[0].AsI32());
    }

    [Fact]
    public void A_deadline_of_the_turn_stops_it()
    {
        var run = Ahead.Run(Code.Countdown(), new WasmStore { FuelLeft = long.MaxValue });
        var meter = new BudgetMeter { Budget = 100_000 };
        Assert.ThrowsAny<Exception>(() => meter.Run(() => run.Invoke(WasmValue.I32(-1))));
        Assert.True(meter.Counted >= 100_000);
    }

    [Fact]
    public void Two_in_one_store_call_each_other_and_what_is_compiled_at_run_time()
    {
        // give: () => 5; take: imports it, and has it called through a table that it shares
        var give = new ModuleWriter();
        var number = give.Type([], [WasmType.I32]);
        give.Export("f", WasmExternKind.Function, give.Function(number, [0x41, 5]));
        var take = new ModuleWriter();
        var same = take.Type([], [WasmType.I32]);
        take.ImportFunction("a", "f", same);
        take.Table(1);
        take.Elements(0);
        take.Export("run", WasmExternKind.Function, take.Function(same, [0x10, 0, 0x41, 0, 0x11, (byte)same, 0, 0x6A]));
        byte[] giving = give.Bytes(), taking = take.Bytes();
        foreach (var (first, second) in new (Func<byte[], WasmModule>, Func<byte[], WasmModule>)[]
        {
            (bytes => Ahead.Compile(bytes), bytes => Ahead.Compile(bytes)),
            (bytes => WasmModule.Compile(bytes), bytes => Ahead.Compile(bytes)),
            (bytes => Ahead.Compile(bytes), bytes => WasmModule.Compile(bytes)),
        })
        {
            var store = new WasmStore();
            var f = first(giving).Instantiate(store).Function("f");
            Assert.Equal(10, second(taking).Instantiate(store, _ => f).Function("run").Invoke()[0].AsI32());
        }
    }

    [Fact]
    public void The_same_module_gives_the_same_bytes_and_another_name_others()
    {
        var once = Ahead.Write(Code.Fibonacci());
        Assert.Equal(once, Ahead.Write(Code.Fibonacci()));
        Assert.NotEqual(once, Ahead.Write(Code.Fibonacci(), null, "Other"));
        using var stream = new MemoryStream();
        WasmAssembly.Write(Code.Fibonacci(), "Written", stream);
        Assert.Equal(once, stream.ToArray());
    }

    [Theory]
    [InlineData("0", null, "format \"0\"")]
    [InlineData(AssemblyHeader.Format, "9.9.9 build 0", "PureEdge.Wasm \"9.9.9 build 0\"")]
    public void An_assembly_of_another_version_is_refused_before_it_is_loaded(string format, string? compiler, string said)
    {
        var assembly = AssemblyWriter.Write(Code.Fibonacci(), "Old", WasmLimits.Default, format, compiler);
        var refused = Assert.Throws<WasmFormatException>(() => Ahead.Load(assembly));
        Assert.Equal(WasmErrorKind.Unsupported, refused.Kind);
        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.Contains("compile it again", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(AppDomain.CurrentDomain.GetAssemblies(), loaded => loaded.GetName().Name == "Old");
    }

    [Fact]
    public void What_is_no_such_assembly_is_refused()
    {
        var assembly = Ahead.Write(Code.Fibonacci());
        Assert.All<byte[]>(
            [[], [1, 2, 3], Code.Fibonacci(), assembly[..(assembly.Length / 2)], File.ReadAllBytes(typeof(WasmModule).Assembly.Location)],
            bytes => Assert.Equal(WasmErrorKind.Malformed, Assert.Throws<WasmFormatException>(() => Ahead.Load(bytes)).Kind));
        Assert.Equal(WasmErrorKind.Malformed, Assert.Throws<WasmFormatException>(() => WasmAssembly.Load(typeof(WasmModule).Assembly)).Kind);
    }

    [Fact]
    public void What_a_module_declares_is_held_to_the_limits_of_whoever_loads_it()
    {
        var assembly = Ahead.Write(Code.Fibonacci());
        Assert.Equal(WasmErrorKind.LimitExceeded, Assert.Throws<WasmFormatException>(() => Ahead.Load(assembly, new WasmLimits { MaxModuleBytes = 20 })).Kind);
        Assert.Throws<WasmFormatException>(() => Ahead.Write([1, 2, 3]));
    }

    [Fact]
    public void An_assembly_that_is_loaded_already_gives_its_module()
    {
        var context = new System.Runtime.Loader.AssemblyLoadContext("test", isCollectible: true);
        var assembly = context.LoadFromStream(new MemoryStream(Ahead.Write(Code.Fibonacci())));
        var run = WasmAssembly.Load(assembly).Instantiate(new WasmStore()).Function("run");
        Assert.Equal(55, run.Invoke(WasmValue.I32(10))[0].AsI32());
        context.Unload();
    }

    [Fact]
    public void Hundreds_of_functions_are_found_by_their_numbers()
    {
        // Each gives its number.
        var writer = new ModuleWriter();
        var type = writer.Type([], [WasmType.I32]);
        for (var i = 0; i < 300; i++)
        {
            writer.Export($"f{i}", WasmExternKind.Function, writer.Function(type, ModuleWriter.I32(i)));
        }

        var instance = Ahead.Compile(writer.Bytes()).Instantiate(new WasmStore());
        Assert.All(Enumerable.Range(0, 300), i => Assert.Equal(i, instance.Function($"f{i}").Invoke()[0].AsI32()));
    }

    [Fact]
    public void The_assembly_is_collected_with_the_last_instance()
    {
        var assembly = Run();
        for (var i = 0; i < 20 && assembly.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(assembly.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Run()
        {
            var name = "Collected" + Guid.NewGuid().ToString("N");
            var run = Ahead.Load(Ahead.Write(Code.Fibonacci(), null, name)).Instantiate(new WasmStore()).Function("run");
            Assert.Equal(5, run.Invoke(WasmValue.I32(5))[0].AsI32());
            return new WeakReference(AppDomain.CurrentDomain.GetAssemblies().Single(assembly => assembly.GetName().Name == name));
        }
    }

    [Fact]
    public void It_says_its_format_and_its_compiler()
    {
        var context = new System.Runtime.Loader.AssemblyLoadContext("test", isCollectible: true);
        var said = context.LoadFromStream(new MemoryStream(Ahead.Write(Code.Fibonacci()))).GetCustomAttributes<AssemblyMetadataAttribute>().ToDictionary(a => a.Key, a => a.Value, StringComparer.Ordinal);
        Assert.Equal("2", said["PureEdge.Wasm.Format"]);
        Assert.StartsWith(typeof(WasmModule).Assembly.GetName().Version!.ToString(3) + " build ", said["PureEdge.Wasm.Compiler"], StringComparison.Ordinal);
        context.Unload();
    }
}
