using System.Reflection;
using System.Reflection.Emit;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>
/// Emits methods that give something for a number, by a switch: what an assembly compiled ahead of time has in place of looking its methods
/// up, which may be impossible where it runs.
/// </summary>
internal static class CodeDirectory
{
    // One large method would take long to compile when the first number is asked for.
    private const int Most = 64;

    /// <summary>Defines a method of one number.</summary>
    /// <param name="load">Emits what to return for a number; for another it is zero or null.</param>
    public static MethodBuilder Define(TypeBuilder owner, string name, Type result, int count, Action<ILGenerator, int> load) =>
        count <= Most ? Leaf(owner, name, result, 0, count, load) : Parts(owner, name, result, count, load);

    private static MethodBuilder Leaf(TypeBuilder owner, string name, Type result, int start, int count, Action<ILGenerator, int> load)
    {
        var method = DefineMethod(owner, name, result);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        Switch(il, result, count, i => load(il, start + i));
        return method;
    }

    private static MethodBuilder Parts(TypeBuilder owner, string name, Type result, int count, Action<ILGenerator, int> load)
    {
        var parts = new List<MethodBuilder>();
        for (var start = 0; start < count; start += Most)
        {
            parts.Add(Leaf(owner, $"{name}{parts.Count}", result, start, Math.Min(Most, count - start), load));
        }

        var method = DefineMethod(owner, name, result);
        var il = method.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, Most);
        il.Emit(OpCodes.Div_Un);
        Switch(il, result, parts.Count, i =>
        {
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4, Most);
            il.Emit(OpCodes.Rem_Un);
            il.Emit(OpCodes.Call, parts[i]);
        });
        return method;
    }

    private static void Switch(ILGenerator il, Type result, int count, Action<int> load)
    {
        var labels = new Label[count];
        for (var i = 0; i < count; i++)
        {
            labels[i] = il.DefineLabel();
        }

        il.EmitSwitch(labels);
        if (result.IsValueType)
        {
            il.Emit(OpCodes.Ldc_I4_0);
            il.Emit(OpCodes.Conv_I);
        }
        else
        {
            il.Emit(OpCodes.Ldnull);
        }

        il.Emit(OpCodes.Ret);
        for (var i = 0; i < count; i++)
        {
            il.MarkLabel(labels[i]);
            load(i);
            il.Emit(OpCodes.Ret);
        }
    }

    private static MethodBuilder DefineMethod(TypeBuilder owner, string name, Type result) =>
        owner.DefineMethod(name, MethodAttributes.Assembly | MethodAttributes.Static, result, [typeof(int)]);
}
