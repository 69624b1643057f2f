using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>A stream that is read forward, once.</summary>
internal abstract class ForwardStream : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public abstract override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}

/// <summary>Bytes in memory.</summary>
internal sealed class ReadOnlyBytesStream(ReadOnlyMemory<byte> bytes) : ForwardStream
{
    private ReadOnlyMemory<byte> _rest = bytes;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return new(count);
    }
}

/// <summary>Bytes that were read already, and the rest of where they came from. Disposes nothing.</summary>
internal sealed class PrefixedStream(ReadOnlyMemory<byte> read, Stream rest) : ForwardStream
{
    private readonly ReadOnlyBytesStream _read = new(read);

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        await _read.ReadAsync(buffer, cancellationToken) is > 0 and var count ? count : await rest.ReadAsync(buffer, cancellationToken);
}

/// <summary>
/// A blob for a script, which may never read it, or never to its end: the file is opened by the first read and closed when the event is over.
/// </summary>
internal sealed class BlobReadStream(IEdgeStore store, BlobReference blob, CancellationToken over) : ForwardStream
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private Stream? _content;
    private CancellationTokenRegistration _end;
    private bool _isClosed;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            if (_content is null)
            {
                _content = await store.OpenBlobAsync(blob.Hash, cancel: cancellationToken) ?? throw new IOException("The value was replaced, and its bytes are gone.");
                _end = over.UnsafeRegister(static self => _ = ((BlobReadStream)self!).CloseAsync(), this);
            }

            return await _content.ReadAsync(buffer, cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _end.Unregister();
            _ = CloseAsync();
        }

        base.Dispose(disposing);
    }

    // Behind a read that goes on.
    private async Task CloseAsync()
    {
        await _turn.WaitAsync();
        try
        {
            _isClosed = true;
            if (_content is { } content)
            {
                _content = null;
                await content.DisposeAsync();
            }
        }
        finally
        {
            _turn.Release();
        }
    }
}
