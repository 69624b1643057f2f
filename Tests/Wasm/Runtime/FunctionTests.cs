using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Tests.Runtime;

public sealed class FunctionTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_computes(bool isInterpreted) => Assert.Equal(610, Code.Run(isInterpreted, Code.Fibonacci()).Invoke(WasmValue.I32(15))[0].AsI32());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Arguments_of_another_number_or_type_are_refused(bool isInterpreted)
    {
        var run = Code.Run(isInterpreted, Code.Fibonacci());
        Assert.Throws<ArgumentException>(() => run.Invoke());
        Assert.Throws<ArgumentException>(() => run.Invoke(WasmValue.I64(1)));
        Assert.Throws<ArgumentException>(() => run.Invoke([WasmValue.I32(1)], []));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Several_results_come_in_order_through_the_host_and_back(bool isInterpreted)
    {
        WasmType[] all = [WasmType.I32, WasmType.I64, WasmType.F32, WasmType.F64, WasmType.ExternRef, WasmType.FuncRef, WasmType.V128];
        var writer = new ModuleWriter();
        var type = writer.Type(all, all);
        writer.ImportFunction("host", "reverse", type);
        writer.Export("run", WasmExternKind.Function, writer.Function(type, [.. Enumerable.Range(0, 7).SelectMany(i => (byte[])[0x20, (byte)i]), 0x10, 0]));
        var store = new WasmStore();
        WasmValue[]? seen = null;
        var reverse = WasmFunction.OfHost(store, WasmFunctionType.Of(all, all), (arguments, results) =>
        {
            seen = arguments.ToArray();
            arguments.CopyTo(results);
        });
        var run = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(store, _ => reverse).Function("run");
        WasmValue[] given =
        [
            WasmValue.I32(-1), WasmValue.I64(long.MinValue), WasmValue.F32(1.5f), WasmValue.F64(double.Epsilon), WasmValue.Extern("x"), WasmValue.Function(run),
            WasmValue.V128(System.Runtime.Intrinsics.Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)),
        ];
        Assert.Equal(given, run.Invoke(given));
        Assert.Equal(given, seen);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_exception_of_the_host_reaches_who_called_the_program(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        writer.ImportFunction("host", "fail", type);
        writer.Export("run", WasmExternKind.Function, writer.Function(type, [0x10, 0]));
        var store = new WasmStore();
        var module = Code.Compile(isInterpreted, writer.Bytes());
        WasmFunction Failing(Exception exception) => module
            .Instantiate(store, _ => WasmFunction.OfHost(store, WasmFunctionType.Of([], []), (_, _) => throw exception)).Function("run");

        Assert.Throws<TimeoutException>(() => Failing(new TimeoutException()).Invoke([], []));
        // It would look like a trap of the program.
        Assert.IsType<IndexOutOfRangeException>(Assert.Throws<WasmHostException>(() => Failing(new IndexOutOfRangeException()).Invoke([], [])).InnerException);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_memory_is_the_array_itself_and_says_when_it_is_another(bool isInterpreted)
    {
        // memory.grow 1; i32.store8 65540 9
        byte[] code = [0x41, 0, 0x41, 7, 0x3A, 0, 0, 0x41, 1, 0x40, 0, 0x1A, .. ModuleWriter.I32(65_540), 0x41, 9, 0x3A, 0, 0];
        var instance = Code.Compile(isInterpreted, Code.Module([], [], code, writer =>
        {
            writer.Memory(1);
            writer.Export("memory", WasmExternKind.Memory, 0);
        })).Instantiate(new WasmStore());
        var memory = (WasmMemory)instance["memory"]!;
        byte[]? replaced = null;
        memory.Replaced = old => replaced = old;
        var before = memory.Buffer;
        instance.Function("run").Invoke();
        Assert.Same(before, replaced);
        Assert.Equal(7, before[0]);
        Assert.Equal(2, memory.Pages);
        Assert.Equal(7, memory.Buffer[0]);
        Assert.Equal(9, memory.Buffer[65_540]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Custom_sections_imports_and_exports_are_listed(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        var type = writer.Type([WasmType.I32], []);
        writer.ImportFunction("a", "b", type);
        writer.Memory(1);
        writer.Export("m", WasmExternKind.Memory, 0);
        writer.Custom("x", 1, 2);
        writer.Custom("y", 3);
        writer.Custom("x", 4);
        var module = Code.Compile(isInterpreted, writer.Bytes());
        Assert.Equal(["a b Function"], module.Imports.Select(import => $"{import.Module} {import.Name} {import.Kind}"));
        Assert.Equal(["m Memory"], module.Exports.Select(export => $"{export.Name} {export.Kind}"));
        Assert.Equal([[1, 2], [4]], module.CustomSections("x").Select(section => section.ToArray()));
        Assert.Throws<WasmLinkException>(() => module.Instantiate(new WasmStore()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_of_the_host_is_called_through_a_table_without_being_imported(bool isInterpreted)
    {
        // run(i, n) => table[i](n)
        var writer = new ModuleWriter();
        var unary = writer.Type([WasmType.I32], [WasmType.I32]);
        writer.Table(3);
        writer.Export("table", WasmExternKind.Table, 0);
        writer.Export("run", WasmExternKind.Function, writer.Function(writer.Type([WasmType.I32, WasmType.I32], [WasmType.I32]), [0x20, 1, 0x20, 0, 0x11, (byte)unary, 0]));
        var store = new WasmStore();
        var instance = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(store);
        var table = (WasmTable)instance["table"]!;
        table[0] = WasmValue.Function(WasmFunction.OfHost(store, WasmFunctionType.Of([WasmType.I32], [WasmType.I32]), (arguments, results) => results[0] = WasmValue.I32(arguments[0].AsI32() + 1)));
        table[1] = WasmValue.Function(WasmFunction.OfHost(store, WasmFunctionType.Of([WasmType.I64], [WasmType.I32]), (_, _) => { }));
        var run = instance.Function("run");
        Assert.Equal(8, run.Invoke(WasmValue.I32(0), WasmValue.I32(7))[0].AsI32());
        Assert.Equal(9, run.Invoke(WasmValue.I32(0), WasmValue.I32(8))[0].AsI32());
        Assert.Equal(WasmTrap.IndirectCallTypeMismatch, Code.TrapOf(() => run.Invoke(WasmValue.I32(1), WasmValue.I32(7))));
        Assert.Equal(WasmTrap.UninitializedElement, Code.TrapOf(() => run.Invoke(WasmValue.I32(2), WasmValue.I32(7))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_import_of_another_store_is_refused(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        writer.ImportFunction("a", "b", writer.Type([], []));
        var module = Code.Compile(isInterpreted, writer.Bytes());
        var foreign = WasmFunction.OfHost(new WasmStore(), WasmFunctionType.Of([], []), (_, _) => { });
        Assert.Throws<WasmLinkException>(() => module.Instantiate(new WasmStore(), _ => foreign));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_rotation_by_a_constant_that_gives_zero_is_zero(bool isInterpreted)
    {
        // The compiler of .NET 10.0 looked at flags that a rotation does not set.
        WasmValue Eqz(byte[] code, WasmType type, WasmValue argument) => Code.Run(isInterpreted, Code.Module([type], [WasmType.I32], code)).Invoke(argument)[0];
        foreach (byte rotation in (byte[])[0x77, 0x78])
        {
            byte[] code = [0x20, 0, 0x41, 1, rotation, 0x45], wide = [0x20, 0, 0x42, 1, (byte)(rotation + 0x12), 0x50];
            Assert.Equal(WasmValue.I32(1), Eqz(code, WasmType.I32, WasmValue.I32(0)));
            Assert.Equal(WasmValue.I32(0), Eqz(code, WasmType.I32, WasmValue.I32(2)));
            Assert.Equal(WasmValue.I32(1), Eqz(wide, WasmType.I64, WasmValue.I64(0)));
            Assert.Equal(WasmValue.I32(0), Eqz(wide, WasmType.I64, WasmValue.I64(2)));
        }
    }

    [Fact]
    public void The_same_bytes_are_compiled_once() => Assert.Same(WasmModule.Compile(Code.Fibonacci()), WasmModule.Compile(Code.Fibonacci()));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_program_catches_what_it_and_the_host_throw(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        var payload = writer.Type([WasmType.I32, WasmType.I64], []);
        var run = writer.Type([WasmType.I32], [WasmType.I32, WasmType.I64]);
        var results = writer.Type([], [WasmType.I32, WasmType.I64]);
        writer.ImportFunction("host", "fail", writer.Type([], []));
        writer.Tag(payload);
        writer.Export("tag", WasmExternKind.Tag, 0);
        // block (try_table (catch 0 0) (if (local.get 0) (call host) else (throw 0 (1, 2)))) unreachable
        writer.Export("run", WasmExternKind.Function, writer.Function(
            run,
            [0x02, (byte)results, 0x1F, 0x40, 1, 0, 0, 0, 0x20, 0, 0x04, 0x40, 0x10, 0, 0x05, 0x41, 1, 0x42, 2, 0x08, 0, 0x0B, 0x0B, 0x00, 0x0B]));
        var store = new WasmStore();
        WasmTag? tag = null;
        var fail = WasmFunction.OfHost(store, WasmFunctionType.Of([], []), (_, _) => throw new WasmThrownException(tag!, WasmValue.I32(3), WasmValue.I64(4)));
        var instance = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(store, _ => fail);
        tag = (WasmTag)instance["tag"]!;
        Assert.Equal([WasmValue.I32(1), WasmValue.I64(2)], instance.Function("run").Invoke(WasmValue.I32(0)));
        Assert.Equal([WasmValue.I32(3), WasmValue.I64(4)], instance.Function("run").Invoke(WasmValue.I32(1)));
        tag = new WasmTag(WasmFunctionType.Of([WasmType.I32, WasmType.I64], []));
        Assert.Same(tag, Assert.Throws<WasmThrownException>(() => instance.Function("run").Invoke(WasmValue.I32(1))).Tag);
    }

    [Fact]
    public void A_compiled_module_is_collected_with_its_last_instance()
    {
        var module = Made();
        for (var i = 0; i < 10 && module.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(module.IsAlive);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static WeakReference Made()
        {
            var function = Code.Run(Code.Module([], [WasmType.I32], [.. ModuleWriter.I32(987_654)]));
            Assert.Equal(987_654, function.Invoke()[0].AsI32());
            return new WeakReference(function.Callee);
        }
    }
}
