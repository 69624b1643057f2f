using System.Reflection;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Compilation;
using V = System.Runtime.Intrinsics.Vector128<byte>;

namespace PureEdge.Wasm.Interpretation;

/// <summary>Takes the operands of an instruction on 128 bits from the stack, and puts its result there.</summary>
/// <returns>Behind the operands.</returns>
internal delegate int VectorCall(ulong[] s, int top, int lane);

/// <summary>The methods of <see cref="Runtime.SimdOperations"/>, callable without dynamic code: one shape of delegate for each signature.</summary>
internal static class VectorCalls
{
    private static readonly VectorCall?[] s_calls = Build();

    public static VectorCall Of(int opcode) => s_calls[opcode]!;

    private static VectorCall?[] Build()
    {
        var calls = new VectorCall?[256];
        for (var opcode = 0u; opcode < calls.Length; opcode++)
        {
            if (SimdTable.Of(opcode) is { } operation)
            {
                calls[opcode] = Of(operation);
            }
        }

        return calls;
    }

    private static VectorCall Of(SimdOperation operation)
    {
        var method = operation.Method;
        return (operation.Operands, operation.Result, operation.Lanes > 0) switch
        {
            ([WasmType.V128], WasmType.V128, false) => Unary(Make<Func<V, V>>(method)),
            ([WasmType.V128, WasmType.V128], WasmType.V128, false) => Binary(Make<Func<V, V, V>>(method)),
            ([WasmType.V128, WasmType.V128, WasmType.V128], WasmType.V128, false) => Ternary(Make<Func<V, V, V, V>>(method)),
            ([WasmType.V128, WasmType.I32], WasmType.V128, false) => Shift(Make<Func<V, int, V>>(method)),
            ([WasmType.V128], WasmType.I32, false) => Test(Make<Func<V, int>>(method)),
            ([WasmType.I32], _, false) => Splat(Make<Func<int, V>>(method), static bits => (int)bits),
            ([WasmType.I64], _, false) => Splat(Make<Func<long, V>>(method), static bits => (long)bits),
            ([WasmType.F32], _, false) => Splat(Make<Func<float, V>>(method), static bits => BitConverter.UInt32BitsToSingle((uint)bits)),
            ([WasmType.F64], _, false) => Splat(Make<Func<double, V>>(method), BitConverter.UInt64BitsToDouble),
            ([WasmType.V128], WasmType.I32, true) => Extract(Make<Func<V, int, int>>(method), static value => (uint)value),
            ([WasmType.V128], WasmType.I64, true) => Extract(Make<Func<V, int, long>>(method), static value => (ulong)value),
            ([WasmType.V128], WasmType.F32, true) => Extract(Make<Func<V, int, float>>(method), static value => BitConverter.SingleToUInt32Bits(value)),
            ([WasmType.V128], WasmType.F64, true) => Extract(Make<Func<V, int, double>>(method), BitConverter.DoubleToUInt64Bits),
            ([_, WasmType.I32], _, true) => Replace(Make<Func<V, int, int, V>>(method), static bits => (int)bits),
            ([_, WasmType.I64], _, true) => Replace(Make<Func<V, long, int, V>>(method), static bits => (long)bits),
            ([_, WasmType.F32], _, true) => Replace(Make<Func<V, float, int, V>>(method), static bits => BitConverter.UInt32BitsToSingle((uint)bits)),
            ([_, WasmType.F64], _, true) => Replace(Make<Func<V, double, int, V>>(method), BitConverter.UInt64BitsToDouble),
            _ => throw new InvalidOperationException($"\"{method.Name}\" has a signature that the interpreter does not know."),
        };
    }

    private static T Make<T>(MethodInfo method)
        where T : Delegate => method.CreateDelegate<T>();

    private static V At(ulong[] s, int at) => Vector128.Create(s[at], s[at + 1]).AsByte();

    private static int Put(ulong[] s, int at, V value)
    {
        s[at] = value.AsUInt64()[0];
        s[at + 1] = value.AsUInt64()[1];
        return at + 2;
    }

    private static VectorCall Unary(Func<V, V> call) => (s, top, _) => Put(s, top - 2, call(At(s, top - 2)));

    private static VectorCall Binary(Func<V, V, V> call) => (s, top, _) => Put(s, top - 4, call(At(s, top - 4), At(s, top - 2)));

    private static VectorCall Ternary(Func<V, V, V, V> call) =>
        (s, top, _) => Put(s, top - 6, call(At(s, top - 6), At(s, top - 4), At(s, top - 2)));

    private static VectorCall Shift(Func<V, int, V> call) => (s, top, _) => Put(s, top - 3, call(At(s, top - 3), (int)s[top - 1]));

    private static VectorCall Test(Func<V, int> call) => (s, top, _) =>
    {
        s[top - 2] = (uint)call(At(s, top - 2));
        return top - 1;
    };

    private static VectorCall Splat<T>(Func<T, V> call, Func<ulong, T> read) => (s, top, _) => Put(s, top - 1, call(read(s[top - 1])));

    private static VectorCall Extract<T>(Func<V, int, T> call, Func<T, ulong> bits) => (s, top, lane) =>
    {
        s[top - 2] = bits(call(At(s, top - 2), lane));
        return top - 1;
    };

    private static VectorCall Replace<T>(Func<V, T, int, V> call, Func<ulong, T> read) =>
        (s, top, lane) => Put(s, top - 3, call(At(s, top - 3), read(s[top - 1]), lane));
}
