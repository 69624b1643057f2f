using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Compilation;

/// <summary>Calls a function with arguments from one array and puts the results into another.</summary>
internal delegate void InvokerCode(WasmFunction function, ref WasmValue arguments, ref WasmValue results);

/// <summary>The code that calls functions of a type from the host, made when the first is called.</summary>
internal static class Invoker
{
    private static readonly ConditionalWeakTable<WasmFunctionType, InvokerCode> s_codes = [];

    public static InvokerCode Of(WasmFunctionType type) => s_codes.GetValue(type, Make);

    private static InvokerCode Make(WasmFunctionType type)
    {
        var method = new DynamicMethod("Invoke", typeof(void), [typeof(WasmFunction), typeof(WasmValue).MakeByRefType(), typeof(WasmValue).MakeByRefType()], typeof(Invoker), skipVisibility: true);
        var il = method.GetILGenerator();
        var parameters = type.ParameterArray;
        var results = type.ResultArray;
        for (var i = 0; i < parameters.Length; i++)
        {
            il.Emit(OpCodes.Ldarg_1);
            il.Advance(i);
            il.LoadValue(parameters[i]);
            if (parameters[i] == WasmType.FuncRef)
            {
                il.Emit(OpCodes.Castclass, typeof(WasmFunction));
            }
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
        return method.CreateDelegate<InvokerCode>();
    }
}
