using System.IO.Pipelines;
using System.Net.WebSockets;

namespace PureEdge.Tests.Shared;

/// <summary>Two ends of one WebSocket connection in memory.</summary>
internal static class SocketPair
{
    public static (WebSocket Client, WebSocket Server) Create()
    {
        Pipe there = new(), back = new();
        return (
            WebSocket.CreateFromStream(new Duplex(back.Reader.AsStream(), there.Writer.AsStream()), new WebSocketCreationOptions { IsServer = false }),
            WebSocket.CreateFromStream(new Duplex(there.Reader.AsStream(), back.Writer.AsStream()), new WebSocketCreationOptions { IsServer = true }));
    }

    private sealed class Duplex(Stream reads, Stream writes) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush() => writes.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => writes.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => reads.Read(buffer, offset, count);

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => reads.ReadAsync(buffer, cancellationToken);

        public override void Write(byte[] buffer, int offset, int count) => writes.Write(buffer, offset, count);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => writes.WriteAsync(buffer, cancellationToken);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                reads.Dispose();
                writes.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
