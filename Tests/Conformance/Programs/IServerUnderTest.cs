namespace PureEdge.Conformance.Tests.Programs;

/// <summary>Something that runs a bundled worker and answers requests for it. Disposing it ends what it started.</summary>
internal interface IServerUnderTest : IAsyncDisposable
{
    /// <summary>Serves one bundle.</summary>
    /// <returns>Where it answers; any host name reaches the worker.</returns>
    /// <exception cref="InvalidOperationException">It could not be served; the message says why.</exception>
    Task<Uri> ServeAsync(string name, string bundlePath);
}
