using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Configuration;

namespace PureEdge.AspNetCore.Serving;

/// <summary>The settings of a server that runs: those that can change while it does, and which of a newer set need a restart.</summary>
/// <remarks>
/// Read by every request, changed by one caller at a time. Each value is swapped whole; a request that has begun may see some of the old ones and some of the new.
/// </remarks>
internal sealed class LiveSettings : IAsyncDisposable
{
    private readonly ServerOptions _started;
    private readonly Action<string> _onNotice;
    private ServerOptions _now;
    private AccessLog? _accessLog;

    /// <summary>Takes the settings that a server starts with.</summary>
    /// <param name="options">The settings; those of <see cref="ServerOptions.Workers"/> are changed in place.</param>
    /// <param name="onNotice">Told what an operator should know of the access log.</param>
    /// <exception cref="PureEdgeException">The access log cannot be written.</exception>
    public LiveSettings(ServerOptions options, Action<string> onNotice)
    {
        _started = options;
        _now = new() { AccessLog = options.AccessLog, DrainTime = options.DrainTime, LogLevel = options.LogLevel, Workers = options.Workers.Copy() };
        _onNotice = onNotice;
        _accessLog = Open(options.AccessLog);
    }

    /// <summary>What gets a line for each request, or <see langword="null"/>.</summary>
    public AccessLog? AccessLog => Volatile.Read(ref _accessLog);

    /// <summary>How long requests may go on once the server is told to end.</summary>
    public TimeSpan DrainTime => Volatile.Read(ref _now).DrainTime;

    /// <summary>What the log has at least.</summary>
    public LogLevel LogLevel => Volatile.Read(ref _now).LogLevel;

    /// <summary>Whether a worker's limits are others than these options say.</summary>
    /// <param name="before">The options before.</param>
    /// <param name="worker">The worker's name.</param>
    public bool HasOtherLimits(PureEdgeOptions before, string worker) => before.LimitsOf(worker) != _started.Workers.LimitsOf(worker);

    /// <summary>Takes what can change.</summary>
    /// <param name="next">A newer set, checked.</param>
    /// <returns>The workers' options before, the keys of what is another now, and the keys of what is another but stays as it was.</returns>
    /// <exception cref="PureEdgeException">The access log cannot be written; then nothing has changed.</exception>
    public async Task<(PureEdgeOptions Before, IReadOnlyList<string> Changed, IReadOnlyList<string> NeedRestart)> TakeAsync(ServerOptions next)
    {
        var before = _started.Workers.Copy();
        string[] changed = [.. ServerSettings.All.Where(s => s.IsLive && s.TextOf(_now) != s.TextOf(next)).Select(static s => s.Key)];
        string[] stay = [.. ServerSettings.All.Where(s => !s.IsLive && s.TextOf(_started) != s.TextOf(next)).Select(static s => s.Key)];

        // The only one that can fail is the first.
        var dropped = SwapAccessLog(next.AccessLog);
        Volatile.Write(ref _now, new() { AccessLog = next.AccessLog, DrainTime = next.DrainTime, LogLevel = next.LogLevel, Workers = next.Workers.Copy() });
        _started.Workers.Limits = next.Workers.Limits;
        _started.Workers.WorkerLimits = next.Workers.WorkerLimits;
        _started.Workers.Tenants = next.Workers.Tenants;
        _started.Workers.MaxRequestBodyBytes = next.Workers.MaxRequestBodyBytes;
        _started.Workers.MaxConcurrentRequestsPerWorker = next.Workers.MaxConcurrentRequestsPerWorker;
        _started.Workers.ShowErrors = next.Workers.ShowErrors;
        if (dropped is not null)
        {
            await dropped.DisposeAsync();
        }

        return (before, changed, stay);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => AccessLog is { } log ? log.DisposeAsync() : ValueTask.CompletedTask;

    private AccessLog? Open(string? path) => path is null ? null : AccessLog.Open(path, TimeProvider.System, _onNotice);

    private AccessLog? SwapAccessLog(string? path)
    {
        var log = _accessLog;
        if (path == _now.AccessLog)
        {
            return null;
        }

        if (log is not null && path is not null)
        {
            log.MoveTo(path);
            return null;
        }

        Volatile.Write(ref _accessLog, Open(path));
        return log;
    }
}
