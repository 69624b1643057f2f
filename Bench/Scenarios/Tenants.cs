using PureEdge.Bench.Load;
using PureEdge.Bench.Reporting;
using PureEdge.Bench.Servers;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// What a request costs, and how much memory the server takes, as the number of deployed workers grows, each of a source of its own. Up to 5,000 of them
/// are asked, by Zipf's law: the second half as often as the second. Beside each number a server with ten runs, in turns. Must hold with 50,000: at most
/// 1.2 times the processor time of a request, and at most 2 GB.
/// </summary>
internal sealed class Tenants : IScenario
{
    private const int Few = 10;
    private const int MostActive = 5_000;
    private const int Draws = 40_000;
    private const int Connections = 32;
    private const int Deployers = 8;
    private const double MostRatio = 1.2;
    private const double MostMegabytes = 2048;

    /// <inheritdoc/>
    public string Name => "tenants";

    /// <inheritdoc/>
    public string Summary => "a request's cost and the server's memory with 10 to 50,000 workers";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var folder = Directory.CreateTempSubdirectory("pureedge-bench-").FullName;
        try
        {
            await using var few = await SideAsync(Path.Combine(folder, "few"));
            await few.GrowAsync(Few);
            await using var many = await SideAsync(Path.Combine(folder, "many"));
            List<string[]> rows = [];
            Spread ratio = new();
            foreach (var count in settings.Quick ? [20, 40] : (int[])[1_000, 10_000, 50_000])
            {
                await many.GrowAsync(count);
                ratio = await CompareAsync(settings, few, many);
                rows.Add([$"{count:N0}", $"{Math.Min(count, MostActive):N0}", $"{many.Microseconds:0.0}", $"{few.Microseconds:0.0}", ratio.Show("0.00"), $"{many.Megabytes:0}"]);
            }

            report.Table(["workers", "active", "server CPU us/request", $"with {Few}", "ratio", "resident MB"], rows);
            report.Require($"at most {MostRatio} times the processor time of a request (it is {ratio.Median:0.00})", ratio.Median <= MostRatio);
            report.Require($"at most {MostMegabytes:0} MB resident (it is {many.Megabytes:0})", many.Megabytes <= MostMegabytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<Spread> CompareAsync(Settings settings, Side few, Side many)
    {
        foreach (var side in (Side[])[few, many])
        {
            side.Wake();
            await side.RunAsync(settings.WarmUpTime);
        }

        var ratio = new Spread();
        for (var round = 0; round < settings.Rounds; round++)
        {
            await few.RunAsync(settings.RoundTime);
            await many.RunAsync(settings.RoundTime);
            ratio.Add(many.Microseconds / few.Microseconds);
        }

        return ratio;
    }

    private static async Task<Side> SideAsync(string data)
    {
        var server = await ServerProcess.StartPlatformAsync(data, PlatformClient.Token);
        return new Side(server, await PlatformClient.OfAsync(server));
    }

    private sealed class Side(ServerProcess server, PlatformClient client) : IAsyncDisposable
    {
        private readonly LoadGenerator _load = new(server.Address, Connections);
        private int _count;
        private ReadOnlyMemory<byte>[] _requests = [];

        /// <summary>Processor time of the server for a request of the last run.</summary>
        public double Microseconds { get; private set; }

        public double Megabytes => server.Resident / 1048576.0;

        /// <summary>Deploys further workers.</summary>
        public async Task GrowAsync(int count)
        {
            await Parallel.ForAsync(_count, count, new ParallelOptions { MaxDegreeOfParallelism = Deployers }, async (i, _) =>
                await client.DeployAsync($"w{i}", $"// {i}\n{Workload.HelloSource}"));
            _count = count;
            _requests = Draw(Math.Min(count, MostActive));
        }

        /// <summary>Asks every active worker once.</summary>
        public void Wake()
        {
            using var connection = new HttpConnection(server.Address);
            for (var i = 0; i < Math.Min(_count, MostActive); i++)
            {
                if (connection.Exchange(Workload.RequestTo($"w{i}")) is var status and not 200)
                {
                    throw new BenchException($"The worker 'w{i}' answered {status}.");
                }
            }
        }

        public async Task RunAsync(TimeSpan time)
        {
            var cpu = server.ProcessorTime;
            var result = (await _load.RunForAsync(_requests, time)).RequireAllOk($"{_count} workers");
            Microseconds = (server.ProcessorTime - cpu).TotalMicroseconds / result.Latency.Count;
        }

        public async ValueTask DisposeAsync()
        {
            _load.Dispose();
            client.Dispose();
            await server.DisposeAsync();
        }

        // The same draws on every run.
        private static ReadOnlyMemory<byte>[] Draw(int active)
        {
            var random = new Random(1);
            var sums = new double[active];
            for (var i = 0; i < active; i++)
            {
                sums[i] = (i == 0 ? 0 : sums[i - 1]) + (1.0 / (i + 1));
            }

            ReadOnlyMemory<byte>[] requests = [.. Enumerable.Range(0, active).Select(i => (ReadOnlyMemory<byte>)Workload.RequestTo($"w{i}"))];
            return [.. Enumerable.Range(0, Draws).Select(_ => requests[IndexOf(sums, random.NextDouble() * sums[^1])])];
        }

        private static int IndexOf(double[] sums, double at)
        {
            var index = Array.BinarySearch(sums, at);
            return Math.Min(index < 0 ? ~index : index, sums.Length - 1);
        }
    }
}
