using System.Reflection.Emit;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>What values are in .NET, and how compiled code moves them to and from <see cref="WasmValue"/>.</summary>
internal static class ClrTypes
{
    public static Type Of(WasmType type) => type switch
    {
        WasmType.I32 => typeof(int),
        WasmType.I64 => typeof(long),
        WasmType.F32 => typeof(float),
        WasmType.F64 => typeof(double),
        WasmType.V128 => typeof(Vector128<byte>),
        WasmType.FuncRef => typeof(WasmFunction),
        _ => typeof(object),
    };

    /// <summary>What a function returns: its last result; the others stand in <see cref="WasmStore.Results"/>.</summary>
    public static Type Return(WasmFunctionType type) => type.ResultArray.Length == 0 ? typeof(void) : Of(type.ResultArray[^1]);

    /// <summary>What a function takes: its parameters, and last what it runs in.</summary>
    public static Type[] Parameters(WasmFunctionType type, Type callee)
    {
        var parameters = new Type[type.ParameterArray.Length + 1];
        for (var i = 0; i < type.ParameterArray.Length; i++)
        {
            parameters[i] = Of(type.ParameterArray[i]);
        }

        parameters[^1] = callee;
        return parameters;
    }

    public static void EmitCalli(this ILGenerator il, WasmFunctionType type) =>
        il.EmitCalli(OpCodes.Calli, System.Reflection.CallingConventions.Standard, Return(type), Parameters(type, typeof(Callee)), null);

    /// <summary>Jumps to one of the labels, or goes on.</summary>
    public static void EmitSwitch(this ILGenerator il, Label[] labels)
    {
        if (labels.Length > 0)
        {
            il.Emit(OpCodes.Switch, labels);
        }
        else
        {
            // What writes files refuses a switch without a case.
            il.Emit(OpCodes.Pop);
        }
    }

    public static void LoadIndirect(this ILGenerator il, WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: il.Emit(OpCodes.Ldind_I4); break;
            case WasmType.I64: il.Emit(OpCodes.Ldind_I8); break;
            case WasmType.F32: il.Emit(OpCodes.Ldind_R4); break;
            case WasmType.F64: il.Emit(OpCodes.Ldind_R8); break;
            case WasmType.V128:
                il.Emit(OpCodes.Unaligned, (byte)1);
                il.Emit(OpCodes.Ldobj, typeof(Vector128<byte>));
                break;
            default: il.Emit(OpCodes.Ldind_Ref); break;
        }
    }

    public static void StoreIndirect(this ILGenerator il, WasmType type)
    {
        switch (type)
        {
            case WasmType.I32: il.Emit(OpCodes.Stind_I4); break;
            case WasmType.I64: il.Emit(OpCodes.Stind_I8); break;
            case WasmType.F32: il.Emit(OpCodes.Stind_R4); break;
            case WasmType.F64: il.Emit(OpCodes.Stind_R8); break;
            case WasmType.V128:
                il.Emit(OpCodes.Unaligned, (byte)1);
                il.Emit(OpCodes.Stobj, typeof(Vector128<byte>));
                break;
            default: il.Emit(OpCodes.Stind_Ref); break;
        }
    }

    /// <summary>With the reference of a <see cref="WasmValue"/> on the stack: the value in it.</summary>
    public static void LoadValue(this ILGenerator il, WasmType type)
    {
        il.Emit(OpCodes.Ldflda, Members.Cell(type));
        il.LoadIndirect(type);
        if (type == WasmType.FuncRef)
        {
            // A value of this type has nothing else; compiled code does not rest on that.
            il.Emit(OpCodes.Castclass, typeof(WasmFunction));
        }
    }

    /// <summary>With the reference of the first of several on the stack: that of another.</summary>
    public static void Advance(this ILGenerator il, int count)
    {
        if (count > 0)
        {
            // Not as a number: compiled ahead of time, it may run where references are of another size.
            il.Emit(OpCodes.Sizeof, typeof(WasmValue));
            il.Emit(OpCodes.Ldc_I4, count);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Add);
        }
    }

    /// <summary>Writes a local to a <see cref="WasmValue"/> whose reference is on the stack, with its type.</summary>
    public static void StoreValue(this ILGenerator il, WasmType type, Action load)
    {
        il.Emit(OpCodes.Dup);
        il.Emit(OpCodes.Ldflda, Members.ValueType);
        il.Emit(OpCodes.Ldc_I4, (int)type);
        il.Emit(OpCodes.Stind_I1);
        il.Emit(OpCodes.Ldflda, Members.Cell(type));
        load();
        il.StoreIndirect(type);
    }
}
