using System.Reflection;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>An instruction on 128 bits that is a method: what it takes, gives, and how many lanes its immediate may name (0 for none).</summary>
internal sealed record SimdOperation(WasmType[] Operands, WasmType Result, int Lanes, MethodInfo Method);

/// <summary>The instructions on 128 bits, by number.</summary>
internal static class SimdTable
{
    private static readonly SimdOperation?[] s_table = Build();

    public static SimdOperation? Of(uint opcode) => opcode < s_table.Length ? s_table[opcode] : null;

    /// <summary>How many bytes a load touches.</summary>
    public static int LoadBytes(uint opcode) => opcode switch
    {
        0 => 16,
        7 => 1,
        8 => 2,
        9 or 92 => 4,
        _ => 8,
    };

    private static SimdOperation?[] Build()
    {
        var table = new SimdOperation?[256];
        foreach (var method in typeof(SimdOperations).GetMethods(BindingFlags.Static | BindingFlags.Public))
        {
            if (method.GetCustomAttribute<SimdOpcodeAttribute>() is { } instruction)
            {
                var parameters = method.GetParameters();
                var lanes = parameters[^1].GetCustomAttribute<LanesAttribute>()?.Count ?? 0;
                var operands = parameters.SkipLast(lanes > 0 ? 1 : 0).Select(parameter => TypeOf(parameter.ParameterType));
                table[instruction.Opcode] = new SimdOperation([.. operands], TypeOf(method.ReturnType), lanes, method);
            }
        }

        return table;
    }

    private static WasmType TypeOf(Type type) =>
        type == typeof(int) ? WasmType.I32
        : type == typeof(long) ? WasmType.I64
        : type == typeof(float) ? WasmType.F32
        : type == typeof(double) ? WasmType.F64
        : type == typeof(Vector128<byte>) ? WasmType.V128
        : throw new InvalidOperationException($"\"{type}\" is no type of values.");
}
