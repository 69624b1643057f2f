using Jint;
using Jint.Native;
using Jint.Native.Promise;
using PureEdge.Engine.Diagnostics;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Reporting;

namespace PureEdge.Engine.Isolates;

/// <summary>What an isolate tells the host: log lines, errors nobody handled; and its timers.</summary>
internal sealed partial class Isolate
{
    private const int MaxRejections = 100;

    /// <inheritdoc/>
    public void Log(WorkerLogLevel level, string text) => Log(level, text, isUncaught: false);

    private void Log(WorkerLogLevel level, string text, bool isUncaught)
    {
        if (IsForImage)
        {
            return;
        }

        var (kept, isFirstDropped) = _scope.CountLogLine(text);
        if (kept)
        {
            // A kept line costs memory of the host, so the request pays for it.
            _scope.Limits.ChargeHostBytes(text.Length * sizeof(char));
            _host.Log(level, text, _scope.Tag, isUncaught);
        }
        else if (isFirstDropped)
        {
            var limits = _scope.Limits.Limits;
            _host.Log(WorkerLogLevel.Warn, $"A request may log {limits.LogLines} lines of {limits.LogBytes} bytes together; further ones are dropped.", _scope.Tag);
        }
    }

    /// <inheritdoc/>
    public void ReportUnhandled(JsValue error, string kind)
    {
        var failure = ErrorText.Failure(error);
        var text = failure.Stack is null ? failure.Message : $"{failure.Message}\n{failure.Stack}";
        Log(WorkerLogLevel.Error, kind == "unhandledrejection" ? $"Uncaught (in promise) {text}" : $"Uncaught {text}", isUncaught: true);
    }

    /// <inheritdoc/>
    public IDisposable StartTimer(RequestScope scope, TimeSpan delay, Action action) =>
        ((EventScope)scope).TimersIn(this).Add(_turnBegan, delay, action);

    /// <summary>Runs <paramref name="action"/> in a turn of <paramref name="scope"/> after a time. May be called on any thread.</summary>
    /// <returns>Cancels that when disposed.</returns>
    public IDisposable PostLater(EventScope scope, TimeSpan delay, Action action) =>
        _host.Time.CreateTimer(_ => Post(scope, action), null, delay, Timeout.InfiniteTimeSpan);

    private void OnRejection(object? sender, PromiseRejectionTrackerEventArgs e)
    {
        if (e.Operation == PromiseRejectionOperation.Reject && _rejections.Count < MaxRejections)
        {
            _rejections.Add(e.Promise);
            _rejections.Add(e.Value ?? JsValue.Undefined);
        }
        else if (e.Operation == PromiseRejectionOperation.Handle)
        {
            var index = _rejections.FindIndex(p => ReferenceEquals(p, e.Promise));
            if (index >= 0)
            {
                _rejections.RemoveRange(index, 2);
            }
            else if (_reported?.TryGetValue(e.Promise, out var reason) == true && (_handledLate ??= []).Count < MaxRejections)
            {
                _reported.Remove(e.Promise);
                _handledLate.Add((e.Promise, reason));
            }
        }
    }

    private void ReportRejections()
    {
        if (_rejections.Count == 0 && _handledLate is null)
        {
            return;
        }

        var handled = _handledLate ?? [];
        _handledLate = null;
        foreach (var (promise, reason) in handled)
        {
            RejectionReporter.ReportHandled(Realm, promise, reason);
        }

        var rejections = _rejections.ToArray();
        _rejections.Clear();
        for (var i = 0; i < rejections.Length; i += 2)
        {
            RejectionReporter.Report(Realm, rejections[i], rejections[i + 1]);
            // A listener may have handled it.
            if (!JintInternals.IsHandled(rejections[i]))
            {
                _reported ??= [];
                _reported.AddOrUpdate(rejections[i], rejections[i + 1]);
            }
        }

        Engine.Advanced.ProcessTasks();
    }
}
