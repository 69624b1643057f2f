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

    // Field by field the layout is the runtime's secret; what an allocation takes is not.
    [ThreadStatic]
    private static object? s_measured;

    /// <summary>Rounds up to what an allocation takes.</summary>
    public static long Round(long bytes) => (bytes + 7) & ~7L;

    /// <summary>Bytes of an instance of a class, or of a boxed value.</summary>
    public static int OfInstance(Type type)
    {
        var least = long.MaxValue;
        for (var i = 0; i < 4; i++)
        {
            // The first makes the runtime's caches for the type.
            var before = GC.GetAllocatedBytesForCurrentThread();
            s_measured = RuntimeHelpers.GetUninitializedObject(type);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            // Nothing was constructed: a finalizer would find nothing it expects.
#pragma warning disable CA1816 // This is no Dispose method.
            GC.SuppressFinalize(s_measured);
#pragma warning restore CA1816
        }

        s_measured = null;
        return (int)least;
    }

    /// <summary>Bytes of an element of an array.</summary>
    public static int OfElement(Type type) => type.IsValueType
        ? (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!
        : IntPtr.Size;
}
