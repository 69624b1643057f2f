namespace PureEdge.Storage.Tests;

public sealed class TreeProvider : StoreProvider
{
    private readonly TemporaryFolder _folder = new();

    public override bool IsDurable => true;

    /// <summary>Bytes in memory before entries are moved to a file: few, so that most entries are read from files.</summary>
    public long MemoryBytes { get; init; } = 2000;

    public string Directory => Path.Combine(_folder.FullName, "data");

    public override async Task<IEdgeStore> OpenAsync() => await EdgeStore.OpenAsync(Options);

    public EdgeStoreOptions Options => new() { DataDirectory = Directory, Clock = Clock, MemoryBytes = MemoryBytes };

    public override ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return base.DisposeAsync();
    }
}
