using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Abort;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>One request of <c>fetch</c> on its way, until its response's body has ended: what cancels it, and with which reason.</summary>
/// <remarks>Begins in the isolate's turn; <see cref="SendAsync"/> and <see cref="Complete"/> run anywhere.</remarks>
internal sealed class FetchExchange
{
    private readonly WorkerRealm _realm;
    private readonly RequestScope _scope;
    private readonly CancellationTokenSource _cancellation;
    private readonly SemaphoreSlim _slots;
    private IDisposable? _subscription;
    private Stream? _requestBody;
    private volatile JavaScriptException? _aborted;
    private bool _cancelled;
    private bool _completed;

    public FetchExchange(WorkerRealm realm)
    {
        _realm = realm;
        _scope = realm.Host.Scope;
        _slots = _scope.SubrequestSlots;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(_scope.Aborted);
        Cancellation = _cancellation.Token;
    }

    public CancellationToken Cancellation { get; }

    /// <summary>The reason of an abort as what reading the body throws, or <see langword="null"/> while there was none.</summary>
    public JavaScriptException? Aborted => _aborted;

    /// <summary>Lets a signal, which has not aborted yet, end the exchange.</summary>
    public void Follow(JsAbortSignal signal, Action<JsValue> onAbort) => _subscription = signal.OnAbort(reason =>
    {
        _aborted = new JavaScriptException(reason);
        onAbort(reason);
        Cancel();
    });

    public void Cancel()
    {
        lock (_cancellation)
        {
            if (!_completed && !_cancelled)
            {
                _cancelled = true;
                // What waits for the token belongs to the host and must not run inside the script's turn.
                _ = _cancellation.CancelAsync();
            }
        }
    }

    public async ValueTask<WorkerResponse> SendAsync(IOutboundFetcher outbound, WorkerRequest request)
    {
        _requestBody = request.Body;
        WorkerResponse response;
        try
        {
            response = await FetchAsync(outbound, request);
        }
        catch
        {
            Complete();
            throw;
        }

        if (Cancellation.IsCancellationRequested)
        {
            // Too late for whoever wanted it.
            if (response.Body is { } body)
            {
                await body.DisposeAsync();
            }

            response.WebSocket?.Dispose();
            Complete();
            throw new OperationCanceledException(Cancellation);
        }

        return response;
    }

    // A request waits for one of its slots until others have their response's headers; reading bodies holds none, as in Workers.
    private async ValueTask<WorkerResponse> FetchAsync(IOutboundFetcher outbound, WorkerRequest request)
    {
        await _slots.WaitAsync(Cancellation);
        try
        {
            // What was aborted while it waited may be given a place before the wait has heard of it.
            Cancellation.ThrowIfCancellationRequested();
            return await outbound.FetchAsync(request, Cancellation);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>Nothing is left to cancel. Further calls do nothing.</summary>
    public void Complete()
    {
        lock (_cancellation)
        {
            if (_completed)
            {
                return;
            }

            _completed = true;
            if (!_cancelled)
            {
                // Takes it from the list of the request's token; one that is being cancelled is left to end with the request.
                _cancellation.Dispose();
            }
        }

        if (_requestBody is { } body)
        {
            // Also when the other side answered before it had all of it: the script's stream is told that nobody reads on.
            _ = DisposeAsync(body);
        }

        if (_subscription is { } subscription)
        {
            // A signal belongs to the isolate's turn.
            _realm.Host.Post(_scope, subscription.Dispose);
        }
    }

    private static async Task DisposeAsync(Stream stream)
    {
        try
        {
            await stream.DisposeAsync();
        }
        catch (Exception)
        {
            // Nobody uses the stream any more; that its end failed changes nothing.
        }
    }
}
