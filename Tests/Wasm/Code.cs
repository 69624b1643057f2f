namespace PureEdge.Wasm.Tests;

/// <summary>Modules that several tests use.</summary>
internal static class Code
{
    public static readonly WasmType[] None = [];

    /// <summary>One exported function <c>run</c>.</summary>
    public static byte[] Module(WasmType[] parameters, WasmType[] results, byte[] code, Action<ModuleWriter>? more = null, params (uint Count, WasmType Type)[] locals)
    {
        var writer = new ModuleWriter();
        writer.Function(writer.Type(parameters, results), code, locals);
        writer.Export("run", WasmExternKind.Function, 0);
        more?.Invoke(writer);
        return writer.Bytes();
    }

    /// <summary>Counts down from its argument in a loop.</summary>
    public static byte[] Countdown() => Module(
        [WasmType.I32],
        [],
        [0x03, 0x40, 0x20, 0, 0x41, 1, 0x6B, 0x22, 0, 0x0D, 0, 0x0B]);

    /// <summary>(n) => n &lt; 2 ? n : fib(n - 1) + fib(n - 2)</summary>
    public static byte[] Fibonacci() => Module(
        [WasmType.I32],
        [WasmType.I32],
        [
            0x20, 0, 0x41, 2, 0x48, 0x04, 0x7F, 0x20, 0, 0x05,
            0x20, 0, 0x41, 1, 0x6B, 0x10, 0, 0x20, 0, 0x41, 2, 0x6B, 0x10, 0, 0x6A, 0x0B,
        ]);

    public static WasmFunction Run(byte[] module, WasmStore? store = null) => Run(false, module, store);

    /// <summary>As <see cref="WasmModule.Compile(ReadOnlySpan{byte}, WasmLimits?, IWasmCodeCache?)"/>, with its IL verified; or for the interpreter.</summary>
    public static WasmModule Compile(bool isInterpreted, byte[] module)
    {
        if (!isInterpreted)
        {
            Verification.OwnModules.Verify(module);
        }

        return WasmModule.Compile(module, null, isInterpreted);
    }

    public static WasmFunction Run(bool isInterpreted, byte[] module, WasmStore? store = null) =>
        Compile(isInterpreted, module).Instantiate(store ?? new WasmStore()).Function("run");

    public static WasmTrap TrapOf(Action action) => Assert.Throws<WasmTrapException>(action).Trap;

    public static WasmErrorKind RefusalOf(byte[] module)
    {
        var refused = Assert.Throws<WasmFormatException>(() => WasmModule.Compile(module));
        Assert.Equal(refused.Message, WasmModule.Validate(module)?.Message);
        return refused.Kind;
    }
}
