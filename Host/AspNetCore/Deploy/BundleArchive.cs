using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Deploy;

/// <summary>
/// A version's modules and source maps as one blob, so that a version is one file and is there whole or not at all. The same modules give the
/// same bytes, hence the same blob. The format: <c>PEB1</c>, then for each entry its kind (1 byte), the length of its name (2 bytes) and of its content
/// (4 bytes, little-endian), the name in UTF-8 and the content.
/// </summary>
internal static class BundleArchive
{
    private const byte SourceMapKind = 255;
    private const int HeaderBytes = 7;

    private static ReadOnlySpan<byte> Magic => "PEB1"u8;

    /// <summary>Writes an archive.</summary>
    public static byte[] Write(WorkerBundle bundle, IReadOnlyList<FormPart> sourceMaps)
    {
        (byte Kind, byte[] Name, ReadOnlyMemory<byte> Content)[] entries =
        [
            .. bundle.Modules.Select(static module => ((byte)module.Kind, Encoding.UTF8.GetBytes(module.Name), module.Content)),
            .. sourceMaps.Select(static map => (SourceMapKind, Encoding.UTF8.GetBytes(map.Name), (ReadOnlyMemory<byte>)map.Content)),
        ];
        var archive = GC.AllocateUninitializedArray<byte>(checked(Magic.Length + entries.Sum(static entry => HeaderBytes + entry.Name.Length + entry.Content.Length)));
        Magic.CopyTo(archive);
        var rest = archive.AsSpan(Magic.Length);
        foreach (var (kind, name, content) in entries)
        {
            rest[0] = kind;
            BinaryPrimitives.WriteUInt16LittleEndian(rest[1..], checked((ushort)name.Length));
            BinaryPrimitives.WriteInt32LittleEndian(rest[3..], content.Length);
            name.CopyTo(rest[HeaderBytes..]);
            content.Span.CopyTo(rest[(HeaderBytes + name.Length)..]);
            rest = rest[(HeaderBytes + name.Length + content.Length)..];
        }

        return archive;
    }

    /// <summary>What the store will call an archive.</summary>
    public static BlobReference ReferenceOf(byte[] archive) => BlobHash.TryParse(Convert.ToHexStringLower(SHA256.HashData(archive)), out var hash)
        ? new(hash, archive.Length)
        : throw new InvalidOperationException("A hash has 64 digits.");

    /// <summary>Reads an archive.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static (WorkerBundle Bundle, IReadOnlyList<FormPart> SourceMaps) Read(ReadOnlyMemory<byte> archive)
    {
        var modules = new List<WorkerModule>();
        var maps = new List<FormPart>();
        var entries = Entries(archive).ToList();
        // A worker that runs must not keep the maps in memory beside its modules.
        var isShared = entries.TrueForAll(static entry => entry.Kind != SourceMapKind);
        foreach (var (kind, name, content) in entries)
        {
            if (kind == SourceMapKind)
            {
                maps.Add(new(name, null, content.ToArray()));
            }
            else
            {
                modules.Add(new(name, Enum.IsDefined((WorkerModuleKind)kind) ? (WorkerModuleKind)kind : throw new InvalidDataException($"It has a module of the unknown kind {kind}."), isShared ? content : content.ToArray()));
            }
        }

        try
        {
            return (new(modules), maps);
        }
        catch (ArgumentException e)
        {
            throw new InvalidDataException("Its modules make no worker.", e);
        }
    }

    /// <summary>A source map of an archive; empty when it has none of that name.</summary>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    public static ReadOnlyMemory<byte> FindSourceMap(ReadOnlyMemory<byte> archive, string name) =>
        Entries(archive).FirstOrDefault(entry => entry.Kind == SourceMapKind && entry.Name == name).Content;

    private static IEnumerable<(byte Kind, string Name, ReadOnlyMemory<byte> Content)> Entries(ReadOnlyMemory<byte> archive)
    {
        if (!archive.Span.StartsWith(Magic))
        {
            throw new InvalidDataException("It is no bundle.");
        }

        var rest = archive[Magic.Length..];
        while (rest.Length > 0)
        {
            if (rest.Length < HeaderBytes)
            {
                throw new InvalidDataException("It breaks off.");
            }

            var kind = rest.Span[0];
            var nameLength = BinaryPrimitives.ReadUInt16LittleEndian(rest.Span[1..]);
            var length = BinaryPrimitives.ReadInt32LittleEndian(rest.Span[3..]);
            if (length < 0 || rest.Length - HeaderBytes - nameLength < length)
            {
                throw new InvalidDataException("It breaks off.");
            }

            yield return (kind, Encoding.UTF8.GetString(rest.Span.Slice(HeaderBytes, nameLength)), rest.Slice(HeaderBytes + nameLength, length));
            rest = rest[(HeaderBytes + nameLength + length)..];
        }
    }
}
