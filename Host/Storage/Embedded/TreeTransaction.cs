using System.Buffers.Binary;
using ZoneTree.Transactional;

namespace PureEdge.Storage.Embedded;

/// <summary>What a batch of commits reads and writes; each sees what the ones before it wrote.</summary>
/// <remarks>Used by the one thread that runs the batch.</remarks>
internal sealed class TreeTransaction(ITransaction<byte[], byte[]> transaction, long lastVersion, DateTimeOffset now)
{
    private readonly HashSet<BlobHash> _letGo = [];

    public DateTimeOffset Now => now;

    /// <summary>The last version given out.</summary>
    public long LastVersion { get; private set; } = lastVersion;

    public bool HasWrites { get; private set; }

    /// <summary>The entry as it is stored, also when it has expired.</summary>
    public StoredEntry? Find(byte[] partition, StoreKey key) =>
        transaction.TryGet(RecordKeys.Entry(partition, key.Bytes.Span), out var bytes) ? EntryCodec.Decode(key, bytes, withValue: false) : null;

    /// <summary>Says that a blob is to be removed once this batch is durable, unless somebody refers to it; nobody can refer to it any more then.</summary>
    /// <returns>Whether it is to be removed.</returns>
    public bool LetGo(BlobHash blob) => !IsUsed(blob) && _letGo.Add(blob);

    public bool IsLetGo(BlobHash blob) => _letGo.Contains(blob);

    private bool IsUsed(BlobHash blob)
    {
        var users = RecordKeys.UsersOf(blob.ToBytes());
        using var iterator = transaction.CreateIterator();
        iterator.Seek(users);
        return iterator.Next() && iterator.CurrentKey.AsSpan().StartsWith(users);
    }

    public long Epoch(byte[] partition) =>
        transaction.TryGet(RecordKeys.Epoch(partition), out var bytes) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;

    public long NextEpoch(byte[] partition)
    {
        var epoch = Epoch(partition) + 1;
        Put(RecordKeys.Epoch(partition), Bytes(epoch));
        return epoch;
    }

    /// <summary>Writes entries, with the records that find them by time and by blob.</summary>
    /// <param name="partition">Their partition.</param>
    /// <param name="writes">Each with the entry that is stored under its key.</param>
    /// <returns>Their version; the last one when nothing changes.</returns>
    public long Write(byte[] partition, IReadOnlyList<(EntryWrite Write, StoredEntry? Old)> writes)
    {
        if (writes.All(each => each.Write.IsDelete && each.Old is null))
        {
            // Nothing is stored, so a version given out now would not be remembered over a restart.
            return LastVersion;
        }

        LastVersion++;
        foreach (var (write, old) in writes)
        {
            if (old is not null)
            {
                Forget(partition, old);
            }

            if (!write.IsDelete)
            {
                Put(RecordKeys.Entry(partition, write.Key.Bytes.Span), EntryCodec.Encode(write, LastVersion));
                foreach (var record in Finders(partition, write.Key, write.ExpiresAt, write.Due, write.Blob))
                {
                    Put(record, []);
                }
            }
            else if (old is not null)
            {
                Delete(RecordKeys.Entry(partition, write.Key.Bytes.Span));
            }
        }

        return LastVersion;
    }

    /// <summary>Removes an entry and what finds it.</summary>
    public void Remove(byte[] partition, StoredEntry entry)
    {
        Forget(partition, entry);
        Delete(RecordKeys.Entry(partition, entry.Key.Bytes.Span));
    }

    /// <summary>Notes the last version, so that none is given out twice.</summary>
    public void Finish() => transaction.Upsert(RecordKeys.LastVersion, Bytes(LastVersion));

    private static byte[] Bytes(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }

    private static IEnumerable<byte[]> Finders(byte[] partition, StoreKey key, DateTimeOffset? expiresAt, DueMark? due, BlobReference? blob)
    {
        if (expiresAt is { } expires)
        {
            yield return RecordKeys.Due(RecordKeys.Expiry, expires.ToUnixTimeMilliseconds(), partition, key.Bytes.Span);
        }

        if (due is { } mark)
        {
            yield return RecordKeys.Due(CommitRules.Kind(mark.Kind), mark.At.ToUnixTimeMilliseconds(), partition, key.Bytes.Span);
        }

        if (blob is { } reference)
        {
            yield return RecordKeys.User(reference.Hash.ToBytes(), partition, key.Bytes.Span);
        }
    }

    private void Forget(byte[] partition, StoredEntry entry)
    {
        foreach (var record in Finders(partition, entry.Key, entry.ExpiresAt, entry.Due, entry.Blob))
        {
            Delete(record);
        }
    }

    private void Put(byte[] key, byte[] value)
    {
        transaction.Upsert(key, value);
        HasWrites = true;
    }

    private void Delete(byte[] key)
    {
        transaction.Delete(key);
        HasWrites = true;
    }
}
