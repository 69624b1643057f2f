using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>The way from an object, or from an element of an array, to one reference in it: fields, of structs and inline arrays inside too.</summary>
internal sealed class ReferencePath
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly Step[] _steps;

    private ReferencePath(Step[] steps) => _steps = steps;

    /// <summary>The fields, as <c>_stack._array</c>.</summary>
    public string Name => string.Join('.', _steps.Select(static step => step.Field.Name));

    private Step Last => _steps[^1];

    /// <summary>The references in an instance of a class, or in a boxed value, those of the classes it derives from included.</summary>
    public static ReferencePath[] OfInstance(Type type)
    {
        var paths = new List<ReferencePath>();
        for (var t = type; t is not null && t != typeof(object) && t != typeof(ValueType); t = t.BaseType)
        {
            Collect(t, [], paths);
        }

        return [.. paths];
    }

    /// <summary>The references in an element of an array of values.</summary>
    public static ReferencePath[] OfElement(Type element)
    {
        var paths = new List<ReferencePath>();
        Collect(element, [], paths);
        return [.. paths];
    }

    /// <summary>Whether a value of the type is a reference or contains one.</summary>
    public static bool HasReferences(Type type)
    {
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef || type.IsPrimitive || type.IsEnum)
        {
            return false;
        }

        return !type.IsValueType || type.GetFields(Declared).Any(static f => HasReferences(f.FieldType));
    }

    /// <summary>Emits the load of the reference.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="owner">The object, or the address of the value.</param>
    public void EmitLoad(ILGenerator il, Action owner)
    {
        EmitOwnerOfLast(il, owner);
        if (Last.Index == 0)
        {
            il.Emit(OpCodes.Ldfld, Last.Field);
        }
        else
        {
            EmitLastAddress(il);
            il.Emit(OpCodes.Ldind_Ref);
        }
    }

    /// <summary>Emits a store to the reference.</summary>
    /// <param name="il">Where to.</param>
    /// <param name="owner">The object, or the address of the value.</param>
    /// <param name="value">The new reference.</param>
    public void EmitStore(ILGenerator il, Action owner, Action value)
    {
        EmitOwnerOfLast(il, owner);
        if (Last.Index == 0)
        {
            value();
            il.Emit(OpCodes.Stfld, Last.Field);
        }
        else
        {
            EmitLastAddress(il);
            value();
            il.Emit(OpCodes.Stind_Ref);
        }
    }

    private static void Collect(Type type, Step[] before, List<ReferencePath> paths)
    {
        var fields = type.GetFields(Declared).Where(static f => HasReferences(f.FieldType));
        // The one declared field of an inline array stands for as many, one behind the other.
        var length = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        foreach (var field in fields)
        {
            for (var i = 0; i < length; i++)
            {
                Step[] steps = [.. before, new(field, i)];
                if (field.FieldType.IsValueType)
                {
                    Collect(field.FieldType, steps, paths);
                }
                else
                {
                    paths.Add(new(steps));
                }
            }
        }
    }

    private void EmitOwnerOfLast(ILGenerator il, Action owner)
    {
        owner();
        foreach (var step in _steps.AsSpan(0, _steps.Length - 1))
        {
            EmitAddress(il, step);
        }
    }

    private void EmitLastAddress(ILGenerator il) => EmitAddress(il, Last);

    private static void EmitAddress(ILGenerator il, Step step)
    {
        il.Emit(OpCodes.Ldflda, step.Field);
        if (step.Index > 0)
        {
            il.Emit(OpCodes.Sizeof, step.Field.FieldType);
            il.Emit(OpCodes.Ldc_I4, step.Index);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Conv_I);
            il.Emit(OpCodes.Add);
        }
    }

    private readonly record struct Step(FieldInfo Field, int Index);
}
