namespace PureEdge.Storage.Tests;

public sealed class MemoryStoreTests : StoreConformance<MemoryProvider>;
