using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// The stubs of one event: those it holds, and the ports of its own objects that others hold. When the event is over, or who caused it has left, all of them end
/// (https://developers.cloudflare.com/workers/runtime-apis/rpc/lifecycle/#end-of-event-handler--execution-context).
/// </summary>
/// <remarks>Thread-safe: others release what they hold, and events end, on any thread.</remarks>
internal sealed class RpcEventStubs
{
    private readonly Lock _gate = new();
    private readonly RequestScope _scope;
    private readonly HashSet<IDisposable> _held = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<RpcPort> _ports = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<TaskCompletionSource<RpcAnswer>> _calls = new(ReferenceEqualityComparer.Instance);
    private bool _closed;

    private RpcEventStubs(RequestScope scope)
    {
        _scope = scope;
        scope.Aborted.UnsafeRegister(static stubs => ((RpcEventStubs)stubs!).Close(), this);
    }

    /// <summary>Those of an event. Called in its turns.</summary>
    public static RpcEventStubs Of(RequestScope scope) => scope.State(typeof(RpcEventStubs), static scope => new RpcEventStubs(scope));

    /// <summary>Takes a handle or a body over.</summary>
    /// <exception cref="HostErrorException">The event has as many as it may, or is over; what it was given is disposed.</exception>
    public void Hold(IDisposable given)
    {
        lock (_gate)
        {
            if (!_closed && _held.Count + _ports.Count < RpcLimits.StubsPerEvent)
            {
                _held.Add(given);
                return;
            }
        }

        given.Dispose();
        throw _closed ? RpcSwitchboard.IsGone() : TooMany();
    }

    /// <summary>Gives a handle back.</summary>
    public void LetGo(RpcHandle handle)
    {
        Forget(handle);
        handle.Dispose();
    }

    /// <summary>What the event held is disposed.</summary>
    public void Forget(IDisposable given)
    {
        lock (_gate)
        {
            _held.Remove(given);
        }
    }

    /// <summary>Adds a port.</summary>
    /// <returns>Its first handle.</returns>
    /// <exception cref="HostErrorException">The event has as many stubs as it may, or is over.</exception>
    public RpcHandle Add(RpcPort port)
    {
        lock (_gate)
        {
            if (_closed || _held.Count + _ports.Count >= RpcLimits.StubsPerEvent)
            {
                throw _closed ? RpcSwitchboard.IsGone() : TooMany();
            }

            _ports.Add(port);
            _scope.CountDoors(port.IsDoor ? 1 : 0);
            return RpcSwitchboard.Add(port);
        }
    }

    public void Remove(RpcPort port)
    {
        lock (_gate)
        {
            if (_ports.Remove(port))
            {
                _scope.CountDoors(port.IsDoor ? -1 : 0);
            }
        }
    }

    /// <summary>A call comes in; it fails when the event ends before it does.</summary>
    /// <exception cref="HostErrorException">The event is over, or as many calls wait for it as may.</exception>
    public TaskCompletionSource<RpcAnswer> BeginCall()
    {
        lock (_gate)
        {
            var most = _scope.Limits.Limits.PendingOperations;
            if (_closed || _calls.Count >= most)
            {
                throw _closed
                    ? RpcSwitchboard.IsGone()
                    : new HostErrorException(HostErrorKind.Error, $"{most} calls wait for the event that the RPC stub leads to, as many as may; try again when some have returned.");
            }

            var call = new TaskCompletionSource<RpcAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
            _calls.Add(call);
            return call;
        }
    }

    /// <summary>A call has come to its end.</summary>
    public void EndCall(TaskCompletionSource<RpcAnswer> call, RpcAnswer answer)
    {
        Forget(call);
        // Before the answer is there, so that who waits for it pays before it goes on.
        _scope.ChargeCaller();
        if (!call.TrySetResult(answer))
        {
            answer.Value.Drop();
        }
    }

    /// <summary>A call has failed.</summary>
    public void FailCall(TaskCompletionSource<RpcAnswer> call, HostErrorException error)
    {
        Forget(call);
        call.TrySetException(error);
    }

    private static HostErrorException TooMany() => new(
        HostErrorKind.TypeError, $"Too many RPC stubs: an event may have {RpcLimits.StubsPerEvent} at once, those it holds and those of its own objects that others hold. Dispose those that are no longer needed.");

    private void Forget(TaskCompletionSource<RpcAnswer> call)
    {
        lock (_gate)
        {
            _calls.Remove(call);
        }
    }

    private void Close()
    {
        IDisposable[] held;
        RpcPort[] ports;
        TaskCompletionSource<RpcAnswer>[] calls;
        lock (_gate)
        {
            _closed = true;
            (held, ports, calls) = ([.. _held], [.. _ports], [.. _calls]);
            _held.Clear();
            _calls.Clear();
        }

        // What the event holds first: their owners may have something to do yet.
        foreach (var given in held)
        {
            given.Dispose();
        }

        foreach (var port in ports)
        {
            port.Close();
        }

        foreach (var call in calls)
        {
            call.TrySetException(RpcSwitchboard.IsGone());
        }
    }
}
