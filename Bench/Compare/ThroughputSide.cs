using System.Diagnostics;
using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>One runtime with one worker, over all its launches.</summary>
internal sealed class ThroughputSide(IPeer peer, ComparedWorker worker)
{
    // Warming up ends when so many times in a row did not make it faster by more than this: one may be another program's fault.
    private const double StillFaster = 1.03;
    private const int NoFasterInARow = 2;
    private const int MostWarmUps = 12;

    private readonly LatencyHistogram _latency = new();
    private readonly Spread _perSecond = new();
    private readonly Spread _warmAfter = new();
    private TimeSpan _cpu;
    private ServerProcess? _server;
    private LoadGenerator? _load;
    private byte[] _answer = [];

    /// <summary>Starts its server and keeps the answer to a first request.</summary>
    public async Task StartAsync()
    {
        _server = await peer.StartAsync(worker, worker.Pinned ? 0 : null);
        _load = new LoadGenerator(_server.Address, worker.Connections);
        using var connection = new HttpConnection(_server.Address);
        var status = await connection.ExchangeAsync(worker.Request);
        _answer = connection.LastBody.ToArray();
        if (status != 200)
        {
            throw new BenchException($"{peer.Name} answered {status} to '{worker.Name}': {System.Text.Encoding.UTF8.GetString(_answer)}\n{_server.Log}");
        }
    }

    /// <summary>Insists that it does the same work as another side.</summary>
    public void RequireAnswerOf(ThroughputSide other)
    {
        if (worker.SameBody && !_answer.AsSpan().SequenceEqual(other._answer))
        {
            throw new BenchException($"'{worker.Name}' has another answer than PureEdge's in {peer.Name}: {_answer.Length} bytes instead of {other._answer.Length}, or others.");
        }
    }

    /// <summary>Sends requests until more of them do not make it faster: compilers work beside the first ones, on the same processors.</summary>
    public async Task WarmUpAsync(Settings settings)
    {
        var start = Stopwatch.GetTimestamp();
        var best = await RunAsync(settings.WarmUpTime, keep: false);
        for (var (i, noFaster) = (1, 0); noFaster < NoFasterInARow && i < settings.Pick(MostWarmUps, 1); i++)
        {
            var rate = await RunAsync(settings.WarmUpTime, keep: false);
            noFaster = rate > StillFaster * best ? 0 : noFaster + 1;
            best = Math.Max(best, rate);
        }

        _warmAfter.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>Sends requests for a time.</summary>
    /// <returns>Requests a second.</returns>
    public async Task<double> RunAsync(TimeSpan time, bool keep)
    {
        var cpu = _server!.ProcessorTime;
        var result = (await _load!.RunForAsync(worker.Request, time)).RequireAllOk($"{peer.Name}, '{worker.Name}'");
        if (keep)
        {
            _cpu += _server.ProcessorTime - cpu;
            _latency.Add(result.Latency);
            _perSecond.Add(result.PerSecond);
        }

        return result.PerSecond;
    }

    /// <summary>Ends its server.</summary>
    public async Task StopAsync()
    {
        _load?.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
            _server = null;
        }
    }

    /// <summary>Its row of the table.</summary>
    public string[] Row() =>
    [
        peer.Name, _perSecond.Show("N0"), $"{_latency.Percentile(50):0.00}", $"{_latency.Percentile(99):0.00}", $"{_latency.MaxMilliseconds:0.0}",
        $"{_cpu.TotalMicroseconds / _latency.Count:0.0}", _warmAfter.Show("0"),
    ];
}
