using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Makes the readers of references: a method for each type that loads its fields one after the other, those of structs and of
/// inline arrays in it included. Reflection on every object would be a hundred times slower.
/// </summary>
internal static class ReferenceScans
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Parsed code is shared by engines, and through these fields of it they hand each other the slots and environments of calls that have ended.
    // By the time a walk arrives at one, another engine may have taken it and be using it.
    private const string SharedByCode = "Jint.Runtime.Interpreter.JintFunctionDefinition+State";
    private static readonly string[] HandedOn = ["_cachedSlots", "_dynamicCachedEnv"];

    private static readonly MethodInfo Push = typeof(HeapWalk).GetMethod(nameof(HeapWalk.Push))!;

    /// <summary>The reader of a class or of a boxed value.</summary>
    public static ReferenceScan? OfInstance(Type type)
    {
        if (type.IsValueType)
        {
            return HasReferences(type) ? Emit(type, il =>
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Unbox, type);
                var value = il.DeclareLocal(type.MakeByRefType());
                il.Emit(OpCodes.Stloc, value);
                PushFields(il, type, () => il.Emit(OpCodes.Ldloc, value));
            }) : null;
        }

        var declaring = new List<Type>();
        for (var t = type; t is not null; t = t.BaseType)
        {
            if (t.GetFields(Fields).Any(static f => HasReferences(f.FieldType)))
            {
                declaring.Add(t);
            }
        }

        return declaring.Count == 0 ? null : Emit(type, il => declaring.ForEach(t => PushFields(il, t, () => il.Emit(OpCodes.Ldarg_0))));
    }

    /// <summary>The reader of an array of one dimension.</summary>
    public static ReferenceScan? OfArray(Type element)
    {
        if (!HasReferences(element))
        {
            return null;
        }

        return element.IsValueType ? Emit(element, il => PushElements(il, element)) : static (array, from, to, walk) =>
        {
            var items = (object?[])array;
            for (var i = from; i < to; i++)
            {
                walk.Push(items[i]);
            }
        };
    }

    /// <summary>Whether a value of the type is a reference or contains one.</summary>
    public static bool HasReferences(Type type)
    {
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef || type.IsPrimitive || type.IsEnum)
        {
            return false;
        }

        return !type.IsValueType || type.GetFields(Fields).Any(static f => HasReferences(f.FieldType));
    }

    private static bool IsHandedOn(FieldInfo field) => field.DeclaringType!.FullName == SharedByCode && HandedOn.Contains(field.Name);

    private static ReferenceScan Emit(Type type, Action<ILGenerator> body)
    {
        var method = new DynamicMethod(
            "Scan " + type.Name, null, [typeof(object), typeof(int), typeof(int), typeof(HeapWalk)], typeof(HeapWalk), skipVisibility: true);
        var il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<ReferenceScan>();
    }

    private static void PushFields(ILGenerator il, Type type, Action loadOwner)
    {
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            PushInlineArray(il, type.GetFields(Fields)[0], inline.Length, loadOwner);
            return;
        }

        foreach (var field in type.GetFields(Fields).Where(static f => HasReferences(f.FieldType) && !IsHandedOn(f)))
        {
            if (field.FieldType.IsValueType)
            {
                PushFields(il, field.FieldType, () =>
                {
                    loadOwner();
                    il.Emit(OpCodes.Ldflda, field);
                });
                continue;
            }

            il.Emit(OpCodes.Ldarg_3);
            loadOwner();
            il.Emit(OpCodes.Ldfld, field);
            il.Emit(OpCodes.Call, Push);
        }
    }

    // The one declared field stands for as many, one behind the other.
    private static void PushInlineArray(ILGenerator il, FieldInfo first, int length, Action loadOwner)
    {
        var type = first.FieldType;
        for (var i = 0; i < length && HasReferences(type); i++)
        {
            var index = i;
            if (type.IsValueType)
            {
                PushFields(il, type, () => LoadAddress(index));
                continue;
            }

            il.Emit(OpCodes.Ldarg_3);
            LoadAddress(index);
            il.Emit(OpCodes.Ldind_Ref);
            il.Emit(OpCodes.Call, Push);
        }

        void LoadAddress(int index)
        {
            loadOwner();
            il.Emit(OpCodes.Ldflda, first);
            il.Emit(OpCodes.Sizeof, type);
            il.Emit(OpCodes.Ldc_I4, index);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }
    }

    private static void PushElements(ILGenerator il, Type element)
    {
        var index = il.DeclareLocal(typeof(int));
        var item = il.DeclareLocal(element.MakeByRefType());
        var next = il.DefineLabel();
        var end = il.DefineLabel();
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stloc, index);
        il.MarkLabel(next);
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Bge, end);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Castclass, element.MakeArrayType());
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldelema, element);
        il.Emit(OpCodes.Stloc, item);
        PushFields(il, element, () => il.Emit(OpCodes.Ldloc, item));
        il.Emit(OpCodes.Ldloc, index);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, index);
        il.Emit(OpCodes.Br, next);
        il.MarkLabel(end);
    }
}
