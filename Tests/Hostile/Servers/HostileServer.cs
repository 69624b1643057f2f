using System.Diagnostics;
using PureEdge.Hostile.Tests.Attacks;

namespace PureEdge.Hostile.Tests.Servers;

/// <summary>
/// The server under attack: the <c>pureedge</c> command as a process, with a folder of workers: one that is attacked from, the
/// neighbour, and one that shows whether new isolates still work. It is <c>pureedge dev</c>, because that takes a new version while
/// it runs and answers for one that does not load; limits, scheduler and isolates are those of <c>serve</c>.
/// </summary>
/// <remarks>Mutable state: the name of the present attack; used by one campaign.</remarks>
internal sealed class HostileServer : IAsyncDisposable
{
    // A safety belt for the machine that runs the tests, far above every limit that is tested.
    private const string HeapHardLimit = "0x180000000";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(10);

    private readonly TemporaryFolder _folder;
    private readonly Probe _probe;
    private readonly ServerProcess _process;
    private readonly HttpClient _client;
    private string _file;
    private string _host;
    private int _deployments;

    private HostileServer(TemporaryFolder folder, string file, Probe probe, ServerProcess process, Uri address)
    {
        _folder = folder;
        _file = file;
        _host = "a0.localhost";
        _probe = probe;
        _process = process;
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ProbePatience }) { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        Neighbour = new Neighbour(address, "neighbour.localhost");
    }

    public Neighbour Neighbour { get; }

    /// <summary>Whether the process is gone.</summary>
    public bool HasEnded => _probe.IsClosed;

    /// <summary>The latest of what the server wrote.</summary>
    public string Log => _process.Log;

    public static async Task<HostileServer> StartAsync()
    {
        TemporaryFolder folder = new();
        string file = folder.Write("workers/a0" + WorkerFile.Harmless.Ending, "");
        File.WriteAllBytes(file, WorkerFile.Harmless.Content);
        folder.Write("workers/neighbour.mjs", "export default { fetch() { return new Response('neighbour'); } };");
        folder.Write("workers/trigger.mjs", Trigger(0));
        folder.Write("workers/other/worker.mjs", "export default { fetch() { return new Response(JSON.stringify([1, 2, 3].map(x => x * 2))); } };");
        folder.Write("workers/other/wrangler.json", """{"name":"other","main":"worker.mjs","pureedge":{"isolation":"request"}}""");
        Probe probe = new();
        string[] arguments =
            [ScriptCatalog.Metadata("PureEdgeCli"), "dev", "workers", "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:"];
        ProcessStartInfo info = ToolProcess.StartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments, folder.FullName);
        info.Environment["DOTNET_STARTUP_HOOKS"] = typeof(HostileServer).Assembly.Location;
        info.Environment[ProbeAgent.PortVariable] = probe.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        info.Environment["DOTNET_GCHeapHardLimit"] = HeapHardLimit;
        info.Environment["DOTNET_DbgEnableMiniDump"] = "0";
        Uri? address = null;
        ServerProcess process = await ServerProcess.StartAsync(info, line => (address ??= AddressIn(line)) is not null, StartPatience);
        using CancellationTokenSource late = new(StartPatience);
        await probe.ConnectAsync(late.Token);
        return new HostileServer(folder, file, probe, process, address!);
    }

    /// <summary>Deploys a worker in place of the one before and waits until it answers.</summary>
    /// <returns>Its first answer, and the time until it was asked for; the answer is none when the patience ended.</returns>
    public async Task<(Answer First, TimeSpan Deployment)> DeployAsync(WorkerFile worker, string path, TimeSpan patience)
    {
        string name = $"a{++_deployments}";
        string before = _file;
        _file = Path.Combine(Path.GetDirectoryName(before)!, name + worker.Ending);
        _host = name + ".localhost";
        await File.WriteAllBytesAsync(_file, worker.Content);
        string trigger = _folder.Write("trigger.mjs", Trigger(_deployments));
        long start = Stopwatch.GetTimestamp();
        File.Delete(before);
        File.Move(trigger, Path.Combine(Path.GetDirectoryName(_file)!, "trigger.mjs"), overwrite: true);
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(2));
        while (true)
        {
            TimeSpan deployment = Stopwatch.GetElapsedTime(start);
            Answer answer = await AskAsync(path, patience);
            if (!answer.IsNotDeployed)
            {
                return (answer, deployment);
            }

            // The whole folder was refused, and the server says which file is to blame.
            if (Log.Contains(name + worker.Ending + "'", StringComparison.Ordinal))
            {
                return (new(400, "refused", "The bundle was refused.", TimeSpan.Zero), deployment);
            }

            if (Stopwatch.GetElapsedTime(start) > patience)
            {
                return (new(0, null, "The deployment did not end.", patience), deployment);
            }

            await look.WaitForNextTickAsync();
        }
    }

    /// <summary>Asks the attacked worker.</summary>
    public Task<Answer> AskAsync(string path, TimeSpan patience) => AskAsync(_host, path, patience);

    /// <summary>Asks a worker whose every request has an isolate of its own.</summary>
    public Task<Answer> AskOtherAsync(TimeSpan patience) => AskAsync("other.localhost", "/", patience);

    /// <inheritdoc cref="Probe.AskAsync"/>
    public Task<Reading?> MeasureAsync(char command) => _probe.AskAsync(command, ProbePatience);

    public async ValueTask DisposeAsync()
    {
        Neighbour.Dispose();
        _client.Dispose();
        await _process.DisposeAsync();
        _probe.Dispose();
        _folder.Dispose();
    }

    private static string Trigger(int version) => $"export default {{ fetch() {{ return new Response('{version}'); }} }};";

    private static Uri? AddressIn(string line) => line.StartsWith("ready ", StringComparison.Ordinal) ? new Uri(line["ready ".Length..]) : null;

    private async Task<Answer> AskAsync(string host, string path, TimeSpan patience)
    {
        long start = Stopwatch.GetTimestamp();
        using CancellationTokenSource late = new(patience);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Host = host;
            using HttpResponseMessage response = await _client.SendAsync(request, late.Token);
            string body = await response.Content.ReadAsStringAsync(late.Token);
            string? outcome = response.Headers.TryGetValues("PureEdge-Outcome", out var values) ? values.First() : null;
            return new((int)response.StatusCode, outcome, body.Length > 160 ? body[..160] : body, Stopwatch.GetElapsedTime(start));
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return new(0, null, e is OperationCanceledException ? "There was no answer in time." : e.Message, Stopwatch.GetElapsedTime(start));
        }
    }
}
