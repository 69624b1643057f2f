using System.Buffers;
using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using PureEdge.AspNetCore.Pipeline;

namespace PureEdge.AspNetCore.Serving;

/// <summary>
/// A line for each request of the workers' listener, in the combined format that log tools know, and after it the host, the worker, milliseconds, the outcome
/// and the request id.
/// </summary>
/// <remarks>Thread-safe. Lines wait in a bounded queue for the one that writes; when it is full they are dropped and counted, so that no request waits for a disk.</remarks>
internal sealed class AccessLog : IAsyncDisposable
{
    private const int MostWaiting = 10_000;
    private const int MostText = 2_000;

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        [.. Enumerable.Range(0x20, 0x5F).Select(static c => (char)c).Where(static c => c is not ('"' or '\\'))]);

    private readonly Channel<string> _waiting = Channel.CreateBounded<string>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });
    private readonly TimeProvider _time;
    private readonly Action<string> _onFailure;
    private readonly Task _writing;
    private string _path;
    private FileStream _file;
    private Target? _next;
    private long _dropped;

    private AccessLog(string path, FileStream file, TimeProvider time, Action<string> onFailure)
    {
        _path = path;
        _time = time;
        _onFailure = onFailure;
        _file = file;
        _writing = Task.Run(WriteAsync);
    }

    /// <summary>Opens the file, to write at its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="onFailure">Told when lines cannot be written.</param>
    /// <exception cref="PureEdgeException">It cannot be written.</exception>
    public static AccessLog Open(string path, TimeProvider time, Action<string> onFailure) => new(path, OpenOrRefuse(path), time, onFailure);

    /// <summary>Goes on in another file; lines that wait are written to it too.</summary>
    /// <exception cref="PureEdgeException">It cannot be written; then this one stays.</exception>
    public void MoveTo(string path) => Interlocked.Exchange(ref _next, new(path, OpenOrRefuse(path)))?.File.Dispose();

    /// <summary>Answers a request and keeps its line.</summary>
    public async Task RunAsync(HttpContext context, string? worker, Func<Task> answer)
    {
        var began = _time.GetTimestamp();
        try
        {
            await answer();
        }
        finally
        {
            if (!_waiting.Writer.TryWrite(Line(context, worker, _time.GetUtcNow(), _time.GetElapsedTime(began))))
            {
                Interlocked.Increment(ref _dropped);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
        _next?.File.Dispose();
    }

    /// <summary>The line of a request. What the client or the worker chose is escaped, so that it is one line and its quotes are ours.</summary>
    internal static string Line(HttpContext context, string? worker, DateTimeOffset now, TimeSpan took)
    {
        var (request, response) = (context.Request, context.Response);
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        var outcome = response.Headers[PureEdgeHeaders.Outcome].ToString();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{context.Connection.RemoteIpAddress?.ToString() ?? "-"} - - [{now.UtcDateTime:dd/MMM/yyyy:HH:mm:ss} +0000] \"{Clean(request.Method)} {Clean(target)} {Clean(request.Protocol)}\" {response.StatusCode} {response.ContentLength?.ToString(CultureInfo.InvariantCulture) ?? "-"} \"{Quoted(request.Headers.Referer)}\" \"{Quoted(request.Headers.UserAgent)}\" \"{Quoted(request.Host.Value ?? "")}\" {worker ?? "-"} {took.TotalMilliseconds:0.000} {(outcome.Length == 0 ? "ok" : Clean(outcome))} {Clean(context.TraceIdentifier)}\n");
    }

    private static string Quoted(Microsoft.Extensions.Primitives.StringValues value) => value.ToString() is { Length: > 0 } text ? Clean(text) : "-";

    private static string Clean(string text)
    {
        text = text.Length <= MostText ? text : text[..MostText] + "...";
        if (!text.AsSpan().ContainsAnyExcept(Plain))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        foreach (var c in text)
        {
            _ = Plain.Contains(c) ? clean.Append(c) : c < 0x100 ? clean.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:X2}") : clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        }

        return clean.ToString();
    }

    private static FileStream OpenOrRefuse(string path)
    {
        try
        {
            return OpenFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PureEdgeException("options_invalid", $"The access log '{path}' cannot be written: {e.Message}");
        }
    }

    private async Task TakeNextAsync()
    {
        if (Volatile.Read(ref _next) is not null && Interlocked.Exchange(ref _next, null) is { } next)
        {
            await _file.DisposeAsync();
            (_path, _file) = (next.Path, next.File);
        }
    }

    private static FileStream OpenFile(string path) => new FileStream(path, new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete });

    private async Task WriteAsync()
    {
        var reader = _waiting.Reader;
        var hasFailed = false;
        while (await reader.WaitToReadAsync())
        {
            try
            {
                await TakeNextAsync();

                // Who rotates logs moves the file away: then a new one begins.
                if (!Path.Exists(_path))
                {
                    await _file.DisposeAsync();
                    _file = OpenFile(_path);
                }

                if (Interlocked.Exchange(ref _dropped, 0) is > 0 and var dropped)
                {
                    await _file.WriteAsync(Encoding.ASCII.GetBytes($"# {dropped} lines were dropped: they came faster than they could be written, or could not be\n"));
                }

                while (reader.TryRead(out var line))
                {
                    await TakeNextAsync();
                    await _file.WriteAsync(Encoding.ASCII.GetBytes(line));
                }

                await _file.FlushAsync();
                hasFailed = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // What waits is given up: trying it again and again would take a processor.
                while (reader.TryRead(out _))
                {
                    Interlocked.Increment(ref _dropped);
                }

                if (!hasFailed)
                {
                    hasFailed = true;
                    _onFailure($"The access log '{_path}' cannot be written: {e.Message}");
                }
            }
        }
    }

    private sealed record Target(string Path, FileStream File);
}
