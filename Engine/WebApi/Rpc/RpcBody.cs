using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// The bytes of a stream on their way to another worker. It ends with the event that sent it and with the event that got it; until it is read to the end or disposed, an event that
/// another worker called goes on for it.
/// </summary>
/// <remarks>One reader at a time; disposed on any thread.</remarks>
internal sealed class RpcBody : BodyStream
{
    private readonly Stream _inner;
    private readonly Action? _letGo;
    private readonly CancellationTokenRegistration _sender;
    private RpcEventStubs? _holder;
    private int _disposed;

    private RpcBody(Stream inner, Action? letGo, CancellationToken sender)
    {
        _inner = inner;
        _letGo = letGo;
        _sender = sender.UnsafeRegister(static body => ((RpcBody)body!).Dispose(), this);
    }

    /// <inheritdoc/>
    public override int Layers => LayersOf(_inner) + 1;

    /// <summary>Sends a stream of the running event.</summary>
    /// <param name="scope">The event.</param>
    /// <param name="stream">The stream, which is disposed when this fails.</param>
    /// <param name="keepsEvent">As for <see cref="RpcLocalPort.Open"/>.</param>
    /// <exception cref="HostErrorException">It has come through too many events.</exception>
    public static RpcBody Open(RequestScope scope, Stream stream, bool keepsEvent)
    {
        if (LayersOf(stream) >= RpcLimits.Relays)
        {
            stream.Dispose();
            throw new HostErrorException(HostErrorKind.TypeError, $"A stream may be passed on by RPC {RpcLimits.Relays} times; this one has been.");
        }

        return new(stream, keepsEvent ? scope.Keep(forCaller: true) : null, scope.Aborted);
    }

    /// <summary>It is in the hands of an event.</summary>
    /// <exception cref="HostErrorException">The event is over, or has as much of others as it may; this is disposed.</exception>
    public void GiveTo(RpcEventStubs holder)
    {
        _holder = holder;
        holder.Hold(this);
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ThrowIfOver();
        try
        {
            return await _inner.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            ThrowIfOver();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            _sender.Unregister();
            _holder?.Forget(this);
            _inner.Dispose();
            _letGo?.Invoke();
        }

        base.Dispose(disposing);
    }

    private void ThrowIfOver()
    {
        if (Volatile.Read(ref _disposed) != 0)
        {
            throw new HostErrorException(HostErrorKind.TypeError, "The event that sent the stream is over, or the one that got it.");
        }
    }
}
