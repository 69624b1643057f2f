using Microsoft.Extensions.Logging;

namespace PureEdge.AspNetCore.Observability;

/// <summary>Everything PureEdge writes to the host's log. Error: an operator must act; Warning: a worker was killed or failed.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "Worker {Worker}: {Outcome}, request {RequestId}: {Message} ({Location})")]
    public static partial void RequestFailed(ILogger log, string worker, string outcome, string requestId, string message, string location);

    [LoggerMessage(2, LogLevel.Warning, "Worker {Worker}, request {RequestId}: the response cannot be sent: {Message}")]
    public static partial void ResponseFailed(ILogger log, string worker, string requestId, string message);

    [LoggerMessage(3, LogLevel.Error, "PureEdge failed while it ran worker {Worker}. Please report this.")]
    public static partial void Fault(ILogger log, string worker, Exception exception);

    [LoggerMessage(7, LogLevel.Error, "The process before this one died while these workers ran: {Versions}. They are quarantined.")]
    public static partial void FoundDead(ILogger log, string versions);

    [LoggerMessage(8, LogLevel.Error, "Worker {Worker}: a thread hangs in a call that cannot be interrupted, {LostThreads} since the start. The version is not run any more.")]
    public static partial void ThreadLost(ILogger log, string worker, int lostThreads);

    [LoggerMessage(9, LogLevel.Critical, "{LostThreads} threads were lost to calls that cannot be interrupted: the server ends, to be started anew.")]
    public static partial void TooManyThreadsLost(ILogger log, int lostThreads);

    [LoggerMessage(4, LogLevel.Information, "[{Worker} {RequestId}] {Text}")]
    public static partial void WorkerWrote(ILogger log, string worker, string requestId, string text);

    [LoggerMessage(5, LogLevel.Warning, "[{Worker} {RequestId}] {Text}")]
    public static partial void WorkerWarned(ILogger log, string worker, string requestId, string text);

    [LoggerMessage(6, LogLevel.Warning, "Worker {Worker}: {Outcome} after the answer: {Message} {Location}")]
    public static partial void FailedLate(ILogger log, string worker, string outcome, string message, string location);

    [LoggerMessage(10, LogLevel.Error, "Worker {Worker}, version {Version} cannot be loaded: {Message}")]
    public static partial void VersionUnavailable(ILogger log, string worker, string version, string message);

    [LoggerMessage(11, LogLevel.Information, "Worker {Worker} deployed: {Versions}")]
    public static partial void Deployed(ILogger log, string worker, string versions);

    [LoggerMessage(12, LogLevel.Information, "Worker {Worker} deleted")]
    public static partial void Deleted(ILogger log, string worker);

    [LoggerMessage(13, LogLevel.Warning, "Store: {Notice}")]
    public static partial void StoreNotice(ILogger log, string notice);

    [LoggerMessage(17, LogLevel.Warning, "{Notice}")]
    public static partial void CertificateNotice(ILogger log, string notice);

    [LoggerMessage(18, LogLevel.Error, "{Notice}")]
    public static partial void AccessLogNotice(ILogger log, string notice);

    [LoggerMessage(24, LogLevel.Warning, "{Notice}")]
    public static partial void CacheNotice(ILogger log, string notice);

    [LoggerMessage(20, LogLevel.Information, "The settings were read again. Changed: {Changed}.")]
    public static partial void Reloaded(ILogger log, string changed);

    [LoggerMessage(21, LogLevel.Warning, "The settings were read again. These need a restart and stay as they were: {Settings}.")]
    public static partial void NeedsRestart(ILogger log, string settings);

    [LoggerMessage(22, LogLevel.Error, "The settings were read again and are refused; those before stay in use.\n{Errors}")]
    public static partial void NotReloaded(ILogger log, string errors);

    [LoggerMessage(23, LogLevel.Error, "The workers of '{Path}' keep the limits they had: {Message}")]
    public static partial void NotRenewed(ILogger log, string path, string message);

    [LoggerMessage(19, LogLevel.Warning, "The tail worker {Worker}: {Outcome} {Message} ({Dropped} events dropped since the last call)")]
    public static partial void TailFailed(ILogger log, string worker, string outcome, string message, int dropped);

    [LoggerMessage(14, LogLevel.Error, "PureEdge failed while it answered {Method} {Path}. Please report this.")]
    public static partial void ApiFault(ILogger log, string method, string path, Exception exception);

    [LoggerMessage(16, LogLevel.Error, "{Method} {Path} was done, but the audit log does not have it: {Message}")]
    public static partial void AuditFailed(ILogger log, string method, string path, string message);

    [LoggerMessage(15, LogLevel.Warning, "Worker {Worker}, cron {Cron}: {Outcome}: {Message}")]
    public static partial void CronFailed(ILogger log, string worker, string cron, string outcome, string message);
}
