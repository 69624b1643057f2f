using System.Collections.Concurrent;
using System.Security.Cryptography;
using PureEdge.AspNetCore.Observability.Sources;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Observability.Tail;

/// <summary>Who watches which worker live (<c>wrangler tail</c>). A worker that nobody watches costs a look into an empty table.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class TailHub(TimeProvider time, SourcePlaces places) : IDisposable
{
    /// <summary>Sessions of one worker.</summary>
    public const int MostOfWorker = 10;

    private const int Most = 100;

    private static readonly TimeSpan SessionTime = TimeSpan.FromHours(6);

    // Until somebody has connected.
    private static readonly TimeSpan UnusedTime = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, WorkerTail> _workers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TailSession> _sessions = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Takes an event for a tail worker: the worker's name and the event's JSON.</summary>
    public Action<string, byte[]> OnEvent { get; set; } = static (_, _) => { };

    /// <summary>Says which tail workers a worker has from now on.</summary>
    public void SetConsumers(string worker, IReadOnlyList<string> consumers)
    {
        lock (_gate)
        {
            if (consumers.Count > 0)
            {
                _workers.GetOrAdd(worker, name => new WorkerTail(this, name)).Consumers = consumers;
            }
            else if (_workers.TryGetValue(worker, out var tail))
            {
                tail.Consumers = [];
                Forget(worker, tail);
            }
        }
    }

    /// <summary>The clock of events.</summary>
    public TimeProvider Time => time;

    /// <summary>Says where in its sources a worker failed.</summary>
    public SourcePlaces Places => places;

    /// <summary>Begins a session.</summary>
    /// <exception cref="PureEdgeException">There are as many as there may be.</exception>
    public TailSession Add(string worker, TailFilter filter)
    {
        lock (_gate)
        {
            RemoveOld();
            var tail = _workers.GetOrAdd(worker, name => new WorkerTail(this, name));
            if (tail.Sessions.Count >= MostOfWorker || _sessions.Count >= Most)
            {
                throw new PureEdgeException("too_many", $"The worker '{worker}' is watched {tail.Sessions.Count} times, of {_sessions.Count} in all; at most {MostOfWorker} of one worker and {Most} of all are allowed. A watch that nobody connected to ends after a minute.");
            }

            var session = new TailSession(RandomNumberGenerator.GetHexString(32, lowercase: true), RandomNumberGenerator.GetHexString(64, lowercase: true), worker, filter, time.GetUtcNow(), SessionTime);
            _sessions[session.Id] = session;
            tail.Sessions = [.. tail.Sessions, session];
            return session;
        }
    }

    /// <summary>A session, if somebody may have it.</summary>
    public TailSession? Find(string id, string secret) => _sessions.TryGetValue(id, out var session)
        && CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(secret), System.Text.Encoding.UTF8.GetBytes(session.Secret)) && session.ExpiresAt > time.GetUtcNow()
            ? session
            : null;

    /// <summary>Ends a session of a worker.</summary>
    public bool Remove(string worker, string id)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(id, out var session) && session.Worker == worker && Remove(session);
        }
    }

    /// <summary>An event of a worker begins; <see langword="null"/> when nobody watches it.</summary>
    /// <param name="worker">The worker.</param>
    /// <param name="request">The request, of a fetch event. It is tagged, so that its lines find their event.</param>
    /// <param name="version">The version's id.</param>
    public Trace? Begin(WorkerDefinition worker, WorkerRequest request, string version)
    {
        if (_workers.IsEmpty || !_workers.TryGetValue(worker.Name, out var tail))
        {
            return null;
        }

        var trace = new Trace(tail, places, worker, time.GetUtcNow()) { Request = request, Headers = request.Headers.Clone(), Version = version, RequestId = request.Tag as string };
        request.Tag = trace;
        return trace;
    }

    /// <summary>A call of a worker's method begins; <see langword="null"/> when nobody watches it.</summary>
    public Trace? BeginCall(WorkerDefinition worker, RpcCall call, string? entrypoint, string version)
    {
        if (_workers.IsEmpty || !_workers.TryGetValue(worker.Name, out var tail))
        {
            return null;
        }

        var trace = new Trace(tail, places, worker, time.GetUtcNow()) { Version = version, Method = call.Method, Entrypoint = entrypoint };
        call.Tag = trace;
        return trace;
    }

    /// <summary>A scheduled event of a worker begins; <see langword="null"/> when nobody watches it.</summary>
    public Trace? BeginScheduled(WorkerDefinition worker, string version, string cron, DateTimeOffset minute) => _workers.IsEmpty || !_workers.TryGetValue(worker.Name, out var tail)
        ? null
        : new(tail, places, worker, time.GetUtcNow()) { Version = version, Cron = cron, ScheduledTime = minute.ToUnixTimeMilliseconds() };

    /// <summary>A worker wrote a line.</summary>
    public void Log(WorkerLogEntry entry)
    {
        if (entry.Tag is Trace trace)
        {
            trace.Log(entry, time.GetUtcNow());
        }
        else if (!_workers.IsEmpty && _workers.TryGetValue(entry.Worker, out var tail))
        {
            tail.Log(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var session in _sessions.Values)
            {
                Remove(session);
            }
        }
    }

    private bool Remove(TailSession session)
    {
        _sessions.TryRemove(session.Id, out _);
        if (_workers.TryGetValue(session.Worker, out var tail))
        {
            tail.Sessions = [.. tail.Sessions.Where(s => s != session)];
            Forget(session.Worker, tail);
        }

        session.Close();
        return true;
    }

    private void Forget(string worker, WorkerTail tail)
    {
        if (tail.Sessions.Count == 0 && tail.Consumers.Count == 0)
        {
            _workers.TryRemove(worker, out _);
        }
    }

    private void RemoveOld()
    {
        var now = time.GetUtcNow();
        foreach (var session in _sessions.Values)
        {
            if (session.ExpiresAt <= now || (!session.IsConnected && session.LastSeen + UnusedTime <= now))
            {
                Remove(session);
            }
        }
    }
}
