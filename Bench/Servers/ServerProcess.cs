using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;

namespace PureEdge.Bench.Servers;

/// <summary>A server in a process of its own, ended by its id when disposed.</summary>
/// <remarks>Thread-safe where the process's reader threads meet the scenario: the log has its own lock.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MaxLogLines = 60;
    private const string Ready = "ready ";
    private const string Admin = "admin ";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly string Dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    // Those that run: when this process is told to end, nothing of it stays behind.
    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private readonly Process _process;
    private readonly Func<string, IPEndPoint?> _addressIn;
    private readonly Queue<string> _log = new();
    private readonly TaskCompletionSource<IPEndPoint> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _adminAddress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<string>? _reply;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            process.Kill();
        }
    };

    private ServerProcess(ProcessStartInfo info, Func<string, IPEndPoint?> addressIn)
    {
        _addressIn = addressIn;
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data, isOutput: true);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data, isOutput: false);
    }

    /// <summary>Where it answers.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>Where its administration answers, once it has said so.</summary>
    public Task<Uri> AdminAddress => _adminAddress.Task.WaitAsync(Patience);

    /// <summary>Whether it still runs.</summary>
    public bool IsAlive => !_process.HasExited;

    /// <summary>Processor time it used so far, of all its threads.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Bytes of its working set.</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>The latest lines it wrote.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return string.Join('\n', _log);
            }
        }
    }

    /// <summary>Starts <c>pureedge serve PATH</c> of the same build configuration.</summary>
    /// <param name="path">The workers.</param>
    /// <param name="token">The API's token, for those that are deployed to it; one that nobody knows if not given.</param>
    public static Task<ServerProcess> StartPureEdgeAsync(string path, string? token = null) =>
        StartPureEdgeAsync([path, "--data", ":memory:", .. token is null ? (string[])[] : ["--token", token]]);

    /// <summary>Starts <c>pureedge serve</c> for workers that are deployed to it.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="token">The API's token.</param>
    /// <param name="processor">The only processor it may use, or all.</param>
    public static Task<ServerProcess> StartPlatformAsync(string data, string token, int? processor = null) =>
        StartPureEdgeAsync(["--data", data, "--token", token], processor);

    private static Task<ServerProcess> StartPureEdgeAsync(string[] arguments, int? processor = null)
    {
        var assembly = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PureEdgeCli").Value!;
        return File.Exists(assembly)
            ? StartAsync(Dotnet, [assembly, "serve", .. arguments, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0"], AddressAfterReady, processor)
            : throw new BenchException($"'{assembly}' is not there. Build it: dotnet build Host/Cli -c Release");
    }

    /// <summary>Starts this executable again in one of its hidden roles.</summary>
    public static Task<ServerProcess> StartSelfAsync(string[] arguments, int? processor = null) =>
        StartAsync(Dotnet, [typeof(ServerProcess).Assembly.Location, .. arguments], AddressAfterReady, processor);

    /// <summary>The address in a line <c>ready http://ADDRESS</c>.</summary>
    public static IPEndPoint? AddressAfterReady(string line) =>
        line.StartsWith(Ready, StringComparison.Ordinal) ? IPEndPoint.Parse(new Uri(line[Ready.Length..].Trim()).Authority) : null;

    /// <summary>Sends a line to one of our own roles and waits for the line it answers with.</summary>
    public async Task<string> AskAsync(string line)
    {
        _reply = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _process.StandardInput.WriteLineAsync(line);
        return await _reply.Task.WaitAsync(Patience);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        Running.TryRemove(_process.Id, out _);
        _process.Dispose();
    }

    /// <summary>Starts any server.</summary>
    /// <param name="command">Its executable.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="addressIn">Finds in a line of its output where it answers: it is ready then.</param>
    /// <param name="processor">The only processor it may use, or all. Needs taskset.</param>
    /// <exception cref="BenchException">It is missing, or it ended before it was ready.</exception>
    public static async Task<ServerProcess> StartAsync(string command, string[] arguments, Func<string, IPEndPoint?> addressIn, int? processor = null)
    {
        string[] line = processor is { } only ? ["taskset", "--cpu-list", $"{only}", command, .. arguments] : [command, .. arguments];
        var info = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServerProcess(info, addressIn);
        try
        {
            server._process.Start();
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new BenchException($"'{line[0]}' does not start: {e.Message}");
        }

        Running[server._process.Id] = server._process;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            var ended = server._process.WaitForExitAsync();
            if (await Task.WhenAny(server._ready.Task, ended).WaitAsync(Patience) == ended)
            {
                throw new BenchException($"'{string.Join(' ', line)}' ended with status {server._process.ExitCode} before it was ready:\n{server.Log}");
            }

            server.Address = await server._ready.Task;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    private void OnLine(string? line, bool isOutput)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Enqueue(line);
            if (_log.Count > MaxLogLines)
            {
                _log.Dequeue();
            }
        }

        if (!_ready.Task.IsCompleted && _addressIn(line) is { } address)
        {
            _ready.TrySetResult(address);
        }
        else if (isOutput && line.StartsWith(Admin, StringComparison.Ordinal))
        {
            _adminAddress.TrySetResult(new Uri(line[Admin.Length..].Trim()));
        }
        else if (isOutput && line.StartsWith(Roles.ReplyMark, StringComparison.Ordinal))
        {
            _reply?.TrySetResult(line[Roles.ReplyMark.Length..]);
        }
    }
}
