using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace PureEdge.Limits.Memory;

/// <summary>
/// Reads references by reflection: where no code can be made at run time, and from the first objects of a type, since to compile a reader
/// takes most of a millisecond.
/// </summary>
internal static class ReflectedScans
{
    private static readonly MethodInfo ScanElementsOf = typeof(ReflectedScans).GetMethod(nameof(ScanElements), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>The reader of a class or of a boxed value; none where there is nothing to read.</summary>
    public static ReferenceScan? OfInstance(Type type)
    {
        // Reflection hands out the value in it, or null.
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.GetCustomAttribute<InlineArrayAttribute>() is { } inline)
        {
            return OfInlineArray(type, ReferenceFields.DeclaredBy(type).SingleOrDefault(), inline.Length);
        }

        List<(FieldInfo Field, ReferenceScan? Value)> fields = [];
        for (var t = type; t is not null; t = t.BaseType)
        {
            fields.AddRange(ReferenceFields.DeclaredBy(t).Select(static field => (field, field.FieldType.IsValueType ? OfInstance(field.FieldType) : null)));
        }

        return fields.Count == 0 ? null : (item, _, _, walk) =>
        {
            foreach (var (field, value) in fields)
            {
                Read(field.GetValue(item), value, walk);
            }
        };
    }

    /// <summary>The reader of an array of one dimension of values; none where there is nothing to read.</summary>
    public static ReferenceScan? OfArray(Type element)
    {
        var value = OfInstance(element);
        return value is null ? null : (item, from, to, walk) =>
        {
            var array = (Array)item;
            for (var i = from; i < to; i++)
            {
                Read(array.GetValue(i), value, walk);
            }
        };
    }

    private static ReferenceScan? OfInlineArray(Type type, FieldInfo? element, int length)
    {
        if (element is null)
        {
            return null;
        }

        var value = element.FieldType.IsValueType ? OfInstance(element.FieldType) : null;
        var scan = ScanElementsOf.MakeGenericMethod(type, element.FieldType).CreateDelegate<Action<object, int, ReferenceScan?, HeapWalk>>();
        return (item, _, _, walk) => scan(item, length, value, walk);
    }

    private static void ScanElements<TArray, TElement>(object boxed, int length, ReferenceScan? value, HeapWalk walk)
        where TArray : struct
    {
        foreach (var element in MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<TArray, TElement>(ref Unsafe.Unbox<TArray>(boxed)), length))
        {
            Read(element, value, walk);
        }
    }

    private static void Read(object? reference, ReferenceScan? value, HeapWalk walk)
    {
        if (value is null)
        {
            walk.Push(reference);
        }
        else if (reference is not null)
        {
            value(reference, 0, 0, walk);
        }
    }
}
