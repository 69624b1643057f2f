using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>The code that calls functions of a type from the host: made when the first is called, or ahead of time.</summary>
internal static class Invoker
{
    private static readonly ConditionalWeakTable<WasmFunctionType, InvokerCode> s_codes = [];
    private static readonly Type[] s_parameters = [typeof(WasmFunction), typeof(WasmValue).MakeByRefType(), typeof(WasmValue).MakeByRefType()];

    public static InvokerCode Of(WasmFunctionType type) => s_codes.GetValue(type, Make);

    /// <summary>Adds a method for a type.</summary>
    public static MethodBuilder Define(TypeBuilder owner, string name, WasmFunctionType type)
    {
        var method = owner.DefineMethod(name, MethodAttributes.Assembly | MethodAttributes.Static, typeof(void), s_parameters);
        Emit(method.GetILGenerator(), type);
        return method;
    }

    private static InvokerCode Make(WasmFunctionType type)
    {
        var method = new DynamicMethod("Invoke", typeof(void), s_parameters, typeof(Invoker), skipVisibility: true);
        Emit(method.GetILGenerator(), type);
        return method.CreateDelegate<InvokerCode>();
    }

    private static void Emit(ILGenerator il, WasmFunctionType type)
    {
        var parameters = type.ParameterArray;
        var results = type.ResultArray;
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Advance(i);
            il.LoadValue(parameters[i]);
        }

        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.FunctionCallee);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, Members.FunctionPointer);
        il.EmitCalli(type);
        if (results.Length > 0)
        {
            var last = il.DeclareLocal(ClrTypes.Of(results[^1]));
            il.Emit(OpCodes.Stloc, last);
            il.Emit(OpCodes.Ldarg_2);
            il.Advance(results.Length - 1);
            il.StoreValue(results[^1], () => il.Emit(OpCodes.Ldloc, last));
            for (var i = 0; i < results.Length - 1; i++)
            {
                il.Emit(OpCodes.Ldarg_2);
                il.Advance(i);
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Ldfld, Members.FunctionCallee);
                il.Emit(OpCodes.Ldfld, Members.Store);
                il.Emit(OpCodes.Ldfld, Members.Results);
                il.Emit(OpCodes.Ldc_I4, i);
                il.Emit(OpCodes.Ldelema, typeof(WasmValue));
                il.Emit(OpCodes.Ldobj, typeof(WasmValue));
                il.Emit(OpCodes.Stobj, typeof(WasmValue));
            }
        }

        il.Emit(OpCodes.Ret);
    }
}
