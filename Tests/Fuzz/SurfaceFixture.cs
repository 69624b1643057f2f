using PureEdge.Fuzz.Surface;

namespace PureEdge.Fuzz.Tests;

/// <summary>The realm is walked once for all tests.</summary>
public sealed class SurfaceFixture : IAsyncLifetime
{
    internal ApiSurface Surface { get; private set; } = null!;

    public async Task InitializeAsync() => Surface = await ApiSurface.WalkAsync();

    public Task DisposeAsync() => Task.CompletedTask;
}
