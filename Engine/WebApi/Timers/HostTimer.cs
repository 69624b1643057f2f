using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Timers;

/// <summary>A timer of a request. While it runs, the request has something pending.</summary>
/// <remarks>Owned by the isolate's turn.</remarks>
internal sealed class HostTimer : IDisposable
{
    private readonly WorkerRealm _realm;
    private readonly TimeSpan _delay;
    private readonly Action _action;
    private readonly bool _repeats;
    private readonly RequestScope _scope;
    private IDisposable? _scheduled;
    private bool _ended;

    private HostTimer(WorkerRealm realm, TimeSpan delay, Action action, bool repeats)
    {
        _realm = realm;
        _delay = delay;
        _action = action;
        _repeats = repeats;
        _scope = realm.Host.Scope;
    }

    /// <summary>Runs <paramref name="action"/> in a later turn of the current request, or in one after the other.</summary>
    /// <param name="realm">The isolate.</param>
    /// <param name="milliseconds">The delay; not a number and negative count as zero, more than 24.8 days as that.</param>
    /// <param name="action">What to do.</param>
    /// <param name="repeats">Whether to begin anew after each run.</param>
    public static HostTimer Start(WorkerRealm realm, double milliseconds, Action action, bool repeats = false)
    {
        var scope = realm.Host.Scope;
        if (!scope.AllowsIO)
        {
            throw realm.TypeError("Disallowed operation called within global scope. Timers belong to a request: start them inside a handler.");
        }

        realm.BeginOperation(scope, action);

        var delay = double.IsNaN(milliseconds) ? 0 : Math.Clamp(Math.Truncate(milliseconds), 0, int.MaxValue);
        var timer = new HostTimer(realm, TimeSpan.FromMilliseconds(delay), action, repeats);
        timer.Schedule();
        return timer;
    }

    /// <summary>Stops the timer; what it had left to do is not done.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _scheduled?.Dispose();
            _scope.EndOperation(_action);
        }
    }

    private void Schedule() => _scheduled = _realm.Host.StartTimer(_scope, _delay, Fire);

    private void Fire()
    {
        // It may have been stopped after its turn was queued.
        if (_ended)
        {
            return;
        }

        if (!_repeats)
        {
            Dispose();
        }

        _action();
        if (!_ended)
        {
            _scheduled?.Dispose();
            Schedule();
        }
    }
}
