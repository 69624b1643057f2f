namespace PureEdge.Wasm.Tests.Compilation;

/// <summary>Remainders that .NET's own compiler does not compute: found by generated programs.</summary>
public sealed class RemainderTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_remainder_by_zero_that_is_compared_with_zero_behind_a_branch_on_its_dividend_traps(bool isLong, bool isNegated)
    {
        // (if (result i32) (dividend is not zero) (then 5) (else 7)), which the block gives when the remainder is not zero
        byte[] zero = isLong ? [0x42, 0] : [0x41, 0];
        byte notEqual = isLong ? (byte)0x52 : (byte)0x47;
        byte[] compare = isNegated ? [isLong ? (byte)0x50 : (byte)0x45] : [.. zero, notEqual];
        byte[] branch = [0x20, 0, .. zero, notEqual, 0x04, 0x7F, 0x41, 5, 0x05, 0x41, 7, 0x0B];
        byte[] body = [0x02, 0x7F, .. branch, 0x20, 0, .. zero, isLong ? (byte)0x81 : (byte)0x6F, .. compare, 0x0D, 0, 0x1A, 0x41, 3, 0x0B];
        var function = Code.Run(Code.Module([isLong ? WasmType.I64 : WasmType.I32], [WasmType.I32], body));
        foreach (var dividend in (int[])[0, 1, -8, int.MinValue])
        {
            var trap = Assert.Throws<WasmTrapException>(() => function.Invoke(isLong ? WasmValue.I64(dividend) : WasmValue.I32(dividend)));
            Assert.Equal(WasmTrap.IntegerDivideByZero, trap.Trap);
        }
    }
}
