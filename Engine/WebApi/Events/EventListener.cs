using Jint.Native;

namespace PureEdge.Engine.WebApi.Events;

/// <summary>One entry of a target's event listener list (https://dom.spec.whatwg.org/#concept-event-listener).</summary>
internal sealed class EventListener(string type, JsValue callback)
{
    public string Type { get; } = type;

    /// <summary>A function, or an object with <c>handleEvent</c>. An <c>on...</c> attribute replaces it in place.</summary>
    public JsValue Callback { get; set; } = callback;

    public bool Capture { get; init; }

    public bool Once { get; init; }

    public bool Passive { get; init; }

    /// <summary>Whether an <c>on...</c> attribute set it.</summary>
    public bool IsHandler { get; init; }

    /// <summary>Set while a dispatch may still hold a copy of the list.</summary>
    public bool Removed { get; set; }

    /// <summary>Ends the wait for the abort signal of the listener.</summary>
    public IDisposable? SignalSubscription { get; set; }
}
