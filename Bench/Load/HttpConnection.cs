using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;

namespace PureEdge.Bench.Load;

/// <summary>One keep-alive connection that sends prepared bytes and reads whole responses, without an allocation per exchange.</summary>
/// <remarks>Not thread-safe: one exchange at a time.</remarks>
internal sealed class HttpConnection(IPEndPoint address) : IDisposable
{
    /// <summary>The longest a blocking exchange waits for an answer.</summary>
    public static readonly TimeSpan MostSilence = TimeSpan.FromSeconds(5);

    private const int MaxResponseBytes = 16 << 20;

    private Socket? _socket;
    private byte[] _buffer = new byte[8 << 10];
    private int _filled;
    private ParsedResponse _last;
    private volatile bool _disposed;

    /// <summary>The body of the last response, without the sizes of its chunks; valid until the next exchange.</summary>
    public ReadOnlyMemory<byte> LastBody
    {
        get
        {
            ReadOnlyMemory<byte> body = _buffer.AsMemory(_last.BodyStart.._last.Length);
            return _last.IsChunked ? ResponseParser.WithoutChunks(body.Span) : body;
        }
    }

    /// <summary>The bytes of a GET request of <c>/</c> at a host name.</summary>
    public static byte[] Get(string host) => Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {host}\r\n\r\n");

    /// <summary>Sends a request and waits for the whole response without holding a thread.</summary>
    /// <returns>The response's status.</returns>
    /// <exception cref="SocketException">The connection broke; the next exchange opens another.</exception>
    /// <exception cref="ObjectDisposedException">The connection was disposed meanwhile.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> ExchangeAsync(ReadOnlyMemory<byte> request)
    {
        try
        {
            var socket = _socket ?? await ConnectAsync();

            // A server may answer while it reads: who sends a long body without reading meanwhile would wait for ever.
            var sending = socket.SendAsync(request, SocketFlags.None);
            ParsedResponse response;
            do
            {
                Filled(await socket.ReceiveAsync(_buffer.AsMemory(_filled), SocketFlags.None));
            }
            while (!TryTake(out response));
            await sending;
            return response.Status;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>As <see cref="ExchangeAsync"/>, holding the thread: no scheduling of ours stands between the answer and the clock.</summary>
    public int Exchange(ReadOnlySpan<byte> request)
    {
        try
        {
            _socket ??= Connect();
            _socket.Send(request);
            ParsedResponse response;
            do
            {
                Filled(_socket.Receive(_buffer.AsSpan(_filled)));
            }
            while (!TryTake(out response));
            return response.Status;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Opens the connection now, so that it is no part of the first exchange.</summary>
    public void Open() => _socket ??= Connect();

    /// <summary>Closes the connection; the next exchange opens another.</summary>
    public void Close()
    {
        _filled = 0;
        _socket?.Dispose();
        _socket = null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        _socket?.Dispose();
    }

    private Socket NewSocket()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    }

    private Socket Connect()
    {
        var socket = NewSocket();
        // Whatever happens, a measurement ends: a server that keeps silent for so long has failed.
        socket.ReceiveTimeout = (int)MostSilence.TotalMilliseconds;
        socket.Connect(address);
        return socket;
    }

    private async ValueTask<Socket> ConnectAsync()
    {
        var socket = NewSocket();
        await socket.ConnectAsync(address);
        return _socket = socket;
    }

    private void Filled(int read)
    {
        if (read == 0)
        {
            throw new SocketException((int)SocketError.ConnectionReset);
        }

        _filled += read;
    }

    private bool TryTake(out ParsedResponse response)
    {
        if (!ResponseParser.TryParse(_buffer.AsSpan(0, _filled), out response))
        {
            if (_filled == _buffer.Length)
            {
                Array.Resize(ref _buffer, _buffer.Length < MaxResponseBytes
                    ? _buffer.Length * 2
                    : throw new InvalidDataException($"A response is longer than {MaxResponseBytes} bytes."));
            }

            return false;
        }

        _last = response;

        // Without pipelining nothing follows a response.
        _filled = 0;
        if (!response.KeepsConnection)
        {
            Close();
        }

        return true;
    }
}
