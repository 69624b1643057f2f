using Jint.Native;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>A target's event listeners, in the order in which they were added.</summary>
/// <remarks>Owned by the isolate's turn. A removal during a dispatch marks the listener, since the dispatch walks a copy.</remarks>
internal sealed class EventListenerList
{
    /// <summary>A dispatch copies the list and an addition searches it, so its length bounds what one call can cost.</summary>
    public const int MaxListeners = 10_000;

    private readonly List<EventListener> _listeners = [];

    public int Count => _listeners.Count;

    public bool Has(string type)
    {
        foreach (var listener in _listeners)
        {
            if (listener.Type == type)
            {
                return true;
            }
        }

        return false;
    }

    public bool HasCapturing(string type) => _listeners.Exists(listener => listener.Capture && listener.Type == type);

    public EventListener? Find(string type, JsValue callback, bool capture) =>
        _listeners.Find(listener => !listener.IsHandler && ReferenceEquals(listener.Callback, callback) && listener.Capture == capture && listener.Type == type);

    public EventListener? FindHandler(string type) => _listeners.Find(listener => listener.IsHandler && listener.Type == type);

    public void Add(EventListener listener) => _listeners.Add(listener);

    public void Remove(EventListener listener)
    {
        listener.Removed = true;
        listener.SignalSubscription?.Dispose();
        listener.SignalSubscription = null;
        _listeners.Remove(listener);
    }

    public List<EventListener> Matching(string type, bool capture) =>
        _listeners.FindAll(listener => listener.Capture == capture && listener.Type == type);
}
