namespace PureEdge.Storage;

/// <summary>
/// Where PureEdge keeps data. A store has partitions (one KV namespace, one object, one queue, ...), and a partition has entries in the
/// order of their keys' bytes.
/// </summary>
/// <remarks>
/// <para>Safe for use by many threads. A transaction never spans two partitions.</para>
/// <para>Times are kept to the millisecond. An entry that has expired is absent to every reader from that moment on, whether or not it
/// was swept.</para>
/// <para>Arguments outside <see cref="StoreLimits"/> are an <see cref="ArgumentException"/>; what the machine refuses (a full disk, a
/// damaged file) is a <see cref="StorageException"/> with a stable code.</para>
/// </remarks>
public interface IEdgeStore : IAsyncDisposable
{
    /// <summary>Reads one entry: the latest that was acknowledged, or a later one.</summary>
    /// <param name="partition">Its partition, 1 to <see cref="StoreLimits.MaxPartitionBytes"/> bytes of UTF-8.</param>
    /// <param name="key">Its key.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>The entry, or <see langword="null"/> when there is none or it has expired.</returns>
    /// <exception cref="StorageException"><c>data_corrupt</c>: what is stored fails its checksum; the message names the file.</exception>
    ValueTask<StoredEntry?> GetAsync(string partition, StoreKey key, CancellationToken cancel = default);

    /// <summary>Reads a page of entries in the order of their keys' bytes.</summary>
    /// <remarks>A page is a snapshot, successive pages are not. A key that exists throughout is neither skipped nor repeated.</remarks>
    /// <param name="partition">Their partition.</param>
    /// <param name="query">Which of its entries.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>A page, which may have fewer entries than asked for although more follow: see <see cref="EntryPage.Next"/>.</returns>
    ValueTask<EntryPage> ListAsync(string partition, EntryQuery query, CancellationToken cancel = default);

    /// <summary>
    /// Writes entries of one partition, all or none, if the entries it depends on have not changed. When it answers
    /// <see cref="CommitOutcome.Committed"/>, the writes are on the disk and every reader sees all of them.
    /// </summary>
    /// <param name="commit">What is written, and on which conditions.</param>
    /// <param name="cancel">Gives up waiting. Whether the commit happened is then unknown: read again.</param>
    /// <returns>What came of it. Nothing was written unless it is <see cref="CommitOutcome.Committed"/>.</returns>
    /// <exception cref="StorageException">
    /// <c>storage_full</c>: nothing was written. <c>storage_failed</c>: the disk failed while writing, the outcome is unknown, and the store
    /// takes no writes until it is opened again.
    /// </exception>
    ValueTask<CommitResult> CommitAsync(StoreCommit commit, CancellationToken cancel = default);

    /// <summary>
    /// Stores bytes under their SHA-256. They are complete and durable when this returns; they stay only if a commit refers to them
    /// (<see cref="EntryWrite.Blob"/>) before a sweep finds them unused.
    /// </summary>
    /// <param name="content">Read to its end, not disposed.</param>
    /// <param name="maxBytes">The most bytes to take, at least 0.</param>
    /// <param name="cancel">Stops; nothing is stored then.</param>
    /// <returns>What to put into an entry.</returns>
    /// <exception cref="StorageException"><c>blob_too_large</c>, <c>storage_full</c> or <c>storage_failed</c>; nothing was stored.</exception>
    ValueTask<BlobReference> PutBlobAsync(Stream content, long maxBytes, CancellationToken cancel = default);

    /// <summary>Opens stored bytes for reading.</summary>
    /// <param name="hash">Which.</param>
    /// <param name="offset">The first byte to read; at or past the end there is nothing to read.</param>
    /// <param name="length">The most bytes to read, or <see langword="null"/> for all that follow.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>
    /// A stream to be disposed, or <see langword="null"/> when there is no such blob: it was swept since its entry was read, so read the entry
    /// again. Reading bytes that are damaged throws a <see cref="StorageException"/> that names the file.
    /// </returns>
    ValueTask<Stream?> OpenBlobAsync(BlobHash hash, long offset = 0, long? length = null, CancellationToken cancel = default);

    /// <summary>Removes blobs that no entry refers to and that were last put longer than <paramref name="grace"/> ago.</summary>
    /// <param name="grace">How long a blob may wait for the commit that refers to it; not negative.</param>
    /// <param name="cancel">Stops between two blobs.</param>
    /// <returns>How many were removed.</returns>
    ValueTask<int> SweepBlobsAsync(TimeSpan grace, CancellationToken cancel = default);

    /// <summary>Removes entries that have expired; they are invisible already.</summary>
    /// <param name="limit">The most to remove, 1 to <see cref="StoreLimits.MaxPageEntries"/>.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>How many were removed; fewer than <paramref name="limit"/> when there are no more.</returns>
    ValueTask<int> SweepExpiredAsync(int limit, CancellationToken cancel = default);

    /// <summary>Makes the caller the owner of a partition: commits with an epoch handed out before fail from now on, also after a restart.</summary>
    /// <param name="partition">Which partition.</param>
    /// <param name="cancel">Gives up waiting; who owns the partition is then unknown, so acquire again.</param>
    /// <returns>The epoch to put into <see cref="StoreCommit.OwnerEpoch"/>, larger than every one before.</returns>
    ValueTask<long> AcquireAsync(string partition, CancellationToken cancel = default);

    /// <summary>
    /// Lists entries whose <see cref="DueMark"/> has come, of all partitions, the earliest first. They are listed until they are deleted,
    /// expire or are written with another mark, so that each is delivered at least once.
    /// </summary>
    /// <param name="kind">The kind of mark, such as <c>alarm</c>; 1 to <see cref="StoreLimits.MaxKindBytes"/> bytes of UTF-8.</param>
    /// <param name="until">Marks at this time and before.</param>
    /// <param name="limit">The most to list, 1 to <see cref="StoreLimits.MaxPageEntries"/>.</param>
    /// <param name="cancel">Gives up waiting.</param>
    /// <returns>What is due.</returns>
    ValueTask<IReadOnlyList<DueEntry>> DueAsync(string kind, DateTimeOffset until, int limit, CancellationToken cancel = default);

    /// <summary>Asks to be told of commits with this <see cref="StoreCommit.Topic"/>.</summary>
    /// <remarks>A hint, which may be lost or repeated: whoever depends on it reads the entry again, and also polls.</remarks>
    /// <param name="topic">The topic, compared ordinally.</param>
    /// <param name="hint">Called on a thread of the pool, possibly by several at once. What it throws is dropped.</param>
    /// <returns>Ends the watch when disposed.</returns>
    IDisposable Watch(string topic, Action hint);
}
