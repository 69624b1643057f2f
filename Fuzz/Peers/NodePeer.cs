using System.Diagnostics;
using System.Text;
using System.Text.Json;

namespace PureEdge.Fuzz.Peers;

/// <summary>
/// Node.js as a process of its own: another implementation of WebAssembly and of the standards of the web, which is asked what it makes of
/// the same input. It answers each request within <see cref="Patience"/>, and ends when this process does.
/// </summary>
/// <remarks>Thread-safe: one request at a time.</remarks>
internal sealed class NodePeer : IDisposable
{
    /// <summary>How long one request may take before its thread is ended.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private const int MostLine = 8 << 20;

    // The process answers in time whatever its thread does; this is for one that is gone.
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(60);

    private static readonly Lazy<NodePeer?> Only = new(static () => Start() is { } process ? new(process) : null);

    private readonly Lock _gate = new();
    private readonly byte[] _buffer = new byte[1 << 16];
    private Process? _process;
    private int _from;
    private int _until;

    private NodePeer(Process process) => _process = process;

    /// <summary>The one of this process, started when it is first asked for; <see langword="null"/> when there is no Node.js on the machine.</summary>
    public static NodePeer? Shared => Only.Value;

    /// <summary>Asks something.</summary>
    /// <param name="request">The request, as peer.js reads it.</param>
    /// <returns>The answer: with <c>failed</c> when it was not done in time or within its memory, or ended the process; then another takes its place.</returns>
    /// <exception cref="InvalidOperationException">The process cannot be started again.</exception>
    public JsonElement Ask(object request)
    {
        lock (_gate)
        {
            var process = _process ??= Start() ?? throw new InvalidOperationException("Node.js cannot be started any more.");
            try
            {
                process.StandardInput.Write(JsonSerializer.Serialize(request) + "\n");
                process.StandardInput.Flush();
                using var answer = JsonDocument.Parse(ReadLine(process));
                return answer.RootElement.Clone();
            }
            catch (Exception e) when (e is IOException or JsonException)
            {
                End();
                return JsonSerializer.SerializeToElement(new { failed = $"Node.js ended, or answered with no line: {e.Message}" });
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            End();
        }
    }

    private void End()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
        }

        _process?.Dispose();
        (_process, _from, _until) = (null, 0, 0);
    }

    private static Process? Start()
    {
        var start = new ProcessStartInfo("node")
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, CreateNoWindow = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.ArgumentList.Add("--no-warnings");
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Resources.Text("peer-main.js"));
        start.Environment.Remove("NODE_OPTIONS");
        start.Environment["PEER"] = JsonSerializer.Serialize<object[]>([Resources.Text("peer.js"), Resources.Text("show.js"), (int)Patience.TotalMilliseconds]);
        var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (System.ComponentModel.Win32Exception)
        {
            process.Dispose();
            return null;
        }

        // Nobody reads it, but a full pipe would stop the process.
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        return process;
    }

    private string ReadLine(Process process)
    {
        using var late = new CancellationTokenSource(MostWait);
        var line = new MemoryStream();
        while (true)
        {
            var end = _buffer.AsSpan(_from, _until - _from).IndexOf((byte)'\n');
            line.Write(_buffer, _from, end < 0 ? _until - _from : end);
            if (end >= 0)
            {
                _from += end + 1;
                return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length);
            }

            if (line.Length > MostLine)
            {
                throw new IOException($"more than {MostLine} bytes");
            }

            try
            {
                (_from, _until) = (0, process.StandardOutput.BaseStream.ReadAsync(_buffer, late.Token).AsTask().GetAwaiter().GetResult());
            }
            catch (OperationCanceledException canceled)
            {
                throw new IOException($"nothing in {MostWait.TotalSeconds} seconds", canceled);
            }

            if (_until == 0)
            {
                throw new IOException("it has ended");
            }
        }
    }
}
