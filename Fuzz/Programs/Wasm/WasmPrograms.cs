using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Wasm;

/// <summary>A valid module with calls of its functions, and what each must give.</summary>
/// <param name="Bytes">The module.</param>
/// <param name="Calls">For each call, as JavaScript: the name of the export, the arguments, and the value, or "trap".</param>
internal sealed record WasmProgram(byte[] Bytes, IReadOnlyList<(string Name, string Arguments, string Value)> Calls);

/// <summary>Makes modules of three functions, a memory, a table, and globals.</summary>
internal static class WasmPrograms
{
    private static readonly byte[] Parameters = WasmBytes.List([WasmType.I32], [WasmType.I64], [WasmType.F64]);

    private static readonly (int I32, long I64, double F64)[] Arguments =
        [(0, 0, 0), (1, -1, 0.5), (-5, 1L << 40, -1e9), (int.MinValue, long.MinValue, double.NaN), (65_533, 3, 4294967296.0), (int.MaxValue, long.MaxValue, double.NegativeInfinity)];

    public static Gen<WasmProgram> All { get; } =
        from first in Function([])
        from second in Function([first])
        from third in Function([first, second])
        from arguments in Gen.Elements(Arguments).ArrayOf(4)
        select Make([first, second, third], arguments);

    private static Gen<WasmTerm> Function(IReadOnlyList<WasmTerm> before) =>
        Gen.Elements(WasmType.Values).SelectMany(type => WasmTerms.After([.. before.Select(static function => function.Type)]).Of(type, WasmTerms.Depth));

    private static WasmProgram Make(WasmTerm[] functions, (int I32, long I64, double F64)[] arguments)
    {
        var state = new WasmState { Functions = functions };
        var calls = arguments.Select((a, i) =>
        {
            var index = i % functions.Length;
            string value;
            try
            {
                value = Text(functions[index].Type, WasmTerms.Call(functions[index], state, a.I32, a.I64, BitConverter.DoubleToInt64Bits(a.F64)));
            }
            catch (WasmTrapped)
            {
                value = "\"trap\"";
            }

            return ($"f{index}", $"[{Text(WasmType.I32, a.I32)}, {Text(WasmType.I64, a.I64)}, {Text(WasmType.F64, BitConverter.DoubleToInt64Bits(a.F64))}]", value);
        }).ToArray();
        return new(Bytes(functions), calls);
    }

    private static byte[] Bytes(WasmTerm[] functions) => WasmBytes.Module(
    [
        WasmBytes.Section(1, WasmBytes.List([.. WasmType.Values.Select(static type => (byte[])[0x60, .. Parameters, 1, type])])),
        WasmBytes.Section(3, WasmBytes.List([.. functions.Select(static f => (byte[])[(byte)Array.IndexOf(WasmType.Values, f.Type)])])),
        WasmBytes.Section(4, WasmBytes.List([0x70, 0, (byte)functions.Length])),
        WasmBytes.Section(5, WasmBytes.List([1, 1, 1])),
        WasmBytes.Section(6, WasmBytes.List([WasmType.I32, 1, 0x41, 7, 0x0b], [WasmType.I64, 1, 0x42, 0x7f, 0x0b], [WasmType.F64, 1, 0x44, .. BitConverter.GetBytes(0.5), 0x0b])),
        WasmBytes.Section(7, WasmBytes.List([.. functions.Select(static (_, i) => (byte[])[.. WasmBytes.Name($"f{i}"), 0, (byte)i]), [.. WasmBytes.Name("m"), 2, 0], [.. WasmBytes.Name("t"), 1, 0], [.. WasmBytes.Name("g"), 3, 1]])),
        WasmBytes.Section(9, WasmBytes.List([0, 0x41, 0, 0x0b, .. WasmBytes.List([.. functions.Select(static (_, i) => (byte[])[(byte)i])])])),
        WasmBytes.Section(10, WasmBytes.List([.. functions.Select(static f => WasmBytes.Sized([.. Locals, .. f.Code, 0x0b]))])),
    ]);

    private static byte[] Locals => WasmBytes.List([1, WasmType.I32], [1, WasmType.I64], [1, WasmType.F64], [WasmTerms.Depth + 1, WasmType.I32], [1, WasmType.F64]);

    private static string Text(byte type, long bits) => type switch
    {
        WasmType.I32 => bits.ToString(CultureInfo.InvariantCulture),
        WasmType.I64 => bits.ToString(CultureInfo.InvariantCulture) + "n",
        _ => BitConverter.Int64BitsToDouble(bits).ToString("R", CultureInfo.InvariantCulture),
    };
}
