using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Interop;

/// <summary>
/// A realm with all of WebApi but no isolate: the test's thread runs the turns. For tests of one interface; what isolates do is
/// tested through isolates.
/// </summary>
internal sealed class TestRealm : IRealmHost
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly BlockingCollection<Action> _posted = [];
    private readonly TestScope _scope;

    public TestRealm(IOutboundFetcher? outbound = null, ExecutionLimits? limits = null, bool hasNodeModules = false)
    {
        _scope = new(limits ?? ExecutionLimits.Default);
        Outbound = outbound ?? new NoOutbound();
        var options = new Options { TimeZone = TimeZoneInfo.Utc };
        options.UseLimits();
        WorkerGlobals.Register(options, hasNodeModules);
        Engine = new JintEngine(options);
        Realm = new WorkerRealm(Engine, this) { HasNodeModules = hasNodeModules, AllowsCodeFromData = true };
    }

    public JintEngine Engine { get; }

    public WorkerRealm Realm { get; }

    public List<(WorkerLogLevel Level, string Text)> Logged { get; } = [];

    public List<string> Unhandled { get; } = [];

    public double NowMilliseconds { get; set; } = 1_800_000_000_000;

    public double TimeOriginMilliseconds => 1_800_000_000_000 - 250;

    public RequestScope Scope => _scope;

    /// <summary>Whether the realm is inside a request; otherwise at the worker's top level.</summary>
    public bool AllowsIO
    {
        init => _scope.InRequest = value;
    }

    public IOutboundFetcher Outbound { get; }

    public IResponseCache ResponseCache { get; } = new MemoryResponseCache();

    public string WorkerId => "test";

    /// <summary>Evaluates a script in a fresh realm; a promise is awaited while turns run. What is rejected or thrown is thrown here as <see cref="JavaScriptException"/>.</summary>
    public static JsValue Run(string script) => new TestRealm().Evaluate(script);

    /// <summary>Runs the body of an async function in a fresh realm and gives its result as JSON.</summary>
    public static string Json(string body) => new TestRealm().EvaluateJson(body);

    public string EvaluateJson(string body) =>
        Evaluate($"(async () => {{ {body} }})().then(v => JSON.stringify(v))").ToString();

    public JsValue Evaluate(string script)
    {
        JsValue result = Engine.Evaluate(script);
        Engine.Advanced.ProcessTasks();
        if (!result.IsPromise())
        {
            return result;
        }

        JsValue? value = null, error = null;
        Realm.React(result, v => value = v, e => error = e);
        Engine.Advanced.ProcessTasks();
        var start = Stopwatch.GetTimestamp();
        while (value is null && error is null)
        {
            if (!_posted.TryTake(out var action, Patience - Stopwatch.GetElapsedTime(start) is { Ticks: > 0 } left ? left : TimeSpan.Zero))
            {
                throw new TimeoutException("The promise did not settle, and nothing of the host is pending.");
            }

            action();
            Engine.Advanced.ProcessTasks();
        }

        return error is null ? value! : throw new JavaScriptException(error);
    }

    /// <summary>Whether something of the host waits for a turn.</summary>
    public bool HasPosted => _posted.Count > 0;

    /// <summary>Runs one turn of what was posted, if something comes soon.</summary>
    public void RunOne()
    {
        if (_posted.TryTake(out var action, TimeSpan.FromMilliseconds(20)))
        {
            action();
            Engine.Advanced.ProcessTasks();
        }
    }

    public void FillRandom(Span<byte> bytes) => RandomNumberGenerator.Fill(bytes);

    public void Log(WorkerLogLevel level, string text) => Logged.Add((level, text));

    public void ReportUnhandled(JsValue error, string kind) => Unhandled.Add($"{kind}: {error}");

    public void Post(RequestScope scope, Action action) => _posted.Add(action);

    public IDisposable StartTimer(RequestScope scope, TimeSpan delay, Action action)
    {
        var timer = new Timer(_ => Post(scope, action), null, delay, Timeout.InfiniteTimeSpan);
        return timer;
    }

    private sealed class TestScope(ExecutionLimits limits) : RequestScope(new LimitSession(limits))
    {
        public override CancellationToken Aborted => CancellationToken.None;

        public bool InRequest { get; set; } = true;

        public override bool AllowsIO => InRequest;
    }

    private sealed class NoOutbound : IOutboundFetcher
    {
        public Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken) =>
            Task.FromException<WorkerResponse>(new HostErrorException(HostErrorKind.TypeError, "no network in this test"));
    }
}
