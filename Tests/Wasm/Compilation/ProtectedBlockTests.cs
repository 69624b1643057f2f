namespace PureEdge.Wasm.Tests.Compilation;

/// <summary>Protected blocks that .NET's own compiler has died of, the process with it: found by generated programs.</summary>
public sealed class ProtectedBlockTests
{
    [Theory]
    // An if of nothing; with an else; a branch to the end of its block.
    [InlineData(new byte[] { 0x41, 0, 0x04, 0x40, 0x0B })]
    [InlineData(new byte[] { 0x20, 0, 0x04, 0x40, 0x05, 0x20, 0, 0x0D, 0, 0x0B })]
    [InlineData(new byte[] { 0x02, 0x40, 0x20, 0, 0x0D, 0, 0x0B })]
    public void A_branch_that_changes_nothing_may_stand_before_protected_blocks_that_begin_together(byte[] branch)
    {
        // block (try_table (catch_all 0) (block (try_table (catch_all 0)))), then the parameter
        byte[] nested = [0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x0B, 0x0B, 0x0B, 0x0B, 0x20, 0];
        var module = Code.Module([WasmType.I32], [WasmType.I32], [.. branch, .. nested]);
        Assert.Equal(3, Code.Run(module).Invoke(WasmValue.I32(3))[0].AsI32());
        Assert.Equal(0, Code.Run(module).Invoke(WasmValue.I32(0))[0].AsI32());
    }
}
