namespace PureEdge.Wasm.Tests.Runtime;

/// <summary>What functions are called and where they are, and which of them traps or calls the host: the same compiled and interpreted.</summary>
public sealed class PlaceTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_is_called_as_the_section_of_names_says_or_as_it_is_exported(bool isInterpreted)
    {
        var module = Named(NameSection((1, "first"), (2, ""), (99, "nobody")));
        var instance = Code.Compile(isInterpreted, module).Instantiate(new WasmStore());
        Assert.Equal(["run", "first", "second", null], Functions(instance).Select(function => function.Name));
        Assert.Matches("^wasm://wasm/[0-9a-f]{8}:wasm-function\\[1\\]$", Functions(instance)[1].Place);
        Assert.Equal(Functions(instance)[0].Place!.Replace("[0]", "[1]", StringComparison.Ordinal), Functions(instance)[1].Place);
    }

    [Fact]
    public void The_place_tells_modules_apart()
    {
        var one = Functions(WasmModule.Compile(Named()).Instantiate(new WasmStore()))[0].Place;
        var other = Functions(WasmModule.Compile(Named(NameSection((0, "x")))).Instantiate(new WasmStore()))[0].Place;
        Assert.NotEqual(one, other);
        Assert.Equal(one, Functions(WasmModule.Compile(Named(), null, isInterpreted: true).Instantiate(new WasmStore()))[0].Place);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 1, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 1 })]
    [InlineData(new byte[] { 1, 2, 0xFF, 0x7F })]
    [InlineData(new byte[] { 1, 4, 2, 1, 99, 65 })]
    [InlineData(new byte[] { 0, 9, 1 })]
    public void A_section_of_names_that_is_broken_is_no_error(byte[] section) =>
        Assert.Equal(["run", "one", "second", null], Functions(WasmModule.Compile(Named(section)).Instantiate(new WasmStore())).Select(function => function.Name));

    [Fact]
    public void Names_are_cut_and_what_is_no_text_is_shown_as_such()
    {
        byte[] section = [.. NameSection((0, new string('é', 1_000)), (1, new string('a', 99) + "\U0001F600")), 0];
        // The third has a byte that begins no character.
        byte[] broken = [1, 5, 1, 2, 2, 0xFF, (byte)'b'];
        var names = Functions(WasmModule.Compile(Named(section)).Instantiate(new WasmStore())).Select(function => function.Name).ToArray();
        Assert.Equal([new string('é', 100), new string('a', 99)], names.Take(2));
        Assert.Equal("\uFFFDb", Functions(WasmModule.Compile(Named(broken)).Instantiate(new WasmStore()))[2].Name);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trap_says_which_function_did_it(bool isInterpreted)
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        writer.Table(2);
        writer.Memory(1);
        var other = writer.Type([WasmType.I32], []);
        byte[][] bodies =
        [
            [0x00],
            [.. ModuleWriter.I32(9), 0x11, (byte)type, 0],
            [.. ModuleWriter.I32(1), 0x11, (byte)type, 0],
            [.. ModuleWriter.I32(1), .. ModuleWriter.I32(0), 0x11, (byte)other, 0],
            Long([.. ModuleWriter.I32(-1), 0x28, 0, 0, 0x1A]),
            Long([.. ModuleWriter.I32(-1), .. ModuleWriter.I32(0), 0x36, 0, 0]),
            Long([.. ModuleWriter.I32(1), .. ModuleWriter.I32(0), 0x6D, 0x1A]),
            Long([.. ModuleWriter.I32(int.MinValue), .. ModuleWriter.I32(-1), 0x6D, 0x1A]),
            Long([0x44, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F, 0xAA, 0x1A]),
            Long([.. ModuleWriter.I32(0), .. ModuleWriter.I32(-1), .. ModuleWriter.I32(4), 0xFC, 10, 0, 0, .. ModuleWriter.I32(1), 0x1A]),
            Long([.. ModuleWriter.I32(7), 0x25, 0, 0x1A]),
        ];
        foreach (var body in bodies)
        {
            var inner = writer.Function(type, body);
            writer.Export($"run{inner}", WasmExternKind.Function, writer.Function(type, [0x10, (byte)inner]));
        }

        writer.Elements(0);
        var instance = Code.Compile(isInterpreted, writer.Bytes()).Instantiate(new WasmStore());
        (WasmTrap, int?) TrapOf(int inner)
        {
            var trap = Assert.Throws<WasmTrapException>(() => instance.Function($"run{inner}").Invoke());
            return (trap.Trap, trap.Function?.Index);
        }

        Assert.Equal(
            [
                (WasmTrap.Unreachable, 0), (WasmTrap.UndefinedElement, 2), (WasmTrap.UninitializedElement, 4), (WasmTrap.IndirectCallTypeMismatch, 6),
                (WasmTrap.MemoryOutOfBounds, 8), (WasmTrap.MemoryOutOfBounds, 10), (WasmTrap.IntegerDivideByZero, 12), (WasmTrap.IntegerOverflow, 14),
                (WasmTrap.InvalidConversionToInteger, 16), (WasmTrap.MemoryOutOfBounds, 18), (WasmTrap.TableOutOfBounds, 20),
            ],
            Enumerable.Range(0, 11).Select(i => TrapOf(i * 2)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_trap_in_a_function_of_another_instance_or_behind_the_host_is_of_that_function(bool isInterpreted)
    {
        var store = new WasmStore();
        var first = new ModuleWriter();
        var plain = first.Type([], []);
        first.Memory(1);
        first.Function(plain, []);
        first.Export("load", WasmExternKind.Function, first.Function(plain, Long([.. ModuleWriter.I32(-1), 0x28, 0, 0, 0x1A])));
        var a = Code.Compile(isInterpreted, first.Bytes()).Instantiate(store);

        var second = new ModuleWriter();
        plain = second.Type([], []);
        var load = second.ImportFunction("m", "load", plain);
        var host = second.ImportFunction("m", "host", plain);
        second.Export("through", WasmExternKind.Function, second.Function(plain, [0x10, (byte)load]));
        second.Export("host", WasmExternKind.Function, second.Function(plain, [0x10, (byte)host]));
        var back = WasmFunction.OfHost(store, WasmFunctionType.Of([], []), (_, _) => a.Function("load").Invoke());
        var b = Code.Compile(isInterpreted, second.Bytes()).Instantiate(store, import => import.Name == "load" ? a.Function("load") : back);

        Assert.Same(a.Function("load"), Assert.Throws<WasmTrapException>(() => a.Function("load").Invoke()).Function);
        Assert.Same(a.Function("load"), Assert.Throws<WasmTrapException>(() => b.Function("through").Invoke()).Function);
        Assert.Same(a.Function("load"), Assert.Throws<WasmTrapException>(() => b.Function("host").Invoke()).Function);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_runs_out_of_fuel_or_stack_is_nowhere(bool isInterpreted)
    {
        var endless = Code.Run(isInterpreted, Code.Module([], [], [0x03, 0x40, 0x0C, 0, 0x0B]), new WasmStore { FuelLeft = 10_000 });
        Assert.Null(Assert.Throws<WasmTrapException>(() => endless.Invoke()).Function);
        var deep = Code.Run(isInterpreted, Code.Module([], [], [0x10, 0]));
        Assert.Null(Assert.Throws<WasmTrapException>(() => deep.Invoke()).Function);
    }

    [Fact]
    public void A_trap_of_what_is_compiled_ahead_of_time_says_which_function_did_it()
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        writer.Memory(1);
        var inner = writer.Function(type, Long([.. ModuleWriter.I32(-1), 0x28, 0, 0, 0x1A]));
        writer.Export("run", WasmExternKind.Function, writer.Function(type, [0x10, (byte)inner]));
        var instance = AheadOfTime.Ahead.Compile(writer.Bytes()).Instantiate(new WasmStore());
        Assert.Equal(inner, Assert.Throws<WasmTrapException>(() => instance.Function("run").Invoke()).Function?.Index);
    }

    // Too long for .NET to put it into its caller. A call at the end may take the frame of its caller, so there is none.
    private static byte[] Long(byte[] code) => [.. Enumerable.Repeat<byte[]>([0x41, 1, 0x1A], 60).SelectMany(static one => one), .. code];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_of_the_host_learns_who_calls_it_as_an_import_and_nothing_false_otherwise(bool isInterpreted)
    {
        // Of two instances: the first imports a function of the host, and the second that function again, and functions of the first.
        var store = new WasmStore();
        var callers = new List<string>();
        var type = WasmFunctionType.Of([], []);
        var host = WasmFunction.OfHost(store, type, (_, _) => callers.Add(store.TakeCaller() is { } caller ? $"{caller.Name}" : "?"));

        var first = new ModuleWriter();
        var plain = first.Type([], []);
        var imported = first.ImportFunction("m", "host", plain);
        first.Table(1);
        first.Elements(imported);
        var inner = first.Function(plain, [0x10, (byte)imported]);
        first.Export("inner", WasmExternKind.Function, inner);
        first.Export("outer", WasmExternKind.Function, first.Function(plain, [0x10, (byte)inner, 0x10, (byte)imported]));
        first.Export("table", WasmExternKind.Function, first.Function(plain, [.. ModuleWriter.I32(0), 0x11, (byte)plain, 0]));
        first.Export("tail", WasmExternKind.Function, first.Function(plain, [0x12, (byte)imported]));
        first.Export("host", WasmExternKind.Function, imported);
        var a = Code.Compile(isInterpreted, first.Bytes()).Instantiate(store, _ => host);

        var second = new ModuleWriter();
        plain = second.Type([], []);
        var table = second.ImportFunction("m", "table", plain);
        var again = second.ImportFunction("m", "host", plain);
        second.Export("through", WasmExternKind.Function, second.Function(plain, [0x10, (byte)table, 0x10, (byte)again]));
        var b = Code.Compile(isInterpreted, second.Bytes()).Instantiate(store, import => a[import.Name]);

        List<string> CallersIn(WasmFunction function)
        {
            callers.Clear();
            function.Invoke();
            return [.. callers];
        }

        Assert.Equal(["inner", "outer"], CallersIn(a.Function("outer")));
        Assert.Equal(["?"], CallersIn(a.Function("table")));
        Assert.Equal(["?"], CallersIn(a.Function("tail")));
        Assert.Equal(["?"], CallersIn(a.Function("host")));
        Assert.Equal(["?", "?"], CallersIn(b.Function("through")));
        Assert.Equal(["inner"], CallersIn(a.Function("inner")));
        Assert.Null(store.TakeCaller());
    }

    private static WasmFunction[] Functions(WasmInstance instance)
    {
        // The module exports them all but one, which is in a table.
        var table = (WasmTable)instance["table"]!;
        return [.. Enumerable.Range(0, 4).Select(i => table[i].AsFunction()!)];
    }

    private static byte[] Named(byte[]? section = null)
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < 4; i++)
        {
            writer.Function(type, []);
        }

        writer.Table(4);
        writer.Elements(0, 1, 2, 3);
        writer.Export("run", WasmExternKind.Function, 0);
        writer.Export("one", WasmExternKind.Function, 1);
        writer.Export("second", WasmExternKind.Function, 2);
        writer.Export("third", WasmExternKind.Function, 2);
        writer.Export("table", WasmExternKind.Table, 0);
        if (section is not null)
        {
            writer.Custom("name", section);
        }

        return writer.Bytes();
    }

    private static byte[] NameSection(params (uint Function, string Name)[] names)
    {
        byte[] content =
        [
            .. ModuleWriter.Unsigned((uint)names.Length),
            .. names.SelectMany(name =>
            {
                var bytes = System.Text.Encoding.UTF8.GetBytes(name.Name);
                return (byte[])[.. ModuleWriter.Unsigned(name.Function), .. ModuleWriter.Unsigned((uint)bytes.Length), .. bytes];
            }),
        ];
        return [1, .. ModuleWriter.Unsigned((uint)content.Length), .. content];
    }
}
