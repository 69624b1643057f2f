namespace PureEdge.Storage.Tests;

public sealed class TreeStoreTests : StoreConformance<TreeProvider>;
