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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    // Those that run: when this process is told to end, nothing of it stays behind.
    private static readonly ConcurrentDictionary<int, Process> Running = new();

    private readonly Process _process;
    private readonly Queue<string> _log = new();
    private readonly TaskCompletionSource<IPEndPoint> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<string>? _reply;

    static ServerProcess() => AppDomain.CurrentDomain.ProcessExit += static (_, _) =>
    {
        foreach (var process in Running.Values)
        {
            process.Kill();
        }
    };

    private ServerProcess(ProcessStartInfo info)
    {
        _process = new Process { StartInfo = info };
        _process.OutputDataReceived += (_, line) => OnLine(line.Data, isOutput: true);
        _process.ErrorDataReceived += (_, line) => OnLine(line.Data, isOutput: false);
    }

    /// <summary>Where it answers.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

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
    public static Task<ServerProcess> StartPureEdgeAsync(string path)
    {
        var assembly = typeof(ServerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PureEdgeCli").Value!;
        return File.Exists(assembly)
            ? StartAsync([assembly, "serve", path, "--urls", "http://127.0.0.1:0", "--admin-urls", "http://127.0.0.1:0", "--data", ":memory:"])
            : throw new BenchException($"'{assembly}' is not there. Build it: dotnet build Host/Cli -c Release");
    }

    /// <summary>Starts this executable again in one of its hidden roles.</summary>
    public static Task<ServerProcess> StartSelfAsync(params string[] arguments) => StartAsync([typeof(ServerProcess).Assembly.Location, .. arguments]);

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

    private static async Task<ServerProcess> StartAsync(string[] arguments)
    {
        var info = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var server = new ServerProcess(info);
        server._process.Start();
        Running[server._process.Id] = server._process;
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            var ended = server._process.WaitForExitAsync();
            if (await Task.WhenAny(server._ready.Task, ended).WaitAsync(Patience) == ended)
            {
                throw new BenchException($"'dotnet {string.Join(' ', arguments)}' ended with status {server._process.ExitCode} before it was ready:\n{server.Log}");
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

        if (isOutput && !_ready.Task.IsCompleted && line.StartsWith(Ready, StringComparison.Ordinal))
        {
            _ready.TrySetResult(IPEndPoint.Parse(new Uri(line[Ready.Length..].Trim()).Authority));
        }
        else if (isOutput && line.StartsWith(Roles.ReplyMark, StringComparison.Ordinal))
        {
            _reply?.TrySetResult(line[Roles.ReplyMark.Length..]);
        }
    }
}
