namespace PureEdge.Storage;

/// <summary>Who wants to be told of which topic.</summary>
/// <remarks>Mutable state: the lists, replaced under their own lock; a list that is read is never changed.</remarks>
internal sealed class Watchers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Action[]> _hints = new(StringComparer.Ordinal);

    public IDisposable Add(string topic, Action hint)
    {
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(hint);
        // A delegate of its own: the same action may watch twice, and each watch ends by itself.
        Action own = () => hint();
        lock (_gate)
        {
            _hints[topic] = [.. _hints.GetValueOrDefault(topic, []), own];
        }

        return new Watch(() => Remove(topic, own));
    }

    public void Tell(string? topic)
    {
        Action[]? hints = null;
        lock (_gate)
        {
            if (topic is null || !_hints.TryGetValue(topic, out hints))
            {
                return;
            }
        }

        foreach (var hint in hints)
        {
            ThreadPool.UnsafeQueueUserWorkItem(Call, hint, preferLocal: false);
        }
    }

    private static void Call(Action hint)
    {
        try
        {
            hint();
        }
        catch (Exception)
        {
            // A watcher polls as well, so a failed hint costs time only; thrown here it would end the process.
        }
    }

    private void Remove(string topic, Action own)
    {
        lock (_gate)
        {
            var rest = _hints.GetValueOrDefault(topic, []).Where(hint => hint != own).ToArray();
            if (rest.Length == 0)
            {
                _hints.Remove(topic);
            }
            else
            {
                _hints[topic] = rest;
            }
        }
    }

    private sealed class Watch(Action end) : IDisposable
    {
        private Action? _end = end;

        public void Dispose() => Interlocked.Exchange(ref _end, null)?.Invoke();
    }
}
