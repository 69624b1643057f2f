using System.Text;

namespace PureEdge.Storage;

/// <summary>Refuses what is outside <see cref="StoreLimits"/>, alike for every provider.</summary>
internal static class CommitRules
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a commit whole, before anything of it is stored.</summary>
    /// <returns>The bytes of its keys, values and metadata.</returns>
    public static int Check(StoreCommit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        Partition(commit.Partition);
        Count(commit.Expected.Count, "expected versions");
        Count(commit.Writes.Count, "writes");
        foreach (var expected in commit.Expected)
        {
            Key(expected.Key);
            ArgumentOutOfRangeException.ThrowIfNegative(expected.Version, nameof(commit));
        }

        var total = 0L;
        var keys = new HashSet<StoreKey>(commit.Writes.Count);
        foreach (var write in commit.Writes)
        {
            total += Write(write);
            if (!keys.Add(write.Key))
            {
                throw new ArgumentException($"'{write.Key}' is written twice in one commit; each key may be written once.", nameof(commit));
            }
        }

        return total <= StoreLimits.MaxCommitBytes
            ? (int)total
            : throw new ArgumentException($"The commit has {total} bytes; at most {StoreLimits.MaxCommitBytes} are allowed.", nameof(commit));
    }

    public static byte[] Partition(string partition) => Name(partition, StoreLimits.MaxPartitionBytes, "name of a partition");

    public static byte[] Kind(string kind) => Name(kind, StoreLimits.MaxKindBytes, "kind of a due mark");

    public static void Key(StoreKey key)
    {
        if (key.Bytes.Length is 0 or > StoreLimits.MaxKeyBytes)
        {
            throw new ArgumentException($"A key has {key.Bytes.Length} bytes; 1 to {StoreLimits.MaxKeyBytes} are allowed.", nameof(key));
        }
    }

    public static void Page(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, StoreLimits.MaxPageEntries);
    }

    public static void Hash(BlobHash hash)
    {
        if (hash.Hex.Length == 0)
        {
            throw new ArgumentException("The default BlobHash names no blob; take it from a BlobReference or BlobHash.TryParse.", nameof(hash));
        }
    }

    private static long Write(EntryWrite write)
    {
        Key(write.Key);
        if (write.IsDelete)
        {
            return write.Key.Bytes.Length;
        }

        Size(write.Value.Length, StoreLimits.MaxValueBytes, write, "value", "; larger ones go into a blob");
        Size(write.Metadata.Length, StoreLimits.MaxMetadataBytes, write, "metadata", "");
        if (write.Due is { } due)
        {
            Kind(due.Kind);
        }

        if (write.Blob is { } blob)
        {
            Hash(blob.Hash);
            ArgumentOutOfRangeException.ThrowIfNegative(blob.Length, nameof(write));
        }

        return write.Key.Bytes.Length + write.Value.Length + write.Metadata.Length;
    }

    private static void Size(int bytes, int most, EntryWrite write, string what, string advice)
    {
        if (bytes > most)
        {
            throw new ArgumentException($"The {what} of '{write.Key}' has {bytes} bytes; at most {most} are allowed{advice}.", nameof(write));
        }
    }

    private static void Count(int count, string what)
    {
        if (count > StoreLimits.MaxWritesPerCommit)
        {
            throw new ArgumentException($"The commit has {count} {what}; at most {StoreLimits.MaxWritesPerCommit} are allowed.", nameof(count));
        }
    }

    private static byte[] Name(string name, int most, string what)
    {
        ArgumentNullException.ThrowIfNull(name);
        byte[] bytes;
        try
        {
            // A character is at least one byte: what is too long is not encoded first.
            bytes = name.Length <= most ? Strict.GetBytes(name) : [];
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException($"'{name}' is no {what}: it has half of a surrogate pair.", nameof(name), e);
        }

        return bytes.Length > 0 && bytes.Length <= most
            ? bytes
            : throw new ArgumentException($"The {what} has {name.Length} characters; 1 to {most} bytes of UTF-8 are allowed.", nameof(name));
    }
}
