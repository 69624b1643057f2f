using System.Buffers.Binary;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>
/// The frames of a tail (https://www.rfc-editor.org/rfc/rfc6455#section-5). By hand, because wrangler's first frame is not masked, which the class library
/// refuses as the standard says. What the client sends has no meaning but pings and the end.
/// </summary>
/// <remarks>One reader and one writer at a time meet at the stream; writes take turns.</remarks>
internal sealed class TailSocket(Stream stream, TailSession session, TimeProvider time)
{
    private const int Text = 1;
    private const int CloseCode = 8;
    private const int Ping = 9;
    private const int Pong = 10;
    private const int MostFrame = 4096;
    private const int MostControl = 125;
    private const ushort Normal = 1000;
    private const ushort TooBig = 1009;
    private const ushort ProtocolError = 1002;

    // wrangler pings every 10 seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <summary>Sends events until the client leaves or the session is over.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, session.Ended);
        end.CancelAfter(session.ExpiresAt - time.GetUtcNow());
        var sending = SendAsync(end.Token);
        ushort code;
        try
        {
            code = await ReceiveAsync(end.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or TimeoutException)
        {
            code = Normal;
        }

        await end.CancelAsync();
        await sending;
        try
        {
            using var late = new CancellationTokenSource(TimeSpan.FromSeconds(5), time);
            var payload = new byte[2];
            BinaryPrimitives.WriteUInt16BigEndian(payload, code);
            await WriteAsync(CloseCode, payload, late.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // It has gone already.
        }
    }

    private async Task SendAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await WriteAsync(Text, await session.NextAsync(time.GetUtcNow(), cancel), cancel);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or is to go; who receives sees it too.
        }
    }

    // Until the client closes.
    private async Task<ushort> ReceiveAsync(CancellationToken cancel)
    {
        var header = new byte[14];
        var payload = new byte[MostFrame];
        while (true)
        {
            await stream.ReadExactlyAsync(header.AsMemory(0, 2), cancel).AsTask().WaitAsync(Silence, time, cancel);
            var (kind, isMasked, length) = (header[0] & 15, (header[1] & 128) != 0, (long)(header[1] & 127));
            if (length >= 126)
            {
                var bytes = length == 126 ? 2 : 8;
                await stream.ReadExactlyAsync(header.AsMemory(0, bytes), cancel);
                length = bytes == 2 ? BinaryPrimitives.ReadUInt16BigEndian(header) : BinaryPrimitives.ReadInt64BigEndian(header);
            }

            if (length is < 0 or > MostFrame)
            {
                return TooBig;
            }

            if (kind >= CloseCode && length > MostControl)
            {
                return ProtocolError;
            }

            var mask = header.AsMemory(0, isMasked ? 4 : 0);
            await stream.ReadExactlyAsync(mask, cancel);
            var content = payload.AsMemory(0, (int)length);
            await stream.ReadExactlyAsync(content, cancel).AsTask().WaitAsync(Silence, time, cancel);
            if (kind == CloseCode)
            {
                return Normal;
            }

            if (kind == Ping)
            {
                for (var i = 0; isMasked && i < length; i++)
                {
                    payload[i] ^= header[i % 4];
                }

                await WriteAsync(Pong, content, cancel);
            }
        }
    }

    private async Task WriteAsync(int kind, ReadOnlyMemory<byte> content, CancellationToken cancel)
    {
        var header = new byte[10];
        header[0] = (byte)(128 | kind);
        var length = 2;
        if (content.Length <= MostControl)
        {
            header[1] = (byte)content.Length;
        }
        else if (content.Length <= ushort.MaxValue)
        {
            header[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)content.Length);
            length = 4;
        }
        else
        {
            header[1] = 127;
            BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(2), content.Length);
            length = 10;
        }

        await _writing.WaitAsync(cancel);
        try
        {
            await stream.WriteAsync(header.AsMemory(0, length), cancel);
            await stream.WriteAsync(content, cancel);
            await stream.FlushAsync(cancel);
        }
        finally
        {
            _writing.Release();
        }
    }
}
