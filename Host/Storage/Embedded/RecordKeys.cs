using System.Buffers.Binary;
using System.Text;

namespace PureEdge.Storage.Embedded;

/// <summary>
/// The keys of the tree's records. Each begins with its kind; names have their length before them, so that no partition's records lie
/// between another's.
/// </summary>
internal static class RecordKeys
{
    /// <summary>The kind of due mark that expiry uses; callers' kinds have at least one byte.</summary>
    public static readonly byte[] Expiry = [];

    /// <summary>The record of the last version given out.</summary>
    public static readonly byte[] LastVersion = [1];

    private const byte EpochKind = 2;
    private const byte EntryKind = 3;
    private const byte DueKind = 4;
    private const byte BlobKind = 5;

    /// <summary>The record of a partition's epoch.</summary>
    public static byte[] Epoch(byte[] partition) => [EpochKind, .. partition];

    /// <summary>The record of an entry; with the start of a key, what the records of all such entries start with.</summary>
    public static byte[] Entry(byte[] partition, ReadOnlySpan<byte> key) => [EntryKind, .. Sized(partition), .. key];

    /// <summary>What the records of a kind of due mark start with.</summary>
    public static byte[] DueOf(byte[] kind) => [DueKind, (byte)kind.Length, .. kind];

    /// <summary>The first record of a kind that is due after a time.</summary>
    public static byte[] DueAt(byte[] kind, long time) => [.. DueOf(kind), .. Ordered(time)];

    /// <summary>The record that finds an entry by its time.</summary>
    public static byte[] Due(byte[] kind, long time, byte[] partition, ReadOnlySpan<byte> key) => [.. DueAt(kind, time), .. Sized(partition), .. key];

    /// <summary>What the records of a blob's users start with.</summary>
    public static byte[] UsersOf(byte[] hash) => [BlobKind, .. hash];

    /// <summary>The record that says that an entry refers to a blob.</summary>
    public static byte[] User(byte[] hash, byte[] partition, ReadOnlySpan<byte> key) => [.. UsersOf(hash), .. Sized(partition), .. key];

    /// <summary>Reads the record of a due mark.</summary>
    /// <param name="record">The record's key, with the given kind.</param>
    /// <param name="kind">Its kind.</param>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (long Time, byte[] Partition, byte[] Key) ReadDue(ReadOnlySpan<byte> record, byte[] kind)
    {
        var rest = record[(2 + kind.Length)..];
        if (rest.Length < 10)
        {
            throw new InvalidDataException("The record of a due mark is too short.");
        }

        var size = BinaryPrimitives.ReadUInt16BigEndian(rest[8..]);
        return rest.Length >= 10 + size
            ? ((long)(BinaryPrimitives.ReadUInt64BigEndian(rest) ^ (1UL << 63)), rest.Slice(10, size).ToArray(), rest[(10 + size)..].ToArray())
            : throw new InvalidDataException("The record of a due mark is too short.");
    }

    public static string Text(byte[] name) => Encoding.UTF8.GetString(name);

    private static byte[] Sized(byte[] name)
    {
        var bytes = new byte[2 + name.Length];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)name.Length);
        name.CopyTo(bytes, 2);
        return bytes;
    }

    // Times before 1970 are negative: with the sign bit turned they sort before the others.
    private static byte[] Ordered(long time)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)time ^ (1UL << 63));
        return bytes;
    }
}
