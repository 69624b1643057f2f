namespace PureEdge.AspNetCore.Cron;

/// <summary>
/// Runs cron triggers: at the beginning of each minute those that are due, each once. A minute that passed while the server was down or
/// busy is not caught up; a run that still goes on does not keep the next one from starting.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class CronClock : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Text, CronExpression Expression)[]> _workers = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly Action<string, string, DateTimeOffset> _run;
    private readonly ITimer _timer;
    private DateTimeOffset _next;

    /// <summary>Starts the clock.</summary>
    /// <param name="time">The clock it goes by.</param>
    /// <param name="run">Begins a run of a worker, with the expression and the minute; must not wait for its end.</param>
    public CronClock(TimeProvider time, Action<string, string, DateTimeOffset> run)
    {
        _time = time;
        _run = run;
        _timer = time.CreateTimer(_ => Tick(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        lock (_gate)
        {
            Wait();
        }
    }

    /// <summary>Says when a worker runs from now on.</summary>
    /// <exception cref="PureEdgeException">An expression is none.</exception>
    public void Set(string worker, IReadOnlyList<string> crons)
    {
        var expressions = crons.Select(static text => (text, CronExpression.Parse(text))).ToArray();
        lock (_gate)
        {
            if (expressions.Length == 0)
            {
                _workers.Remove(worker);
            }
            else
            {
                _workers[worker] = expressions;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        List<(string Worker, string Cron)> due = [];
        DateTimeOffset minute;
        lock (_gate)
        {
            var now = _time.GetUtcNow();
            if (now < _next)
            {
                // The timer was early, as timers are.
                _timer.Change(_next - now, Timeout.InfiniteTimeSpan);
                return;
            }

            minute = Floor(now);
            foreach (var (worker, expressions) in _workers)
            {
                due.AddRange(expressions.Where(e => e.Expression.Matches(minute.UtcDateTime)).Select(e => (worker, e.Text)));
            }

            Wait();
        }

        foreach (var (worker, cron) in due)
        {
            _run(worker, cron, minute);
        }
    }

    private void Wait()
    {
        var now = _time.GetUtcNow();
        _next = Floor(now) + Minute;
        _timer.Change(_next - now, Timeout.InfiniteTimeSpan);
    }

    private static DateTimeOffset Floor(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Minute.Ticks), TimeSpan.Zero);
}
