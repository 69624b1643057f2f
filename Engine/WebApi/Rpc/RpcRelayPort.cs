using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// A stub that an event had of another worker and has passed on (https://developers.cloudflare.com/workers/runtime-apis/rpc/#forwarding-rpc-stubs). Calls go through it
/// without running code of the event, and no longer than that goes on.
/// </summary>
internal sealed class RpcRelayPort : RpcPort
{
    private readonly RpcHandle _inner;
    private readonly Action? _letGo;
    private readonly WorkerRealm _realm;
    private readonly RequestScope _scope;

    private RpcRelayPort(WorkerRealm realm, RpcEventStubs owner, RpcHandle inner, int relays, bool isDoor, Action? letGo)
        : base(owner)
    {
        _realm = realm;
        _scope = realm.Host.Scope;
        _inner = inner;
        _letGo = letGo;
        Relays = relays;
        IsDoor = isDoor;
    }

    /// <inheritdoc/>
    public override int Relays { get; }

    /// <inheritdoc/>
    /// <remarks>An event that has given it away goes on for its sake, although no code of it runs; and one that passes on a stub of its own object is called.</remarks>
    public override bool IsDoor { get; }

    /// <summary>A port that leads on to where <paramref name="held"/> leads.</summary>
    /// <param name="realm">The event that passes it on.</param>
    /// <param name="held">What the event holds, and goes on holding.</param>
    /// <param name="keepsEvent">Whether an event that another worker called goes on while the port is open.</param>
    /// <exception cref="HostErrorException">It leads nowhere, there are as many as there may be, or it has come through too many events.</exception>
    public static RpcHandle Open(WorkerRealm realm, RpcHandle held, bool keepsEvent)
    {
        var port = RpcSwitchboard.Find(held);
        var relays = (port?.Relays ?? 0) + 1;
        if (relays > RpcLimits.Relays)
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"An RPC stub may be passed on {RpcLimits.Relays} times; this one has been.");
        }

        var inner = RpcSwitchboard.Duplicate(held);
        var letGo = keepsEvent ? realm.Host.Scope.Keep(forCaller: true) : null;
        var owner = RpcEventStubs.Of(realm.Host.Scope);
        try
        {
            return owner.Add(new RpcRelayPort(realm, owner, inner, relays, letGo is not null || port?.IsOf(owner) == true, letGo));
        }
        catch (HostErrorException)
        {
            inner.Dispose();
            letGo?.Invoke();
            throw;
        }
    }

    /// <inheritdoc/>
    public override Task<RpcAnswer> CallAsync(RpcStubCall call) =>
        IsClosed ? Task.FromException<RpcAnswer>(RpcSwitchboard.IsGone()) : RpcSwitchboard.CallAsync(_inner, call);

    /// <inheritdoc/>
    protected override void OnClosed()
    {
        _inner.Dispose();
        // In a turn, at the end of which the isolate sees what cannot continue any more.
        _realm.Host.Post(_scope, () => _letGo?.Invoke());
    }
}
