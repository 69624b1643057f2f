namespace PureEdge.Wasm.Tests.Limits;

/// <summary>Modules that are refused because they would cost too much.</summary>
internal static class HostileModules
{
    private const int Million = 1_000_000;

    /// <summary>One function of ten megabytes.</summary>
    public static byte[] GiantFunction()
    {
        var code = new byte[10 << 20];
        Array.Fill(code, (byte)0x01);
        return Code.Module([], [], code);
    }

    /// <param name="own">Code that no other module has.</param>
    public static byte[] Locals(uint count, params byte[] own) => Code.Module([], [], own, null, (count, WasmType.I64));

    /// <summary>A <c>br_table</c> of a million targets.</summary>
    /// <param name="own">Code that no other module has.</param>
    public static byte[] BranchTable(params byte[] own) =>
        Code.Module([], [], [.. own, .. ModuleWriter.I32(0), 0x0E, .. ModuleWriter.Unsigned(Million), .. new byte[Million + 1]]);

    /// <summary>A million functions that do nothing.</summary>
    public static byte[] EmptyFunctions()
    {
        byte[] count = ModuleWriter.Unsigned(Million);
        byte[] functions = [.. count, .. new byte[Million]];
        byte[] bodies = [.. count, .. Enumerable.Repeat<byte[]>([2, 0, 0x0B], Million).SelectMany(body => body)];
        return
        [
            .. "\0asm"u8, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0,
            3, .. ModuleWriter.Unsigned((uint)functions.Length), .. functions,
            10, .. ModuleWriter.Unsigned((uint)bodies.Length), .. bodies,
        ];
    }
}
