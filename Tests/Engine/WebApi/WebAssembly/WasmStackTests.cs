using System.Text;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.WebAssembly;

/// <summary>Functions of WebAssembly in the stacks of errors.</summary>
public sealed class WasmStackTests
{
    // (import "m" "f" (func)) ;; 0
    // (func $inner call 0) ;; 1
    // (func (export "call") call 1) (func (export "direct") call 0) ;; 2, 3
    // (func $fail unreachable) (func (export "trap") call 4) (func (export "trapDirect") unreachable) ;; 4, 5, 6
    // (func (export "load") (i32.load (i32.const -1)) drop) (func (export "indirect") (call_indirect (i32.const 9))) ;; 7, 8
    // (func $deep (drop (i32.const 1)) ... (drop (i32.load (i32.const -1)))) (func (export "deep") call 9) ;; 9, 10
    // (table 1 funcref) (memory 1), names: 1 "inner", 4 "fail", 9 "bad"
    private static string Module(params byte[] names)
    {
        byte[] Section(byte id, params byte[] content) => [id, .. Length(content), .. content];
        byte[] Length(byte[] content) => content.Length < 128 ? [(byte)content.Length] : [(byte)(content.Length | 0x80), (byte)(content.Length >> 7)];
        // Too long for .NET to put it into its caller.
        byte[] deep = [0, .. Enumerable.Repeat<byte[]>([0x41, 1, 0x1A], 60).SelectMany(one => one), 0x41, 0x7F, 0x28, 2, 0, 0x1A, 0x0B];
        byte[] Export(string name, byte function) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, function];
        byte[] module =
        [
            0, .. "asm"u8, 1, 0, 0, 0,
            .. Section(1, 1, 0x60, 0, 0),
            .. Section(2, [1, 1, (byte)'m', 1, (byte)'f', 0, 0]),
            .. Section(3, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
            .. Section(4, 1, 0x70, 0, 1),
            .. Section(5, 1, 0, 1),
            .. Section(7, [7, .. Export("deep", 10), .. Export("call", 2), .. Export("direct", 3), .. Export("trap", 5), .. Export("trapDirect", 6), .. Export("load", 7), .. Export("indirect", 8)]),
            .. Section(10, [10, 4, 0, 0x10, 0, 0x0B, 4, 0, 0x10, 1, 0x0B, 4, 0, 0x10, 0, 0x0B, 3, 0, 0, 0x0B, 4, 0, 0x10, 4, 0x0B, 3, 0, 0, 0x0B,
                8, 0, 0x41, 0x7F, 0x28, 2, 0, 0x1A, 0x0B, 7, 0, 0x41, 9, 0x11, 0, 0, 0x0B, .. Length(deep), .. deep, 4, 0, 0x10, 9, 0x0B]),
            .. names.Length == 0 ? [] : Section(0, [4, .. "name"u8, .. names]),
        ];
        return $"new WebAssembly.Module(new Uint8Array([{string.Join(',', module)}]))";
    }

    private static readonly byte[] Names = [1, 19, 3, 1, 5, .. "inner"u8, 4, 4, .. "fail"u8, 9, 3, .. "bad"u8];

    private static string Stack(string exported, string module) => TestRealm.Json($$"""
        function thrower() { throw new Error("x"); }
        const { exports } = new WebAssembly.Instance({{module}}, { m: { f: thrower } });
        function caller() { exports.{{exported}}(); }
        try { caller(); } catch (e) {
            return e.stack.split("\n").map(line => line.trim().replace(/wasm\/[0-9a-f]{8}:/, "wasm/HASH:").replace(/ \((?!wasm)[^)]*\)/, "")).slice(0, 4);
        }
        """);

    [Theory]
    [InlineData("call", """["at thrower","at inner (wasm://wasm/HASH:wasm-function[1])","at call (wasm://wasm/HASH:wasm-function[2])","at caller"]""")]
    [InlineData("direct", """["at thrower","at direct (wasm://wasm/HASH:wasm-function[3])","at caller"]""")]
    [InlineData("trap", """["at fail (wasm://wasm/HASH:wasm-function[4])","at trap (wasm://wasm/HASH:wasm-function[5])","at caller"]""")]
    [InlineData("trapDirect", """["at trapDirect (wasm://wasm/HASH:wasm-function[6])","at caller"]""")]
    [InlineData("load", """["at load (wasm://wasm/HASH:wasm-function[7])","at caller"]""")]
    [InlineData("deep", """["at bad (wasm://wasm/HASH:wasm-function[9])","at deep (wasm://wasm/HASH:wasm-function[10])","at caller"]""")]
    [InlineData("indirect", """["at indirect (wasm://wasm/HASH:wasm-function[8])","at caller"]""")]
    public void A_stack_has_the_function_that_was_called_and_the_one_that_failed_or_called_back(string exported, string expected) =>
        Assert.StartsWith(expected[..^1], Stack(exported, Module(Names)), StringComparison.Ordinal);
}
