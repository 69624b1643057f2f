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

    private RpcRelayPort(RpcEventStubs owner, RpcHandle inner, int relays, Action? letGo)
        : base(owner)
    {
        _inner = inner;
        _letGo = letGo;
        Relays = relays;
    }

    /// <inheritdoc/>
    public override int Relays { get; }

    /// <inheritdoc/>
    /// <remarks>An event that has given it away goes on for its sake, although no code of it runs.</remarks>
    public override bool IsDoor => _letGo is not null;

    /// <summary>A port that leads on to where <paramref name="held"/> leads.</summary>
    /// <param name="realm">The event that passes it on.</param>
    /// <param name="held">What the event holds, and goes on holding.</param>
    /// <param name="keepsEvent">Whether an event that another worker called goes on while the port is open.</param>
    /// <exception cref="HostErrorException">It leads nowhere, there are as many as there may be, or it has come through too many events.</exception>
    public static RpcHandle Open(WorkerRealm realm, RpcHandle held, bool keepsEvent)
    {
        var relays = RpcSwitchboard.RelaysOf(held) + 1;
        if (relays > RpcLimits.Relays)
        {
            throw new HostErrorException(HostErrorKind.TypeError, $"An RPC stub may be passed on {RpcLimits.Relays} times; this one has been.");
        }

        var inner = RpcSwitchboard.Duplicate(held);
        var letGo = keepsEvent ? realm.Host.Scope.Keep(forCaller: true) : null;
        var owner = RpcEventStubs.Of(realm.Host.Scope);
        try
        {
            return owner.Add(new RpcRelayPort(owner, inner, relays, letGo));
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
        _letGo?.Invoke();
    }
}
