namespace PureEdge.Engine.WebApi.Abort;

/// <summary>
/// The signals that follow a signal (https://dom.spec.whatwg.org/#abortsignal-dependent-signals). A signal that lives as long as the
/// isolate may gain one with every request, so it must not keep those alive that nobody waits for.
/// </summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class AbortDependents
{
    private readonly List<WeakReference<JsAbortSignal>> _all = [];
    private readonly HashSet<JsAbortSignal> _held = new(ReferenceEqualityComparer.Instance);
    private int _sweepAt = 16;

    public void Add(JsAbortSignal signal)
    {
        if (_all.Count >= _sweepAt)
        {
            _all.RemoveAll(static reference => !reference.TryGetTarget(out _));
            _sweepAt = Math.Max(16, _all.Count * 2);
        }

        _all.Add(new WeakReference<JsAbortSignal>(signal));
    }

    /// <summary>Keeps a dependent alive, or no longer.</summary>
    public void Hold(JsAbortSignal signal, bool hold)
    {
        if (hold)
        {
            _held.Add(signal);
        }
        else
        {
            _held.Remove(signal);
        }
    }

    /// <summary>The living dependents in the order in which they came; the list is empty afterwards.</summary>
    public List<JsAbortSignal> TakeAll()
    {
        List<JsAbortSignal> living = [];
        foreach (var reference in _all)
        {
            if (reference.TryGetTarget(out var signal))
            {
                living.Add(signal);
            }
        }

        _all.Clear();
        _held.Clear();
        return living;
    }
}
