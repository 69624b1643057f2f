namespace PureEdge.Storage;

/// <summary>What a store takes. Every provider has the same limits, so that data can move from one to another.</summary>
public static class StoreLimits
{
    /// <summary>The longest name of a partition, in bytes of UTF-8.</summary>
    public const int MaxPartitionBytes = 512;

    /// <summary>The longest key, in bytes: that of Durable Objects' storage (Workers KV has 512).</summary>
    public const int MaxKeyBytes = 2048;

    /// <summary>The most bytes in an entry itself. The tree keeps recent entries in memory, so larger values go into blobs.</summary>
    public const int MaxValueBytes = 65_536;

    /// <summary>The most bytes of metadata (Workers KV has 1,024).</summary>
    public const int MaxMetadataBytes = 4096;

    /// <summary>The longest kind of a due mark, in bytes of UTF-8.</summary>
    public const int MaxKindBytes = 64;

    /// <summary>The most writes, and the most expected versions, in one commit.</summary>
    public const int MaxWritesPerCommit = 1024;

    /// <summary>The most bytes of keys, values and metadata in one commit.</summary>
    public const int MaxCommitBytes = 8 * 1024 * 1024;

    /// <summary>The most entries in a page.</summary>
    public const int MaxPageEntries = 10_000;

    /// <summary>The bytes of keys, values and metadata after which a page ends; one entry may go past it.</summary>
    public const int MaxPageBytes = 4 * 1024 * 1024;
}
