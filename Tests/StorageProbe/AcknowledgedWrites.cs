using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PureEdge.Storage;

namespace StorageProbe;

/// <summary>What the probe writes, so that whoever reads it later knows what must be there.</summary>
internal static class AcknowledgedWrites
{
    public const int Writers = 8;
    public const string Partition = "kill";

    /// <summary>Writes until the process ends. Of each writer, every third commit is of two keys, every fifth has a blob, and keys come again.</summary>
    public static async Task RunAsync(IEdgeStore store, int round, Action<string> acknowledge) =>
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var number = 0; ; number++)
            {
                var names = Names(writer, round, number);
                var writes = new List<EntryWrite>();
                foreach (var name in names)
                {
                    var text = Text(name, number);
                    var blob = number % 5 == 4 ? await store.PutBlobAsync(new MemoryStream(Content(text)), 1 << 20) : default(BlobReference?);
                    writes.Add(EntryWrite.Put(StoreKey.From(name), Encoding.UTF8.GetBytes(text)) with { Blob = blob });
                }

                var result = await store.CommitAsync(new() { Partition = Partition, Writes = writes });
                if (!result.IsCommitted)
                {
                    throw new InvalidOperationException($"'{names[0]}' was not committed: {result}");
                }

                // Ends with a full stop, so that a line cut off by the kill is not taken for a whole one.
                acknowledge($"+ {number.ToString(CultureInfo.InvariantCulture)} {string.Join(' ', names)}.");
            }
        })));

    /// <summary>The keys of a commit. Only this writer of this round writes them.</summary>
    public static string[] Names(int writer, int round, int number)
    {
        var slot = number % 50;
        var name = string.Create(CultureInfo.InvariantCulture, $"r{round}w{writer}s{slot}");
        return number % 3 == 2 ? [name + "a", name + "b"] : [name];
    }

    /// <summary>What a commit puts under a key: says which commit it was, and is of many lengths.</summary>
    public static string Text(string name, int number)
    {
        // Nothing that can be compressed, so that the files grow.
        var bytes = new byte[number * 37 % 3000];
        new Random(number).NextBytes(bytes);
        return string.Create(CultureInfo.InvariantCulture, $"{number}:{name}:{Convert.ToBase64String(bytes)}");
    }

    /// <summary>The bytes of a commit's blob.</summary>
    public static byte[] Content(string text) => [.. SHA256.HashData(Encoding.UTF8.GetBytes(text)), .. Encoding.UTF8.GetBytes(text)];
}
