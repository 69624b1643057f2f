using Microsoft.Extensions.Time.Testing;

namespace PureEdge.Storage.Tests;

/// <summary>How the tests get stores of one kind. A new provider of <see cref="IEdgeStore"/> is tested by one class that derives from this.</summary>
public abstract class StoreProvider : IAsyncDisposable
{
    /// <summary>The stores' clock.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Whether a store that was closed has its data when it is opened again.</summary>
    public abstract bool IsDurable { get; }

    /// <summary>Opens the store, the same again after it was disposed.</summary>
    public abstract Task<IEdgeStore> OpenAsync();

    public virtual ValueTask DisposeAsync() => default;
}
