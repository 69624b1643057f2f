using System.Buffers;

namespace PureEdge.Engine.Interop;

/// <summary>
/// Buffers for a moment whose size a script chooses. Small ones are the process's; large ones are made and forgotten: the shared pool would keep them with
/// the thread for half a minute and more, when the script has long ended and its bill is closed.
/// </summary>
internal static class Scratch<T>
    where T : unmanaged
{
    // What honest code uses again and again stays, at most 1 MB of characters a thread.
    private const int MostPooled = 256 << 10;

    /// <summary>An array that is at least so long, with anything in it.</summary>
    public static T[] Rent(int length) => length > MostPooled ? GC.AllocateUninitializedArray<T>(length) : ArrayPool<T>.Shared.Rent(length);

    /// <summary>Gives back what <see cref="Rent"/> gave.</summary>
    public static void Return(T[] array)
    {
        if (array.Length <= MostPooled)
        {
            ArrayPool<T>.Shared.Return(array);
        }
    }
}
