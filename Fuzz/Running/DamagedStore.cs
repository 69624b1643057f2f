using System.Globalization;
using System.Reflection;
using System.Text;
using PureEdge.Storage;

namespace PureEdge.Fuzz.Running;

/// <summary>
/// A data directory, some bytes of whose files are changed: the store opens and gives what was written, or it
/// refuses as <c>data_corrupt</c>; but for a log both of whose halves are damaged (Docs/security/findings.md). A line of the input is <c>FILE OFFSET KIND BYTE</c>, in numbers; the files are counted in the order of their names.
/// </summary>
internal static class DamagedStore
{
    private const int Entries = 120;
    private const string Partition = "p";

    // Few bytes in memory, so that most entries lie in files.
    private const long MemoryBytes = 2_000;

    private static readonly Lazy<Task<(string Name, byte[] Bytes)[]>> Files = new(static () => Task.Run(MakeAsync));

    /// <summary>Damages a copy in a folder, and reads everything.</summary>
    public static string Run(string folder, string damage) => Task.Run(() => RunAsync(folder, damage)).GetAwaiter().GetResult();

    private static async Task<string> RunAsync(string folder, string damage)
    {
        var files = (await Files.Value).ToArray();
        var damaged = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in damage.Split('\n').Take(4))
        {
            var numbers = line.Split(' ').Select(static word => uint.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0).Concat(new uint[4]).Take(4).ToArray();
            ref var file = ref files[numbers[0] % files.Length];
            damaged[file.Name] = $"{file.Name} ({file.Bytes.Length} bytes) at {numbers[1] % Math.Max(1, file.Bytes.Length)}, kind {numbers[2] % 6}";
            file.Bytes = Change(file.Bytes, numbers[1], numbers[2], (byte)numbers[3]);
        }

        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        foreach (var (name, bytes) in files)
        {
            var path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, bytes);
        }

        try
        {
            await using var store = await EdgeStore.OpenAsync(Options(folder));
            return await FirstWrongAsync(store) is { } wrong && !damaged.Keys.Any(name => damaged.ContainsKey(name + ".tail")) ? throw new InvalidOperationException($"{wrong} Damaged: {string.Join("; ", damaged.Values)}.") : "opened";
        }
        catch (StorageException e) when (e.Code == "data_corrupt" && e.Message.Contains(folder, StringComparison.Ordinal))
        {
            return "refused";
        }
    }

    private static byte[] Change(byte[] bytes, uint offset, uint kind, byte value)
    {
        var at = bytes.Length == 0 ? 0 : (int)(offset % bytes.Length);
        return (kind % 6) switch
        {
            0 when bytes.Length > 0 => [.. bytes[..at], (byte)(bytes[at] ^ (1 << (value & 7))), .. bytes[(at + 1)..]],
            1 when bytes.Length > 0 => [.. bytes[..at], value, .. bytes[(at + 1)..]],
            2 => bytes[..at],
            3 => [.. bytes, .. bytes[at..]],
            4 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + value)..]],
            _ => [.. bytes[..at], .. new byte[Math.Min(bytes.Length - at, 1 + value)], .. bytes[Math.Min(bytes.Length, at + 1 + value)..]],
        };
    }

    private static async Task<(string Name, byte[] Bytes)[]> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("pureedge-fuzz-").FullName;
        await using (var store = await EdgeStore.OpenAsync(Options(folder)))
        {
            for (var i = 0; i < Entries; i++)
            {
                var blob = i % 40 == 0 ? await store.PutBlobAsync(new MemoryStream(Value(i)), 1 << 20) : (BlobReference?)null;
                await store.CommitAsync(new() { Partition = Partition, Writes = [EntryWrite.Put(StoreKey.From($"k{i}"), Value(i)) with { Blob = blob, Metadata = new byte[i % 7] }] });
            }
        }

        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Where(static name => name != "lock").Order(StringComparer.Ordinal).ToArray();
        return [.. files.Select(name => (name, File.ReadAllBytes(Path.Combine(folder, name))))];
    }

    private static async Task<string?> FirstWrongAsync(IEdgeStore store)
    {
        var page = await store.ListAsync(Partition, new() { Limit = 1_000 });
        var read = page.Entries.ToDictionary(static entry => entry.Key.ToString(), StringComparer.Ordinal);
        for (var i = 0; i < Entries; i++)
        {
            if (!read.TryGetValue($"k{i}", out var entry) || !entry.Value.Span.SequenceEqual(Value(i)) || entry.Metadata.Length != i % 7)
            {
                return $"The store answers wrongly for 'k{i}'.";
            }

            if (entry.Blob is { } blob && await store.OpenBlobAsync(blob.Hash) is { } stream)
            {
                await using (stream)
                {
                    var bytes = new MemoryStream();
                    await stream.CopyToAsync(bytes);
                    if (!bytes.ToArray().AsSpan().SequenceEqual(Value(i)))
                    {
                        return $"The store gives wrong bytes for the blob of 'k{i}'.";
                    }
                }
            }
        }

        return null;
    }

    private static byte[] Value(int i) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"value {i} ") + new string((char)('a' + (i % 26)), i * 3));

    private static EdgeStoreOptions Options(string folder)
    {
        var options = new EdgeStoreOptions { DataDirectory = folder };
        typeof(EdgeStoreOptions).GetProperty("MemoryBytes", BindingFlags.Instance | BindingFlags.NonPublic)!.SetValue(options, MemoryBytes);
        return options;
    }
}
