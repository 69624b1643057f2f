using PureEdge.Storage.Embedded;
using PureEdge.Storage.Memory;

namespace PureEdge.Storage;

/// <summary>The door of the library: opens a store.</summary>
public static class EdgeStore
{
    /// <summary>The name that stands for a store in memory.</summary>
    public const string InMemory = ":memory:";

    /// <summary>Opens the store of a directory, or makes it.</summary>
    /// <param name="options">Which, and how.</param>
    /// <param name="cancel">Gives up between two steps.</param>
    /// <exception cref="StorageException">
    /// <c>data_in_use</c>, <c>data_version</c>, <c>data_corrupt</c> or <c>data_unwritable</c>; the message names the directory or file. Nothing in
    /// the directory was removed.
    /// </exception>
    public static async ValueTask<IEdgeStore> OpenAsync(EdgeStoreOptions options, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrEmpty(options.DataDirectory);
        ArgumentOutOfRangeException.ThrowIfNegative(options.MinFreeBytes);
        return options.DataDirectory == InMemory ? new MemoryStore(options.Clock) : await TreeStore.OpenAsync(options, cancel);
    }
}
