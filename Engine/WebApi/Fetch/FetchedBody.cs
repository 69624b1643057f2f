using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>
/// The body of a fetched response: ends its exchange with its last byte, and fails with the reason of an abort, as a
/// <see cref="Jint.Runtime.JavaScriptException"/>, which <see cref="HostTask"/> hands to the script.
/// </summary>
internal sealed class FetchedBody(Stream source, FetchExchange exchange) : BodyStream
{
    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfAborted();
        int read;
        try
        {
            read = await source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception) when (exchange.Aborted is not null)
        {
            throw exchange.Aborted;
        }

        ThrowIfAborted();
        if (read == 0 && buffer.Length > 0)
        {
            exchange.Complete();
        }

        return read;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        exchange.Complete();
        await base.DisposeAsync();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            source.Dispose();
            exchange.Complete();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfAborted()
    {
        if (exchange.Aborted is { } aborted)
        {
            throw aborted;
        }
    }
}
