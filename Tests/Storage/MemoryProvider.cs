namespace PureEdge.Storage.Tests;

public sealed class MemoryProvider : StoreProvider
{
    public override bool IsDurable => false;

    public override async Task<IEdgeStore> OpenAsync() => await EdgeStore.OpenAsync(new() { DataDirectory = EdgeStore.InMemory, Clock = Clock });
}
