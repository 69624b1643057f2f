using System.Diagnostics;
using System.Net.WebSockets;
using PureEdge.Bench.Compare.Peers;
using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Scenarios;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Compare;

/// <summary>Messages a second that a worker sends back over WebSockets, each connection waiting for its last before it sends the next.</summary>
internal sealed class WebSocketEcho : IScenario
{
    private const int Connections = 32;
    private const double LeastRatio = 1;
    private static readonly byte[] Message = "a message of the bench, 32 bytes"u8.ToArray();

    /// <inheritdoc/>
    public string Name => "websocket-echo";

    /// <inheritdoc/>
    public string Summary => "messages echoed over WebSockets";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var worker = Toolbox.Installed.Worker("echo");
        await using var ours = await new PureEdgePeer().StartAsync(worker);
        await using var theirs = await new WorkerdPeer().StartAsync(worker);
        var ourRate = new Spread();
        var theirRate = new Spread();
        var ratio = new Spread();
        await RateAsync(ours, settings.WarmUpTime);
        await RateAsync(theirs, settings.WarmUpTime);
        for (var round = 0; round < settings.Rounds; round++)
        {
            var our = await RateAsync(ours, settings.RoundTime);
            var their = await RateAsync(theirs, settings.RoundTime);
            ourRate.Add(our);
            theirRate.Add(their);
            ratio.Add(our / their);
        }

        report.Table(["", "messages/s"], [["PureEdge", ourRate.Show("N0")], ["workerd", theirRate.Show("N0")]]);
        Ratios.Add(Name, "messages/s", ratio, $"at least {LeastRatio}");
        report.Require($"at least {LeastRatio} times workerd's messages a second (it is {ratio.Median:0.##})", ratio.Median >= LeastRatio);
    }

    private static async Task<double> RateAsync(ServerProcess server, TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => EchoAsync(server, time)));
        return counts.Sum() / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<long> EchoAsync(ServerProcess server, TimeSpan time)
    {
        using var socket = new ClientWebSocket();
        using var overdue = new CancellationTokenSource(time + TimeSpan.FromSeconds(10));
        socket.Options.SetRequestHeader("Host", "echo.localhost");
        await socket.ConnectAsync(new Uri($"ws://{server.Address}/"), overdue.Token);
        var buffer = new byte[256];
        long count = 0;
        for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time; count++)
        {
            await socket.SendAsync(Message, WebSocketMessageType.Text, endOfMessage: true, overdue.Token);
            var received = await socket.ReceiveAsync(buffer.AsMemory(), overdue.Token);
            if (received.Count != Message.Length)
            {
                throw new BenchException($"An echo has {received.Count} bytes instead of {Message.Length}.");
            }
        }

        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, overdue.Token);
        return count;
    }
}
