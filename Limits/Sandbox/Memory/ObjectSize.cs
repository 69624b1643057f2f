using System.Reflection;
using System.Runtime.CompilerServices;

namespace PureEdge.Limits.Memory;

/// <summary>Sizes of objects, as the runtime lays them out.</summary>
internal static class ObjectSize
{
    /// <summary>Bytes of any delegate.</summary>
    public const int Delegate = 64;

    /// <summary>Bytes of an array of one dimension without elements: header, type, length.</summary>
    public const int Array = 24;

    /// <summary>Bytes of a string without characters, before rounding.</summary>
    public const int String = 22;

    private const int HeaderAndType = 16;

    private const BindingFlags DeclaredFields = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Keeps the measured object from being anything but an object on the heap.
    [ThreadStatic]
    private static object? s_measured;

    /// <summary>Rounds up to what an allocation takes.</summary>
    public static long Round(long bytes) => (bytes + 7) & ~7L;

    /// <summary>Bytes of an instance of a class, or of a boxed value: what an allocation takes, since the layout is the runtime's secret.</summary>
    public static int OfInstance(Type type)
    {
        // Nobody may finalize what was never constructed: the collector itself falls over a weak reference without a handle.
        if (HasFinalizer(type))
        {
            return OfFields(type);
        }

        var least = long.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            // The first makes the runtime's caches for the type.
            var before = GC.GetAllocatedBytesForCurrentThread();
            s_measured = RuntimeHelpers.GetUninitializedObject(type);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        s_measured = null;
        return (int)least;
    }

    /// <summary>Bytes of an element of an array, or of a field.</summary>
    public static int OfElement(Type type) => type.IsValueType
        ? (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!
        : IntPtr.Size;

    private static bool HasFinalizer(Type type) =>
        type.GetMethod("Finalize", BindingFlags.Instance | BindingFlags.NonPublic, Type.EmptyTypes)?.DeclaringType != typeof(object);

    // Without the gaps of alignment but those at the end of each class.
    private static int OfFields(Type type)
    {
        long bytes = HeaderAndType;
        for (var t = type; t is not null; t = t.BaseType)
        {
            bytes = Round(bytes + t.GetFields(DeclaredFields).Sum(static f => (long)OfElement(f.FieldType)));
        }

        return (int)bytes;
    }
}
