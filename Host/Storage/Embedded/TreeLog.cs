using ZoneTree.Logger;

namespace PureEdge.Storage.Embedded;

/// <summary>Passes on what ZoneTree warns of: a torn end of the log that was cut off, a compaction that failed.</summary>
internal sealed class TreeLog(Action<string>? onNotice) : ILogger
{
    public LogLevel LogLevel { get; set; } = LogLevel.Warning;

    public void LogError(Exception log) => onNotice?.Invoke("Storage: " + log.GetBaseException().Message);

    public void LogWarning(object log) => onNotice?.Invoke("Storage: " + log);

    public void LogInfo(object log)
    {
    }

    public void LogTrace(object log)
    {
    }
}
