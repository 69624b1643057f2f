using System.Threading.Channels;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>One watch of a worker: what it wants, and what waits to be sent to it.</summary>
/// <remarks>Thread-safe. What waits is bounded: who reads slowly misses events, and is told so.</remarks>
internal sealed class TailSession(string id, string secret, string worker, TailFilter filter, DateTimeOffset begunAt, TimeSpan lasts)
{
    private const int MostWaiting = 256;
    private const long MostWaitingBytes = 4 << 20;

    private readonly Channel<byte[]> _waiting = Channel.CreateBounded<byte[]>(MostWaiting);
    private readonly CancellationTokenSource _end = new();
    private long _waitingBytes;
    private int _isConnected;
    private int _hasDropped;

    public string Id { get; } = id;

    /// <summary>What the address of the session has in it: the client sends no token.</summary>
    public string Secret { get; } = secret;

    public string Worker { get; } = worker;

    public TailFilter Filter { get; } = filter;

    public DateTimeOffset ExpiresAt { get; } = begunAt + lasts;

    /// <summary>When it was begun, or its connection ended.</summary>
    public DateTimeOffset LastSeen { get; set; } = begunAt;

    public bool IsConnected => Volatile.Read(ref _isConnected) != 0;

    /// <summary>Cancelled when the session is over.</summary>
    public CancellationToken Ended => _end.Token;

    /// <summary>Takes the session for a connection; one at a time has it.</summary>
    public bool TryConnect() => Interlocked.Exchange(ref _isConnected, 1) == 0;

    public void Disconnect(DateTimeOffset now)
    {
        LastSeen = now;
        Volatile.Write(ref _isConnected, 0);
    }

    /// <summary>Lets an event wait to be sent. Never blocks.</summary>
    public void Send(byte[] json)
    {
        if (Interlocked.Add(ref _waitingBytes, json.Length) > MostWaitingBytes || !_waiting.Writer.TryWrite(json))
        {
            Interlocked.Add(ref _waitingBytes, -json.Length);
            Volatile.Write(ref _hasDropped, 1);
        }
    }

    /// <summary>The next event; waits for it.</summary>
    public async ValueTask<byte[]> NextAsync(DateTimeOffset now, CancellationToken cancel)
    {
        if (Interlocked.Exchange(ref _hasDropped, 0) != 0)
        {
            return TraceEvent.OfOverload(Worker, now);
        }

        var json = await _waiting.Reader.ReadAsync(cancel);
        Interlocked.Add(ref _waitingBytes, -json.Length);
        return json;
    }

    public void Close() => _end.Cancel();
}
