namespace PureEdge.Engine.Interop;

/// <summary>
/// What the web platform's interfaces ask of the isolate they run in. Interop and WebApi know nothing else of it.
/// Members are called on the isolate's running turn, except <see cref="Post"/>.
/// </summary>
internal interface IRealmHost
{
    /// <summary>Milliseconds since the Unix epoch. It stands still while a turn runs, so that code cannot time itself.</summary>
    double NowMilliseconds { get; }

    /// <summary>When the isolate began, in milliseconds since the Unix epoch.</summary>
    double TimeOriginMilliseconds { get; }

    /// <summary>The request that is charged at present.</summary>
    RequestScope Scope { get; }

    /// <summary>Makes the requests of <c>fetch()</c>.</summary>
    IOutboundFetcher Outbound { get; }

    /// <summary>Keeps the responses of <c>caches</c>.</summary>
    IResponseCache ResponseCache { get; }

    /// <summary>The worker's <see cref="WorkerDefinition.Id"/>.</summary>
    string WorkerId { get; }

    /// <summary>Fills <paramref name="bytes"/> with cryptographically strong random bytes.</summary>
    void FillRandom(Span<byte> bytes);

    /// <summary>Writes a line to the worker's log, charged to the current request.</summary>
    void Log(WorkerLogLevel level, string text);

    /// <summary>Reports an exception that no code of the worker handled.</summary>
    void ReportUnhandled(Jint.Native.JsValue error, string kind);

    /// <summary>
    /// Runs <paramref name="action"/> in a later turn, charged to <paramref name="scope"/>. May be called on any thread; when the
    /// isolate is gone, nothing happens.
    /// </summary>
    void Post(RequestScope scope, Action action);

    /// <summary>
    /// Runs <paramref name="action"/> in a turn of its own, charged to <paramref name="scope"/>, once <paramref name="delay"/> has passed.
    /// Timers of a request fire in the order in which they are due, and of those that are due together in the order they were started.
    /// </summary>
    /// <returns>Cancels the timer when disposed, in a turn.</returns>
    IDisposable StartTimer(RequestScope scope, TimeSpan delay, Action action);
}
