using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PureEdge.Bench.Load;

/// <summary>A closed loop: so many keep-alive connections, each sending its next request when the last was answered.</summary>
/// <remarks>Not thread-safe: one run at a time. Connections stay open between runs that follow each other, so that a round does not begin with handshakes.</remarks>
internal sealed class LoadGenerator : IDisposable
{
    // Beyond its time, what an exchange under way may still take before its connection is cut.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    // workerd closes what was idle for 5 s, as servers do: a request that is under way then would not be answered.
    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(2);

    private readonly HttpConnection[] _connections;
    private long _left;
    private long _end;
    private long _idleSince;

    /// <summary>Makes a generator.</summary>
    /// <param name="address">Where requests go.</param>
    /// <param name="connections">How many connections.</param>
    public LoadGenerator(IPEndPoint address, int connections) =>
        _connections = [.. Enumerable.Range(0, connections).Select(_ => new HttpConnection(address))];

    /// <summary>Sends for a time.</summary>
    public Task<LoadResult> RunForAsync(ReadOnlyMemory<byte> request, TimeSpan time) => RunForAsync([request], time);

    /// <summary>Sends different requests for a time: each connection one after the other, beginning at its own place.</summary>
    public Task<LoadResult> RunForAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests, TimeSpan time) => RunAsync(requests, long.MaxValue, time);

    /// <summary>Sends a number of requests.</summary>
    /// <param name="request">The request.</param>
    /// <param name="count">How many.</param>
    /// <param name="patience">The most it may take.</param>
    /// <exception cref="BenchException">It took longer.</exception>
    public async Task<LoadResult> RunCountAsync(ReadOnlyMemory<byte> request, long count, TimeSpan patience)
    {
        var result = await RunAsync([request], count, patience);
        return result.Latency.Count + result.Broken >= count
            ? result
            : throw new BenchException($"{count} requests took longer than {patience.TotalSeconds:0} s.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var connection in _connections)
        {
            connection.Dispose();
        }
    }

    private async Task<LoadResult> RunAsync(IReadOnlyList<ReadOnlyMemory<byte>> requests, long count, TimeSpan time)
    {
        _left = count;
        if (Stopwatch.GetElapsedTime(_idleSince) > MostIdle)
        {
            foreach (var connection in _connections)
            {
                connection.Close();
            }
        }

        var start = Stopwatch.GetTimestamp();
        _end = start + (long)(time.TotalSeconds * Stopwatch.Frequency);
        using var overdue = new CancellationTokenSource(time + Grace);
        await using var registration = overdue.Token.UnsafeRegister(static g => ((LoadGenerator)g!).Dispose(), this);
        var results = await Task.WhenAll(_connections.Select((connection, i) => Task.Run(() => DriveAsync(connection, requests, i * requests.Count / _connections.Length))));
        _idleSince = Stopwatch.GetTimestamp();
        var total = new LoadResult { Elapsed = Stopwatch.GetElapsedTime(start) };
        foreach (var result in results)
        {
            total.Add(result);
        }

        return total;
    }

    private async Task<LoadResult> DriveAsync(HttpConnection connection, IReadOnlyList<ReadOnlyMemory<byte>> requests, int next)
    {
        var result = new LoadResult();
        for (var sent = Stopwatch.GetTimestamp(); sent < _end && Interlocked.Decrement(ref _left) >= 0;)
        {
            try
            {
                var status = await connection.ExchangeAsync(requests[next]);
                next = next + 1 < requests.Count ? next + 1 : 0;
                var now = Stopwatch.GetTimestamp();
                result.Record(status, now - sent);
                sent = now;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
            {
                result.Broken++;
                return result;
            }
            catch (Exception e) when (e is SocketException or InvalidDataException)
            {
                result.Broken++;
                sent = Stopwatch.GetTimestamp();
            }
            catch (ObjectDisposedException)
            {
                result.Broken++;
                return result;
            }
        }

        return result;
    }
}
