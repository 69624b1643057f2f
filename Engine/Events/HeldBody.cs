using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;

namespace PureEdge.Engine.Events;

/// <summary>The body of an answer: while the host reads it the event goes on, so that its source is not cancelled.</summary>
internal sealed class HeldBody(Stream body, EventScope scope, Isolate isolate) : BodyStream
{
    private int _released;
    private volatile bool _ended;

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await body.ReadAsync(buffer, cancellationToken);
        _ended |= read == 0 && buffer.Length > 0;
        return read;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _released, 1) == 0)
        {
            if (!_ended)
            {
                // Who does not want the rest has left, whether the connection's end is known yet or not.
                scope.Cancel();
            }

            body.Dispose();
            scope.IsBodyOpen = false;
            scope.BeginDraining(isolate);
            scope.Release();
        }

        base.Dispose(disposing);
    }
}
