namespace PureEdge.Storage;

/// <summary>How a store is opened.</summary>
public sealed record EdgeStoreOptions
{
    /// <summary>
    /// The directory that belongs to this store alone, made when it is missing; or <c>:memory:</c>, which keeps nothing once the process ends.
    /// </summary>
    public required string DataDirectory { get; init; }

    /// <summary>
    /// The bytes that stay free on the disk: below it writes are refused (<c>storage_full</c>), so that the log never breaks off in the middle.
    /// Deleting is possible until a quarter of it is left. At least 0. The default, 64 MiB, is more than the log needs between two checks.
    /// </summary>
    public long MinFreeBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The clock that expiry goes by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told, in a sentence, what an operator should know: a repaired log, a failed compaction. Must not throw; called by any thread.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>Entries in memory before they are moved to a file of their own. Small in tests, so that there are such files.</summary>
    internal int MemoryEntries { get; init; } = 50_000;

    /// <summary>Bytes in memory before entries are moved to a file.</summary>
    internal long MemoryBytes { get; init; } = 32 * 1024 * 1024;

    /// <summary>How many bytes are free where a directory is.</summary>
    internal Func<string, long> FreeBytes { get; init; } = directory => new DriveInfo(directory).AvailableFreeSpace;
}
