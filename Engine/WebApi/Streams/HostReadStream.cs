using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Streams;

/// <summary>
/// The bytes of a JavaScript stream for the host. A read posts to the isolate, waits for one chunk and keeps what the caller's
/// buffer has no room for; so the isolate produces no faster than the host takes.
/// </summary>
/// <remarks>One reader at a time, as for any <see cref="Stream"/>. The JavaScript side is touched in the isolate's turns only.</remarks>
internal sealed class HostReadStream(JsReadableStreamDefaultReader reader, RequestScope scope) : BodyStream
{
    private readonly IRealmHost _host = reader.Realm.Host;
    private readonly JsReadableStreamDefaultReader _reader = reader;
    private readonly JsReadableStream _stream = reader.Stream!;
    private ReadOnlyMemory<byte> _rest;
    private Task<byte[]>? _inFlight;
    private bool _ended;
    private bool _disposed;

    // Touched in turns only: the operation of the request ends once, whoever comes first.
    private bool _released;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_rest.IsEmpty)
        {
            if (_ended)
            {
                return 0;
            }

            // A caller that gave up leaves its read under way; the next one takes the result.
            _inFlight ??= RequestChunkAsync();
            var chunk = await _inFlight.WaitAsync(cancellationToken);
            _inFlight = null;
            _ended = chunk.Length == 0;
            _rest = chunk;
        }

        var count = Math.Min(buffer.Length, _rest.Length);
        _rest[..count].CopyTo(buffer);
        _rest = _rest[count..];
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            _disposed = true;
            _host.Post(scope, () =>
            {
                if (!_released)
                {
                    Release();
                    JintInternals.MarkAsHandled(_reader.Cancel(_reader.Realm.Error("The reader of the stream has gone.").Error));
                }
            });
        }

        base.Dispose(disposing);
    }

    private static HostErrorException Describe(JsValue error)
    {
        // Read without running code of the script: no getter, no proxy.
        var text = error is JsError e && e.GetOwnProperty("message") is { } property && property.IsDataDescriptor() ? property.Value : error;
        return new HostErrorException(HostErrorKind.Error, text.IsString() ? text.AsString() : "The stream failed.");
    }

    private void Release()
    {
        _released = true;
        scope.EndOperation(_stream);
    }

    private async Task<byte[]> RequestChunkAsync()
    {
        var completion = new TaskCompletionSource<byte[]>(TaskCreationOptions.RunContinuationsAsynchronously);
        // When the isolate is gone nothing posted to it runs, but then the request is aborted.
        await using var aborted = scope.Aborted.Register(() => completion.TrySetCanceled(scope.Aborted));
        _host.Post(scope, () =>
        {
            try
            {
                new Request(this, completion).Run();
            }
            catch (Exception e)
            {
                // A limit that ends the request ends this read as well; it goes on to whoever runs the turn.
                completion.TrySetException(e);
                throw;
            }
        });
        return await completion.Task;
    }

    private sealed class Request(HostReadStream owner, TaskCompletionSource<byte[]> completion) : ReadRequest
    {
        private bool _running;
        private bool _again;

        public void Run()
        {
            if (_running)
            {
                _again = true;
                return;
            }

            _running = true;
            do
            {
                _again = false;
                if (owner._released)
                {
                    completion.TrySetResult([]);
                }
                else
                {
                    owner._reader.Read(this);
                }
            }
            while (_again);
            _running = false;
        }

        public override void ChunkSteps(JsValue chunk)
        {
            if (!chunk.IsUint8Array() || !BufferSource.TryGetBytes(chunk, out var bytes))
            {
                var error = owner._reader.Realm.TypeError("The stream has a chunk that is not a Uint8Array.").Error;
                owner.Release();
                JintInternals.MarkAsHandled(owner._reader.Cancel(error));
                completion.TrySetException(Describe(error));
            }
            else if (bytes.IsEmpty)
            {
                // No bytes mean the end to the host, so an empty chunk is passed over.
                Run();
            }
            else
            {
                owner._host.Scope.Limits.ChargeAllocation(bytes.Length);
                completion.TrySetResult(bytes.ToArray());
            }
        }

        public override void CloseSteps()
        {
            owner.Release();
            completion.TrySetResult([]);
        }

        public override void ErrorSteps(JsValue reason)
        {
            owner.Release();
            completion.TrySetException(Describe(reason));
        }
    }
}
