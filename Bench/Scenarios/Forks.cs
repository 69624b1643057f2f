using System.Diagnostics;
using PureEdge.Bench.Programs;
using PureEdge.Bench.Reporting;
using PureEdge.Engine;
using PureEdge.Engine.Events;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;

namespace PureEdge.Bench.Scenarios;

/// <summary>
/// An isolate that is copied from an image against one that runs the top level, in one process and taking turns, from nothing to an
/// isolate that can answer; and requests of hono that each get an isolate of their own against requests that share one. Must hold:
/// copying takes at most half as long in the geometric mean, and an isolate of its own costs a request of hono at most half a millisecond.
/// </summary>
internal sealed class Forks : IScenario
{
    private const double MostRatio = 0.5;
    private const double MostMilliseconds = 0.5;
    private const string Router = "hono-router";

    private static readonly string[] Programs = [Router, "graphql", "zod", "marked", "preact-render-to-string", "react-dom-server-edge"];

    /// <inheritdoc/>
    public string Name => "fork";

    /// <inheritdoc/>
    public string Summary => "an isolate copied from an image against one that runs the top level";

    /// <inheritdoc/>
    public async Task RunAsync(Settings settings, Report report)
    {
        var bundles = WorkerBundles.Read(Programs, out var missing);
        if (missing is not null)
        {
            report.Line($"Without the libraries: {missing}.\n");
            return;
        }

        using var runtime = new WorkerRuntime();
        var sides = new List<Sides>();
        foreach (var (name, source) in bundles)
        {
            sides.Add(await Sides.Make(runtime, name, source));
        }

        foreach (var side in sides)
        {
            await side.Run(settings.WarmUpTime / sides.Count, record: false);
        }

        for (var round = 0; round < settings.Rounds; round++)
        {
            foreach (var side in sides)
            {
                await side.Run(settings.RoundTime / sides.Count, record: true);
            }
        }

        report.Table(["program", "objects", "image KB", "made in ms, once", "top level ms, p50", "copy ms, p50", "p90", "ratio"], sides.Select(static side => side.Row()));
        var mean = Spread.GeometricMean(sides.Select(static side => side.Ratio.Median));
        report.Require($"geometric mean of copy / top level is at most {MostRatio:0.00} (it is {mean:0.000})", mean <= MostRatio);
        if (bundles.FirstOrDefault(static bundle => bundle.Name == Router) is { Source: { } hono })
        {
            await CompareModes(runtime, hono, settings, report);
        }
    }

    private static async Task CompareModes(WorkerRuntime runtime, string source, Settings settings, Report report)
    {
        var (shared, own) = (Load(runtime, "shared", source, IsolationMode.Shared), Load(runtime, "own", source, IsolationMode.Request));
        foreach (var worker in new[] { shared, own })
        {
            await worker.StartAsync();
            if ((await worker.PrepareForksAsync()).Refusal is { } refusal)
            {
                throw new BenchException($"The worker has no image: {refusal}.");
            }
        }

        var (ofShared, ofOwn, difference) = (new Spread(), new Spread(), new Spread());
        var count = settings.Pick(2_000, 50);
        await Median(shared, count);
        await Median(own, count);
        for (var round = 0; round < settings.Rounds; round++)
        {
            var (a, b) = (await Median(shared, count), await Median(own, count));
            ofShared.Add(a);
            ofOwn.Add(b);
            difference.Add(b - a);
        }

        report.Table(["requests of hono", "p50 ms"], [["one isolate for all", ofShared.Show("0.000")], ["an isolate for each", ofOwn.Show("0.000")], ["difference", difference.Show("0.000")]]);
        report.Require($"an isolate of its own costs a request at most {MostMilliseconds} ms (it is {difference.Median:0.000})", difference.Median <= MostMilliseconds);
    }

    private static async Task<double> Median(Worker worker, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            var result = await worker.FetchAsync(new WorkerRequest { Method = "GET", Url = "http://hono.example/" });
            times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (result.Failure is { } failure)
            {
                throw new BenchException($"The worker failed: {failure.Message}");
            }

            result.Response!.Body?.Dispose();
        }

        Array.Sort(times);
        return times[count / 2];
    }

    private static Worker Load(WorkerRuntime runtime, string name, string source, IsolationMode isolation) =>
        runtime.Load(new WorkerDefinition { Name = name, Bundle = WorkerBundle.FromSource(source), Isolation = isolation });

    private sealed class Sides(string name, Worker worker, IsolateImage image, double made)
    {
        private readonly List<double> _top = [];
        private readonly List<double> _copy = [];
        private readonly Spread _topMedian = new();
        private readonly Spread _copyMedian = new();
        private readonly Spread _copyTail = new();

        public Spread Ratio { get; } = new();

        public static async Task<Sides> Make(WorkerRuntime runtime, string name, string source)
        {
            var worker = Load(runtime, name, source, IsolationMode.Shared);
            var start = Stopwatch.GetTimestamp();
            if ((await worker.PrepareForksAsync()).Refusal is { } refusal)
            {
                throw new BenchException($"'{name}' has no image: {refusal}.");
            }

            return new(name, worker, worker.Pool.Image!.Current!, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        public async Task Run(TimeSpan time, bool record)
        {
            _top.Clear();
            _copy.Clear();
            for (var start = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(start) < time || _top.Count < 5;)
            {
                _top.Add(await Start(null));
                _copy.Add(await Start(image));
            }

            if (record)
            {
                _top.Sort();
                _copy.Sort();
                _topMedian.Add(_top[_top.Count / 2]);
                _copyMedian.Add(_copy[_copy.Count / 2]);
                _copyTail.Add(_copy[_copy.Count * 9 / 10]);
                Ratio.Add(_copy[_copy.Count / 2] / _top[_top.Count / 2]);
            }
        }

        public string[] Row() =>
            [name, $"{image.Count}", $"{image.Bytes >> 10}", $"{made:0}", _topMedian.Show("0.00"), _copyMedian.Show("0.000"), _copyTail.Show("0.00"), Ratio.Show("0.000")];

        // The same turn for both; a copy has run its top level already.
        private async Task<double> Start(IsolateImage? from)
        {
            var start = Stopwatch.GetTimestamp();
            var turn = new StartTurn(worker.Version);
            new Isolate(worker.Pool, from).Post(turn, mayRunHere: true);
            var report = await turn.Report;
            var time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            return report.Failure is { } failure ? throw new BenchException($"'{name}' failed: {failure.Message}") : time;
        }
    }
}
