namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>Bounds of what workers pass to each other by reference. Both sides may be hostile: each is bounded on its own side.</summary>
internal static class RpcLimits
{
    /// <summary>
    /// Stubs that one event may have at once, those it holds and those of its own objects that others hold together. As many as subrequests of an
    /// event: a stub that nobody can afford to call is of no use.
    /// </summary>
    public const int StubsPerEvent = 1_000;

    /// <summary>Objects of one isolate, over all its events, that others may hold stubs of at once: each keeps an object alive that no limit of its holder counts.</summary>
    public const int StubsPerIsolate = 10_000;

    /// <summary>Events that a stub may have passed through. Each hands calls on to the one before, in one call stack of the host.</summary>
    public const int Relays = 16;

    /// <summary>Names in one path of properties, as in <c>stub.a.b.c()</c>.</summary>
    public const int PathNames = 32;

    /// <summary>UTF-16 units of a name in a path.</summary>
    public const int NameLength = 256;

    /// <summary>What a stub takes on either side, about, in bytes of memory; it is charged to the event.</summary>
    public const int BytesPerStub = 512;

    /// <summary>Of what an event may consume, the part in percent that calls through stubs may bring it to: the rest is its own, so that callers alone cannot end it and its isolate.</summary>
    public const int PercentForCalls = 75;
}
