using System.Reflection.Emit;
using PureEdge.Wasm.Runtime;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    // What each numeric instruction becomes: instructions of the IL, or a method of Numbers, Math or BitConverter.
    private static readonly Action<ILGenerator>?[] s_numeric = BuildNumeric();

    private static readonly Action<ILGenerator>[] s_saturating =
    [
        Runtime(nameof(Numbers.SaturateToI32), typeof(float)), Runtime(nameof(Numbers.SaturateToU32), typeof(float)),
        Runtime(nameof(Numbers.SaturateToI32), typeof(double)), Runtime(nameof(Numbers.SaturateToU32), typeof(double)),
        Runtime(nameof(Numbers.SaturateToI64), typeof(float)), Runtime(nameof(Numbers.SaturateToU64), typeof(float)),
        Runtime(nameof(Numbers.SaturateToI64), typeof(double)), Runtime(nameof(Numbers.SaturateToU64), typeof(double)),
    ];

    private void Numeric(byte opcode)
    {
        var signature = NumericSignatures.Of(opcode);
        Take(signature.IsBinary ? 2 : 1);
        s_numeric[opcode]!(_il);
        Push(signature.Result);
    }

    private void Saturate(uint opcode)
    {
        Take(1);
        s_saturating[opcode](_il);
        Push(NumericSignatures.OfSaturating(opcode).Result);
    }

    private static Action<ILGenerator> Emit(params OpCode[] codes) => il =>
    {
        foreach (var code in codes)
        {
            il.Emit(code);
        }
    };

    private static Action<ILGenerator> Not(OpCode comparison) => Emit(comparison, OpCodes.Ldc_I4_0, OpCodes.Ceq);

    private static Action<ILGenerator> Runtime(string name, params Type[] parameters) => Method(typeof(Numbers), name, parameters);

    private static Action<ILGenerator> Method(Type owner, string name, params Type[] parameters)
    {
        var method = Members.Method(owner, name, parameters);
        return il => il.Emit(OpCodes.Call, method);
    }

    private static Action<ILGenerator> Shift(OpCode shift, int mask) => il =>
    {
        if (mask == 63)
        {
            il.Emit(OpCodes.Conv_I4);
        }

        // .NET leaves shifts by more than the width undefined; processors take the same bits, so this costs nothing.
        il.Emit(OpCodes.Ldc_I4, mask);
        il.Emit(OpCodes.And);
        il.Emit(shift);
    };

    private static Action<ILGenerator>?[] BuildNumeric()
    {
        var table = new Action<ILGenerator>?[256];
        void Set(int first, params Action<ILGenerator>[] emits) => emits.CopyTo(table, first);

        var i = typeof(int);
        var l = typeof(long);
        var f = typeof(float);
        var d = typeof(double);
        Action<ILGenerator> equal = Emit(OpCodes.Ceq), different = Not(OpCodes.Ceq);
        Action<ILGenerator>[] comparisons =
        [
            equal, different,
            Emit(OpCodes.Clt), Emit(OpCodes.Clt_Un), Emit(OpCodes.Cgt), Emit(OpCodes.Cgt_Un),
            Not(OpCodes.Cgt), Not(OpCodes.Cgt_Un), Not(OpCodes.Clt), Not(OpCodes.Clt_Un),
        ];
        Set(0x45, Emit(OpCodes.Ldc_I4_0, OpCodes.Ceq));
        Set(0x46, comparisons);
        Set(0x50, Emit(OpCodes.Ldc_I4_0, OpCodes.Conv_I8, OpCodes.Ceq));
        Set(0x51, comparisons);
        // "Not less" must not hold for NaN: the unordered comparisons of the IL do.
        Action<ILGenerator>[] ordered = [equal, different, Emit(OpCodes.Clt), Emit(OpCodes.Cgt), Not(OpCodes.Cgt_Un), Not(OpCodes.Clt_Un)];
        Set(0x5B, ordered);
        Set(0x61, ordered);
        Set(0x67, Runtime(nameof(Numbers.LeadingZeros), i), Runtime(nameof(Numbers.TrailingZeros), i), Runtime(nameof(Numbers.Ones), i));
        Set(0x6A,
            Emit(OpCodes.Add), Emit(OpCodes.Sub), Emit(OpCodes.Mul), Emit(OpCodes.Div), Emit(OpCodes.Div_Un),
            Runtime(nameof(Numbers.RemainderS), i, i), Emit(OpCodes.Rem_Un), Emit(OpCodes.And), Emit(OpCodes.Or), Emit(OpCodes.Xor),
            Shift(OpCodes.Shl, 31), Shift(OpCodes.Shr, 31), Shift(OpCodes.Shr_Un, 31),
            Runtime(nameof(Numbers.RotateLeft), i, i), Runtime(nameof(Numbers.RotateRight), i, i));
        Set(0x79, Runtime(nameof(Numbers.LeadingZeros), l), Runtime(nameof(Numbers.TrailingZeros), l), Runtime(nameof(Numbers.Ones), l));
        Set(0x7C,
            Emit(OpCodes.Add), Emit(OpCodes.Sub), Emit(OpCodes.Mul), Emit(OpCodes.Div), Emit(OpCodes.Div_Un),
            Runtime(nameof(Numbers.RemainderS), l, l), Emit(OpCodes.Rem_Un), Emit(OpCodes.And), Emit(OpCodes.Or), Emit(OpCodes.Xor),
            Shift(OpCodes.Shl, 63), Shift(OpCodes.Shr, 63), Shift(OpCodes.Shr_Un, 63),
            Runtime(nameof(Numbers.RotateLeft), l, l), Runtime(nameof(Numbers.RotateRight), l, l));
        Set(0x8B,
            Method(typeof(MathF), nameof(MathF.Abs), f), Runtime(nameof(Numbers.Negate), f), Runtime(nameof(Numbers.Ceiling), f), Runtime(nameof(Numbers.Floor), f),
            Runtime(nameof(Numbers.Truncate), f), Runtime(nameof(Numbers.Nearest), f), Method(typeof(MathF), nameof(MathF.Sqrt), f));
        Set(0x92,
            Emit(OpCodes.Add), Emit(OpCodes.Sub), Emit(OpCodes.Mul), Emit(OpCodes.Div),
            Runtime(nameof(Numbers.Min), f, f), Runtime(nameof(Numbers.Max), f, f), Runtime(nameof(Numbers.CopySign), f, f));
        Set(0x99,
            Method(typeof(Math), nameof(Math.Abs), d), Runtime(nameof(Numbers.Negate), d), Runtime(nameof(Numbers.Ceiling), d), Runtime(nameof(Numbers.Floor), d),
            Runtime(nameof(Numbers.Truncate), d), Runtime(nameof(Numbers.Nearest), d), Method(typeof(Math), nameof(Math.Sqrt), d));
        Set(0xA0,
            Emit(OpCodes.Add), Emit(OpCodes.Sub), Emit(OpCodes.Mul), Emit(OpCodes.Div),
            Runtime(nameof(Numbers.Min), d, d), Runtime(nameof(Numbers.Max), d, d), Runtime(nameof(Numbers.CopySign), d, d));
        Set(0xA7,
            Emit(OpCodes.Conv_I4),
            Runtime(nameof(Numbers.TruncateToI32), f), Runtime(nameof(Numbers.TruncateToU32), f),
            Runtime(nameof(Numbers.TruncateToI32), d), Runtime(nameof(Numbers.TruncateToU32), d),
            Emit(OpCodes.Conv_I8), Emit(OpCodes.Conv_U8),
            Runtime(nameof(Numbers.TruncateToI64), f), Runtime(nameof(Numbers.TruncateToU64), f),
            Runtime(nameof(Numbers.TruncateToI64), d), Runtime(nameof(Numbers.TruncateToU64), d),
            Emit(OpCodes.Conv_R4), Emit(OpCodes.Conv_U8, OpCodes.Conv_R4), Emit(OpCodes.Conv_R4), Runtime(nameof(Numbers.ToF32), typeof(ulong)), Runtime(nameof(Numbers.Demote), d),
            Emit(OpCodes.Conv_R8), Emit(OpCodes.Conv_U8, OpCodes.Conv_R8), Emit(OpCodes.Conv_R8), Runtime(nameof(Numbers.ToF64), typeof(ulong)), Runtime(nameof(Numbers.Promote), f),
            Method(typeof(BitConverter), nameof(BitConverter.SingleToInt32Bits), f), Method(typeof(BitConverter), nameof(BitConverter.DoubleToInt64Bits), d),
            Method(typeof(BitConverter), nameof(BitConverter.Int32BitsToSingle), i), Method(typeof(BitConverter), nameof(BitConverter.Int64BitsToDouble), l),
            Emit(OpCodes.Conv_I1), Emit(OpCodes.Conv_I2),
            Emit(OpCodes.Conv_I1, OpCodes.Conv_I8), Emit(OpCodes.Conv_I2, OpCodes.Conv_I8), Emit(OpCodes.Conv_I4, OpCodes.Conv_I8));
        return table;
    }
}
