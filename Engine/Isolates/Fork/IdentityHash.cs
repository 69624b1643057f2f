using System.Runtime.CompilerServices;

namespace PureEdge.Engine.Isolates.Fork;

/// <summary>
/// Gives a copy the identity hash of its original, so that copied tables whose keys are objects stay in order. The hash lies in the 32
/// bits before an object's type; nothing else here knows how the runtime lays out an object.
/// </summary>
/// <remarks>Only for copies that no other thread has seen. <see cref="IsKnownLayout"/> looks at this very runtime, at start-up.</remarks>
internal static class IdentityHash
{
    // What the runtime keeps there: whether it is a hash or the index of a lock, and 26 bits of it.
    private const int HashOrLock = 0x0800_0000;
    private const int IsHash = 0x0400_0000;
    private const int HashBits = (1 << 26) - 1;

    // The first field lies behind the type, the header before it.
    private const int HeaderFromFirstField = -12;

    /// <summary>Whether this runtime keeps the hash where it is looked for.</summary>
    public static bool IsKnownLayout { get; } = IntPtr.Size == 8 && TryLayout();

    /// <summary>The identity hash of an object, or 0 when nobody has asked for it.</summary>
    public static int Of(object item) => (Header(item) & HashOrLock) == 0 ? 0 : RuntimeHelpers.GetHashCode(item);

    /// <summary>Gives a new object a hash.</summary>
    public static void Give(object copy, int hash) => Header(copy) = HashOrLock | IsHash | hash;

    private static ref int Header(object item) =>
        ref Unsafe.As<byte, int>(ref Unsafe.AddByteOffset(ref Unsafe.As<FirstField>(item).Value, HeaderFromFirstField));

    private static bool TryLayout()
    {
        for (var i = 0; i < 16; i++)
        {
            object[] items = [new object(), new FirstField(), new int[i], new object[i], (long)i];
            foreach (var item in items)
            {
                if (Header(item) != 0)
                {
                    return false;
                }

                var hash = RuntimeHelpers.GetHashCode(item);
                if (hash is <= 0 or > HashBits || Header(item) != (HashOrLock | IsHash | hash) || Of(item) != hash)
                {
                    return false;
                }

                var copy = Cloning.Clone(item);
                Give(copy, hash);
                if (RuntimeHelpers.GetHashCode(copy) != hash)
                {
                    return false;
                }

                // With a lock the hash moves elsewhere, and has to come along.
                lock (copy)
                {
                    if (RuntimeHelpers.GetHashCode(copy) != hash || Of(copy) != hash)
                    {
                        return false;
                    }
                }

                if (Of(copy) != hash)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private sealed class FirstField
    {
        public byte Value;
    }
}
