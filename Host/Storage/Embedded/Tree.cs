using System.Buffers.Binary;
using PureEdge.Storage.Sealing;
using ZoneTree;
using ZoneTree.Comparers;
using ZoneTree.Options;
using ZoneTree.Serializers;
using ZoneTree.Transactional;
using ZoneTree.WAL;

namespace PureEdge.Storage.Embedded;

/// <summary>The ZoneTree of a store: how it is opened, written and closed.</summary>
/// <remarks>Reads come from any thread; <see cref="WriteAsync"/> and <see cref="MakeRoomAsync"/> from one at a time.</remarks>
internal sealed class Tree : IAsyncDisposable
{
    // Segments in memory that wait for the compaction; beyond that writing waits for it, or memory would have no bound.
    private const int MostSegmentsInMemory = 6;

    private readonly TreeFiles _files;
    private readonly ITransactionalZoneTree<byte[], byte[]> _tree;
    private readonly IMaintainer _maintainer;
    private readonly long _memoryBytes;
    private long _bytesInMemory;
    private long _lastVersion;
    private int _segmentsWaitedFor;

    private Tree(TreeFiles files, ITransactionalZoneTree<byte[], byte[]> tree, EdgeStoreOptions options)
    {
        _files = files;
        _tree = tree;
        _memoryBytes = options.MemoryBytes;
        using (var read = tree.BeginReadOnlyTransaction())
        {
            _lastVersion = read.TryGet(RecordKeys.LastVersion, out var bytes) ? BinaryPrimitives.ReadInt64LittleEndian(bytes) : 0;
        }

        _maintainer = tree.CreateMaintainer();
        // A block of a segment stays decompressed for a while after it was read; the default of a minute is a lot of memory in a scan.
        _maintainer.BlockCacheLifeTime = TimeSpan.FromSeconds(15);
        _maintainer.InactiveBlockCacheCleanupInterval = TimeSpan.FromSeconds(5);
        _maintainer.EnableJobForCleaningInactiveCaches = true;
    }

    /// <exception cref="StorageException">It cannot be opened; the message names the file, where that can be known.</exception>
    public static Tree Open(string folder, EdgeStoreOptions options)
    {
        var files = new TreeFiles();
        try
        {
            var tree = new ZoneTreeFactory<byte[], byte[]>(files)
                .SetLogger(new TreeLog(options.OnNotice))
                .SetDataDirectory(folder)
                .SetComparer(new BytesLexicographicComparerAscending())
                .SetKeySerializer(new BytesSerializer())
                .SetValueSerializer(new BytesSerializer())
                .SetMutableSegmentMaxItemCount(options.MemoryEntries)
                .ConfigureWriteAheadLogOptions(log => log.WriteAheadLogMode = WriteAheadLogMode.Shared)
                .ConfigureDiskSegmentOptions(segments =>
                {
                    // Parts that a compaction leaves alone when nothing in them changed: small ones are rewritten less for nothing.
                    segments.MinimumRecordCount = 50_000;
                    segments.MaximumRecordCount = 100_000;
                    // Caches of single records, each up to 64 KB.
                    segments.MaterializedEntryCacheSize = 512;
                    segments.ValueCacheSize = 128;
                    segments.CompressionBlockSize = 1024 * 1024;
                })
                .OpenOrCreateTransactional();
            return new Tree(files, tree, options);
        }
        catch (Exception e)
        {
            files.CloseAll();
            throw Explain(e, files, folder);
        }
    }

    public IReadTransaction<byte[], byte[]> Read() => _tree.BeginReadOnlyTransaction();

    /// <summary>Runs a batch and brings it to the disk. Readers see all of it afterwards, and nothing of it when this throws.</summary>
    public async Task WriteAsync(DateTimeOffset now, Action<TreeTransaction> apply)
    {
        // Snapshot isolation: there is one writer, so nothing that it read can change under it.
        using var transaction = _tree.BeginTransaction(TransactionIsolationLevel.Snapshot);
        var batch = new TreeTransaction(transaction, _lastVersion, now);
        apply(batch);
        _lastVersion = batch.LastVersion;
        if (batch.HasWrites)
        {
            batch.Finish();
            await transaction.CommitDurableAsync();
        }
        else
        {
            transaction.Rollback();
        }
    }

    /// <summary>Moves entries out of memory once they are many bytes; ZoneTree itself only counts entries.</summary>
    public async Task MakeRoomAsync(long written)
    {
        _bytesInMemory += written;
        var storage = _tree.Maintenance.ZoneTree.Maintenance;
        if (_bytesInMemory >= _memoryBytes)
        {
            _bytesInMemory = 0;
            storage.MoveMutableSegmentForward();
        }

        // Once for each further segment: a compaction that fails (it was reported) must not be tried by every batch.
        var segments = storage.ReadOnlySegmentsCount;
        if (segments > Math.Max(MostSegmentsInMemory, _segmentsWaitedFor))
        {
            _maintainer.StartMerge();
            await _maintainer.WaitForBackgroundThreadsAsync();
        }

        _segmentsWaitedFor = segments;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            // What a compaction has not finished it begins again after the next start.
            _maintainer.TryCancelBackgroundThreads();
            await _maintainer.WaitForBackgroundThreadsAsync();
            await Task.Run(() =>
            {
                _maintainer.Dispose();
                _tree.Dispose();
            });
        }
        finally
        {
            _files.CloseAll();
        }
    }

    private static StorageException Explain(Exception error, TreeFiles files, string folder)
    {
        // What a ZoneTree error says of the log has no file in it: the one read last is meant, or its other half.
        var last = files.LastRead is not { } read ? folder
            : read.EndsWith(".wal.tail", StringComparison.Ordinal) ? read[..^".tail".Length] : read;
        var where = last.EndsWith(".wal", StringComparison.Ordinal) ? " (it, or its '.tail')" : "";
        return error switch
        {
            StorageException known => known,
            FileNotFoundException missing => Damage.Found(missing.FileName ?? folder, "it is missing", error),
            UnauthorizedAccessException => new("data_unwritable", $"'{folder}' cannot be used: {error.Message}", error),
            IOException and not EndOfStreamException => new("data_unwritable", $"'{folder}' cannot be read or written: {error.Message}", error),
            _ => Damage.Found(last, error.GetBaseException().Message.TrimEnd('.') + where, error),
        };
    }
}
