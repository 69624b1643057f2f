using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>Code that compiled code calls in place of a host function: it puts the arguments into an array and takes the results out.</summary>
internal static class HostThunk
{
    // For functions that get into a table without being imported, which is rare.
    private static readonly ConditionalWeakTable<WasmFunctionType, OwnedCode> s_single = [];

    /// <summary>Adds a method for each of the types.</summary>
    /// <returns>Their names.</returns>
    public static Dictionary<WasmFunctionType, string> Define(TypeBuilder owner, IEnumerable<WasmFunctionType> types)
    {
        var names = new Dictionary<WasmFunctionType, string>();
        foreach (var type in types)
        {
            if (names.TryAdd(type, $"h{names.Count}"))
            {
                Define(owner, names[type], type);
            }
        }

        return names;
    }

    /// <summary>Adds a method for a type.</summary>
    public static MethodBuilder Define(TypeBuilder owner, string name, WasmFunctionType type)
    {
        var method = owner.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, ClrTypes.Return(type), ClrTypes.Parameters(type, typeof(HostCallee)));
        Emit(method, type);
        return method;
    }

    /// <summary>Notes code for a type that was made ahead of time. It is kept with what owns it as long as the type is.</summary>
    public static void Offer(WasmFunctionType type, nint pointer, object owner) => s_single.TryAdd(type, new OwnedCode(pointer, owner));

    /// <summary>Where the code for a type is, and what keeps it.</summary>
    public static (nint Pointer, object Owner) Of(WasmFunctionType type, WasmModule? module)
    {
        if (module?.Code.Thunk(type) is { } pointer and not 0)
        {
            return (pointer, module);
        }

        var single = s_single.GetValue(type, static type =>
        {
            var assembly = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(ModuleCompiler.AssemblyName), AssemblyBuilderAccess.RunAndCollect);
            var builder = assembly.DefineDynamicModule(ModuleCompiler.AssemblyName).DefineType("Thunk", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
            Define(builder, "h0", type);
            var made = builder.CreateType();
            return new OwnedCode(made.GetMethod("h0")!.MethodHandle.GetFunctionPointer(), made);
        });
        return (single.Pointer, single.Owner);
    }

    private sealed record OwnedCode(nint Pointer, object Owner);

    private static void Emit(MethodBuilder method, WasmFunctionType type)
    {
        var il = method.GetILGenerator();
        var parameters = type.ParameterArray;
        var results = type.ResultArray;
        var values = il.DeclareLocal(typeof(WasmValue[]));
        void LoadValue(int index)
        {
            il.Emit(OpCodes.Ldloc, values);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Ldelema, typeof(WasmValue));
        }

        void LoadHost() => il.Emit(OpCodes.Ldarg, (short)parameters.Length);

        LoadHost();
        il.Emit(OpCodes.Call, Members.HostTake);
        il.Emit(OpCodes.Stloc, values);
        for (var i = 0; i < parameters.Length; i++)
        {
            LoadValue(i);
            var index = (short)i;
            il.StoreValue(parameters[i], () => il.Emit(OpCodes.Ldarg, index));
        }

        LoadHost();
        il.Emit(OpCodes.Ldloc, values);
        il.Emit(OpCodes.Call, Members.HostCall);
        for (var i = 0; i < results.Length - 1; i++)
        {
            LoadHost();
            il.Emit(OpCodes.Ldfld, Members.Store);
            il.Emit(OpCodes.Ldfld, Members.Results);
            il.Emit(OpCodes.Ldc_I4, i);
            il.Emit(OpCodes.Ldelema, typeof(WasmValue));
            LoadValue(parameters.Length + i);
            il.Emit(OpCodes.Ldobj, typeof(WasmValue));
            il.Emit(OpCodes.Stobj, typeof(WasmValue));
        }

        if (results.Length > 0)
        {
            LoadValue(parameters.Length + results.Length - 1);
            il.LoadValue(results[^1]);
        }

        LoadHost();
        il.Emit(OpCodes.Ldloc, values);
        il.Emit(OpCodes.Call, Members.HostGiveBack);
        il.Emit(OpCodes.Ret);
    }
}
