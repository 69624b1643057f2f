using System.Buffers;
using Jint.Native;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>Bytes of the host behind a readable byte stream. Until the first pull they can be taken back untouched.</summary>
internal abstract class HostSource : ReadableSource
{
    /// <summary>The most bytes one chunk has.</summary>
    protected const int ChunkBytes = 64 * 1024;
}

/// <summary>Bytes in memory. A script gets copies, so the memory may be shared.</summary>
internal sealed class HostBytesSource(WorkerRealm realm, ReadOnlyMemory<byte> bytes) : HostSource
{
    private ReadOnlyMemory<byte> _rest = bytes;

    /// <summary>What was not read yet.</summary>
    public ReadOnlyMemory<byte> Rest => _rest;

    /// <inheritdoc/>
    public override JsValue Pull(ReadableStreamController controller)
    {
        var target = (JsReadableByteStreamController)controller;
        var count = Math.Min(_rest.Length, ChunkBytes);
        if (count > 0)
        {
            realm.Host.Scope.Limits.ChargeAllocation(count);
            var chunk = _rest[..count].ToArray();
            _rest = _rest[count..];
            target.EnqueueFromHost(chunk);
        }

        if (_rest.IsEmpty)
        {
            target.CloseFromHost();
        }

        return realm.ResolvedPromise(JsValue.Undefined);
    }

    /// <inheritdoc/>
    public override JsValue Cancel(JsValue reason)
    {
        _rest = default;
        return realm.ResolvedPromise(JsValue.Undefined);
    }
}

/// <summary>A .NET stream: one read at a time, and only when a script waits for bytes.</summary>
internal sealed class HostStreamSource(WorkerRealm realm, Stream source, long? length) : HostSource, IDisposable
{
    private readonly CancellationTokenSource _canceled = new();
    private bool _reading;
    private bool _disposed;

    public Stream Source => source;

    public long? Length => length;

    /// <inheritdoc/>
    public override JsValue Pull(ReadableStreamController controller)
    {
        var target = (JsReadableByteStreamController)controller;
        var scope = realm.Host.Scope;
        if (scope.Pending >= scope.Limits.Limits.PendingOperations)
        {
            // Asked here too, since a read that has begun could not be taken back.
            return realm.RejectedPromise(realm.Error("Too many pending operations.").Error);
        }

        _reading = true;
        var read = realm.ToPromise(ReadChunkAsync(scope.Aborted), (r, chunk) =>
        {
            _reading = false;
            if (chunk.Length > 0)
            {
                r.Host.Scope.Limits.ChargeAllocation(chunk.Length);
                target.EnqueueFromHost(chunk);
            }
            else
            {
                target.CloseFromHost();
            }

            if (chunk.Length == 0 || _canceled.IsCancellationRequested)
            {
                Dispose();
            }

            return JsValue.Undefined;
        });
        realm.React(read, static _ => { }, _ => Dispose());
        return read;
    }

    /// <inheritdoc/>
    public override JsValue Cancel(JsValue reason)
    {
        if (_reading)
        {
            // The read ends first, and disposes the stream then.
            _canceled.Cancel();
        }
        else
        {
            Dispose();
        }

        return realm.ResolvedPromise(JsValue.Undefined);
    }

    /// <summary>Lets go of the stream; nobody waits for that.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _reading = false;
            _canceled.Dispose();
            _ = DisposeSourceAsync();
        }
    }

    private async Task DisposeSourceAsync()
    {
        try
        {
            await source.DisposeAsync();
        }
        catch (Exception)
        {
            // Nobody reads the stream any more; that its end failed changes nothing.
        }
    }

    private async ValueTask<byte[]> ReadChunkAsync(CancellationToken aborted)
    {
        var rented = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(_canceled.Token, aborted);
            var count = await source.ReadAsync(rented.AsMemory(0, ChunkBytes), either.Token);
            return rented.AsSpan(0, count).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
