using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Win32.SafeHandles;

#pragma warning disable RS0030 // Storage is where files belong.

namespace PureEdge.Storage.Caching;

/// <summary>
/// The form of a file of a cache: 40 bytes, the head, the body. The checksums cover the name of the file too, so that a file under another's name is
/// as damaged as one with a flipped bit.
/// </summary>
/// <remarks>The first 40 bytes, little-endian: magic 8, format 4, length of the head 4, length of the body 8, checksum of the body 8, checksum of the name, the 32 bytes before and the head 8.</remarks>
internal static class CacheFile
{
    /// <summary>The longest head.</summary>
    public const int MaxHeadBytes = 1 << 20;

    public const int PrefixBytes = 40;

    private const ulong Magic = 0x6568_6361_6567_6450; // "Pdgeache"
    private const int Format = 1;

    /// <summary>Writes a new file. It is not brought to the disk: what a power cut takes of it is found damaged.</summary>
    public static void Write(string path, string name, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> body)
    {
        var prefix = new byte[PrefixBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(prefix, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(8), Format);
        BinaryPrimitives.WriteInt32LittleEndian(prefix.AsSpan(12), head.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prefix.AsSpan(16), body.Length);
        BinaryPrimitives.WriteUInt64LittleEndian(prefix.AsSpan(24), XxHash3.HashToUInt64(body.Span));
        BinaryPrimitives.WriteUInt64LittleEndian(prefix.AsSpan(32), Checksum(name, prefix.AsSpan(0, 32), head.Span));
        using var handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        RandomAccess.Write(handle, [prefix, head, body], 0);
    }

    /// <summary>Reads a file, and of its body only what is wanted.</summary>
    /// <param name="path">The file.</param>
    /// <param name="name">The name that it was written under.</param>
    /// <param name="accepts">Whether the body is wanted, told the head and the body's length.</param>
    /// <returns>Whether the file is whole, as far as it was read; and what is in it, or <see langword="null"/> when that was not wanted.</returns>
    public static (bool IsWhole, CacheContent? Content) Read(string path, string name, Func<ReadOnlyMemory<byte>, int, bool> accepts)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        var length = RandomAccess.GetLength(handle);
        var prefix = new byte[PrefixBytes];
        if (!Fill(handle, prefix, 0)
            || BinaryPrimitives.ReadUInt64LittleEndian(prefix) != Magic
            || BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(8)) != Format)
        {
            return (false, null);
        }

        var headLength = BinaryPrimitives.ReadInt32LittleEndian(prefix.AsSpan(12));
        var bodyLength = BinaryPrimitives.ReadInt64LittleEndian(prefix.AsSpan(16));
        // No length is believed that the file itself does not have.
        if (headLength is < 0 or > MaxHeadBytes || bodyLength < 0 || bodyLength > Array.MaxLength || PrefixBytes + headLength + bodyLength != length)
        {
            return (false, null);
        }

        var head = new byte[headLength];
        if (!Fill(handle, head, PrefixBytes) || BinaryPrimitives.ReadUInt64LittleEndian(prefix.AsSpan(32)) != Checksum(name, prefix.AsSpan(0, 32), head))
        {
            return (false, null);
        }

        if (!accepts(head, (int)bodyLength))
        {
            return (true, null);
        }

        var body = GC.AllocateUninitializedArray<byte>((int)bodyLength);
        return Fill(handle, body, PrefixBytes + headLength) && BinaryPrimitives.ReadUInt64LittleEndian(prefix.AsSpan(24)) == XxHash3.HashToUInt64(body)
            ? (true, new(head, body))
            : (false, null);
    }

    private static ulong Checksum(string name, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> head)
    {
        var hash = new XxHash3();
        hash.Append(Encoding.ASCII.GetBytes(name));
        hash.Append(prefix);
        hash.Append(head);
        return hash.GetCurrentHashAsUInt64();
    }

    private static bool Fill(SafeFileHandle handle, Span<byte> destination, long offset)
    {
        while (destination.Length > 0)
        {
            var read = RandomAccess.Read(handle, destination, offset);
            if (read == 0)
            {
                return false;
            }

            destination = destination[read..];
            offset += read;
        }

        return true;
    }
}
