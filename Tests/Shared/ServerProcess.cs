using System.Diagnostics;
using System.Text;

namespace PureEdge.Tests.Shared;

/// <summary>A server that runs as a process of its own, until it is disposed.</summary>
/// <remarks>Mutable state: the log, written by the process's two reader threads under its own lock.</remarks>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int MaxLogChars = 20_000;

    private readonly Process _process;
    private readonly StringBuilder _log = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(ProcessStartInfo info, Func<string, bool> isReady)
    {
        _process = new Process { StartInfo = info, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) =>
        {
            Keep(line.Data);
            try
            {
                if (line.Data is not null && isReady(line.Data))
                {
                    _ready.TrySetResult();
                }
            }
            catch (Exception error)
            {
                // An exception on a reader thread would end the test host; it belongs to whoever waits for the server.
                _ready.TrySetException(error);
            }
        };
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
    }

    /// <summary>The latest of what the process wrote.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts the process and waits until <paramref name="isReady"/> has said so of a line of its standard output.</summary>
    /// <exception cref="InvalidOperationException">The process ended before that, or took too long; the message has what it wrote.</exception>
    public static async Task<ServerProcess> StartAsync(ProcessStartInfo info, Func<string, bool> isReady, TimeSpan patience)
    {
        ServerProcess server = new(info, isReady);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            using CancellationTokenSource late = new(patience);
            Task ended = server._process.WaitForExitAsync(late.Token);
            await Task.WhenAny(server._ready.Task, ended);
            if (!server._ready.Task.IsCompleted)
            {
                string why = ended.IsCanceled ? $"was not ready after {patience.TotalSeconds:0} seconds" : $"ended with status {server._process.ExitCode} before it was ready";
                throw new InvalidOperationException($"\"{info.FileName} {string.Join(' ', info.ArgumentList)}\" {why}. It wrote:\n{server.Log}");
            }

            await server._ready.Task;
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process at once, without a word to it.</summary>
    public void Kill() => _process.Kill(entireProcessTree: true);

    /// <summary>Asks the process to end, as an operating system does (SIGTERM). Not on Windows, which has no such thing.</summary>
    public Task TerminateAsync() => SignalAsync("-TERM");

    /// <summary>Asks the process to read its settings again (SIGHUP). Not on Windows, which has no such thing.</summary>
    public Task HangUpAsync() => SignalAsync("-HUP");

    /// <summary>Waits until the process has ended, and gives its status.</summary>
    public async Task<int> WaitForExitAsync(TimeSpan patience)
    {
        using CancellationTokenSource late = new(patience);
        await _process.WaitForExitAsync(late.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.Append(line).Append('\n');
            if (_log.Length > MaxLogChars)
            {
                _log.Remove(0, _log.Length - MaxLogChars);
            }
        }
    }
}
