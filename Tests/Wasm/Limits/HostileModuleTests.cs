namespace PureEdge.Wasm.Tests.Limits;

/// <summary>Modules that are made to cost more than they may.</summary>
public sealed class HostileModuleTests
{
    [Fact]
    public void A_function_of_ten_megabytes_is_refused() => Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(HostileModules.GiantFunction()));

    [Theory]
    [InlineData(100_000)]
    [InlineData(uint.MaxValue)]
    public void A_hundred_thousand_locals_and_four_billion_are_refused(uint count) => Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(HostileModules.Locals(count)));

    [Fact]
    public void A_br_table_of_a_million_targets_is_refused() => Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(HostileModules.BranchTable()));

    [Theory]
    [InlineData(98_450, null)]
    [InlineData(100_001, WasmErrorKind.LimitExceeded)]
    public void Data_segments_are_as_many_as_the_largest_programs_of_Go_have_and_not_more(int count, WasmErrorKind? refused)
    {
        byte[] segments = [.. ModuleWriter.Unsigned((uint)count), .. Enumerable.Repeat<byte[]>([0, 0x41, 0, 0x0B, 0], count).SelectMany(segment => segment)];
        byte[] module = [.. "\0asm"u8, 1, 0, 0, 0, 5, 3, 1, 0, 1, 11, .. ModuleWriter.Unsigned((uint)segments.Length), .. segments];
        Assert.Equal(refused, WasmModule.Validate(module)?.Kind);
    }

    [Fact]
    public void A_million_empty_functions_are_refused() => Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(HostileModules.EmptyFunctions()));

    [Fact]
    public void Locals_of_all_functions_together_are_limited()
    {
        var writer = new ModuleWriter();
        var type = writer.Type([], []);
        for (var i = 0; i < 200; i++)
        {
            writer.Function(type, [], (20_000, WasmType.I64));
        }

        Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(writer.Bytes()));
    }

    [Fact]
    public void Blocks_nested_without_end_are_refused()
    {
        byte[] code = [.. Enumerable.Repeat<byte[]>([0x02, 0x40], 80_000).SelectMany(block => block)];
        Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(Code.Module([], [], code)));
    }

    [Fact]
    public void Calls_in_dead_code_that_move_a_thousand_values_each_are_refused()
    {
        var wide = Enumerable.Repeat(WasmType.I32, 1_000).ToArray();
        byte[] code = [0x00, .. Enumerable.Repeat<byte[]>([0x10, 0], 80_000).SelectMany(call => call), 0x00];
        Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(Code.Module(wide, wide, code)));
    }

    [Fact]
    public void A_stack_without_end_is_refused()
    {
        byte[] code = [.. Enumerable.Repeat<byte[]>([0x41, 0], 80_000).SelectMany(value => value), 0x00];
        Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf(Code.Module([], [], code)));
    }

    [Fact]
    public void A_count_that_the_bytes_cannot_hold_is_refused_before_anything_is_made() =>
        Assert.Equal(WasmErrorKind.LimitExceeded, Code.RefusalOf([.. "\0asm"u8, 1, 0, 0, 0, 1, 5, .. ModuleWriter.Unsigned(uint.MaxValue)]));

    [Theory]
    [InlineData("threads", new byte[] { 5, 4, 1, 3, 1, 2 })]
    [InlineData("memory64", new byte[] { 5, 3, 1, 4, 1 })]
    [InlineData("multi-memory", new byte[] { 5, 5, 2, 0, 1, 0, 1 })]
    [InlineData("GC", new byte[] { 1, 4, 1, 0x5F, 0, 0 })]
    public void A_proposal_that_is_not_supported_is_refused_by_its_name(string proposal, byte[] section)
    {
        var refused = Assert.Throws<WasmFormatException>(() => WasmModule.Compile([.. "\0asm"u8, 1, 0, 0, 0, .. section]));
        Assert.Equal(WasmErrorKind.Unsupported, refused.Kind);
        Assert.Contains(proposal, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_function_of_many_locals_that_calls_itself_meets_the_end_of_its_stack_and_not_of_the_threads(bool isInterpreted)
    {
        var run = Code.Run(isInterpreted, Code.Module([], [], [0x10, 0], null, (19_000, WasmType.I64)));
        Assert.Equal(WasmTrap.StackExhausted, Code.TrapOf(() => run.Invoke()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_expression_of_eighty_thousand_operations_is_compiled_and_run(bool isInterpreted)
    {
        byte[] code = [0x20, 0, .. Enumerable.Repeat<byte[]>([0x20, 0, 0x6A], 80_000).SelectMany(operation => operation)];
        var run = Code.Run(isInterpreted, Code.Module([WasmType.I32], [WasmType.I32], code));
        Assert.Equal(80_001, run.Invoke(WasmValue.I32(1))[0].AsI32());
    }
}
