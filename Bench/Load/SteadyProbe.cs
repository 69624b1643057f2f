using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace PureEdge.Bench.Load;

/// <summary>
/// An open loop: a request every so many milliseconds, whether or not those before were answered, as independent clients send
/// them. A server that stalls is seen stalling by every request of that time, not only by one.
/// </summary>
/// <remarks>
/// Blocking threads, each with a connection of its own and every n-th tick: the kernel wakes the reader itself. A latency counts
/// from when the thread sent, or from when it should have sent if it was still waiting for its last answer.
/// </remarks>
internal sealed class SteadyProbe(IPEndPoint address, byte[] request, TimeSpan interval)
{
    private const int Lanes = 8;
    private const int StackBytes = 256 << 10;

    /// <summary>Probes for a time.</summary>
    public async Task<LoadResult> RunForAsync(TimeSpan time)
    {
        var ticks = (int)Math.Max(Lanes, time / interval);
        var start = Stopwatch.GetTimestamp();
        var lanes = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => RunLaneAsync(lane, ticks, start)));
        var total = new LoadResult { Elapsed = Stopwatch.GetElapsedTime(start) };
        foreach (var lane in lanes)
        {
            total.Add(lane);
        }

        return total;
    }

    private Task<LoadResult> RunLaneAsync(int lane, int ticks, long start)
    {
        var done = new TaskCompletionSource<LoadResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    done.SetResult(RunLane(lane, ticks, start));
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            },
            StackBytes) { IsBackground = true, Name = $"probe {lane}" };
        thread.Start();
        return done.Task;
    }

    private LoadResult RunLane(int lane, int ticks, long start)
    {
        var result = new LoadResult();
        using var connection = new HttpConnection(address);
        connection.Open();
        for (var tick = lane; tick < ticks; tick += Lanes)
        {
            var due = start + (long)(tick * interval.TotalSeconds * Stopwatch.Frequency);
            var sent = Stopwatch.GetTimestamp();
            if (sent < due)
            {
                Thread.Sleep(TimeSpan.FromSeconds((double)(due - sent) / Stopwatch.Frequency));
                sent = Stopwatch.GetTimestamp();
            }
            else
            {
                sent = due;
            }

            try
            {
                var status = connection.Exchange(request);
                result.Record(status, Stopwatch.GetTimestamp() - sent);
            }
            catch (Exception e) when (e is SocketException or InvalidDataException)
            {
                // A server that answers no more would cost the whole wait at each tick.
                result.Broken++;
                return result;
            }
        }

        return result;
    }
}
