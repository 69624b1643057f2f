using PureEdge.Engine.Interop;
using PureEdge.Engine.Isolates;

namespace PureEdge.Engine.Events;

/// <summary>The body of an answer: while the host reads it the event goes on, so that its source is not cancelled.</summary>
internal sealed class HeldBody(Stream body, EventScope scope, Isolate isolate) : BodyStream
{
    private int _released;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        body.ReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _released, 1) == 0)
        {
            body.Dispose();
            scope.IsBodyOpen = false;
            scope.BeginDraining(isolate);
            scope.Release();
        }

        base.Dispose(disposing);
    }
}
