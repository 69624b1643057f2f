using System.Collections;
using System.Reflection;

namespace PureEdge.Engine.Tests.Isolates.Fork;

/// <summary>
/// All objects that a root leads to, by plain reflection: it shares no code and no list with what it checks, but for where it stops: at
/// what <c>permitted-types.txt</c> calls the host's.
/// </summary>
internal static class ObjectGraph
{
    private const BindingFlags Fields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<Type, FieldInfo[]> Known = [];

    /// <summary>The objects, each with how it is reached.</summary>
    public static Dictionary<object, string> Of(object root, Func<Type, bool> stopsAt)
    {
        var seen = new Dictionary<object, string>(ReferenceEqualityComparer.Instance) { [root] = "root" };
        var rest = new Queue<object>();
        rest.Enqueue(root);
        while (rest.TryDequeue(out var item))
        {
            var path = seen[item];
            foreach (var reference in References(item))
            {
                if (reference is not null && seen.TryAdd(reference, (path.Length > 300 ? "..." + path[^250..] : path) + " > " + reference.GetType().Name)
                    && reference is not (string or Type or Pointer) && !stopsAt(reference.GetType()))
                {
                    rest.Enqueue(reference);
                }
            }
        }

        return seen;
    }

    private static IEnumerable<object?> References(object item)
    {
        var type = item.GetType();
        if (item is Array array)
        {
            return HasReferences(type.GetElementType()!) ? array.Cast<object?>().SelectMany(element => Flatten(element, type.GetElementType()!)) : [];
        }

        if (item is WeakReference weak)
        {
            return [weak.Target];
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(WeakReference<>))
        {
            object?[] target = [null];
            type.GetMethod("TryGetTarget")!.Invoke(item, target);
            return target;
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(System.Runtime.CompilerServices.ConditionalWeakTable<,>))
        {
            return ((IEnumerable)item).Cast<object>().SelectMany(static entry => FieldsOf(entry.GetType()).Select(field => field.GetValue(entry)));
        }

        return FieldsOf(type).SelectMany(field => Flatten(field.GetValue(item), field.FieldType));
    }

    // What lies in a struct lies in the object that has it.
    private static IEnumerable<object?> Flatten(object? value, Type declared) =>
        value is not null && declared.IsValueType ? FieldsOf(value.GetType()).SelectMany(field => Flatten(field.GetValue(value), field.FieldType)) : [value];

    private static FieldInfo[] FieldsOf(Type type)
    {
        lock (Known)
        {
            if (!Known.TryGetValue(type, out var fields))
            {
                var found = new List<FieldInfo>();
                for (var t = type; t is not null; t = t.BaseType)
                {
                    found.AddRange(t.GetFields(Fields).Where(static field => HasReferences(field.FieldType)));
                }

                Known[type] = fields = [.. found];
            }

            return fields;
        }
    }

    private static bool HasReferences(Type type) =>
        !type.IsPointer && !type.IsFunctionPointer && !type.IsPrimitive && !type.IsEnum && !type.IsByRefLike
        && (!type.IsValueType || type.GetFields(Fields).Any(static field => HasReferences(field.FieldType)));
}
