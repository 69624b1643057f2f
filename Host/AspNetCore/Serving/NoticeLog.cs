using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Observability;

namespace PureEdge.AspNetCore.Serving;

/// <summary>What the store has to say goes to the log; what it says before there is one waits for it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class NoticeLog
{
    private readonly ConcurrentQueue<string> _waiting = new();
    private ILogger? _log;

    public void Add(string notice)
    {
        _waiting.Enqueue(notice);
        if (Volatile.Read(ref _log) is { } log)
        {
            Write(log);
        }
    }

    public void GiveTo(ILogger log)
    {
        Volatile.Write(ref _log, log);
        Write(log);
    }

    private void Write(ILogger log)
    {
        while (_waiting.TryDequeue(out var notice))
        {
            Log.StoreNotice(log, LogText.Clean(notice));
        }
    }
}
