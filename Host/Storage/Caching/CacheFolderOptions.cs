namespace PureEdge.Storage.Caching;

/// <summary>How a <see cref="CacheFolder"/> is opened.</summary>
public sealed record CacheFolderOptions
{
    /// <summary>The directory, which belongs to this cache alone; made when it is missing. It may be deleted while nobody has it open.</summary>
    public required string Directory { get; init; }

    /// <summary>What all items may take on the disk, in bytes; at least 0. Each counts in whole blocks of 4 KB.</summary>
    public required long MaxBytes { get; init; }

    /// <summary>What the items of one group may take; at least 0.</summary>
    public required long MaxGroupBytes { get; init; }

    /// <summary>How many items there may be; at least 1. The default, 262,144, takes about 100 MB of memory: of each item it is known where it lies.</summary>
    public int MaxItems { get; init; } = 262_144;

    /// <summary>The bytes that stay free on the disk: with less nothing is kept. The default, 256 MB, is four times what the store beside it leaves free.</summary>
    public long MinFreeBytes { get; init; } = 256L << 20;

    /// <summary>The clock that expiry goes by.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Told, in a sentence, what an operator should know: a damaged file, a disk that refuses. Must not throw; called by any thread.</summary>
    public Action<string>? OnNotice { get; init; }

    /// <summary>
    /// Whether anything may be kept for a group; asked with each thing that is put, and must answer at once. Default always. Who forgets a group for good says no from just before
    /// <see cref="CacheFolder.ForgetAsync"/> on.
    /// </summary>
    public Func<string, bool> KeepsFor { get; init; } = static _ => true;

    /// <summary>How many bytes are free where a directory is.</summary>
    internal Func<string, long> FreeBytes { get; init; } = static directory => new DriveInfo(directory).AvailableFreeSpace;
}
