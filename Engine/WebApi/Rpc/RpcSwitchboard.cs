using System.Collections.Concurrent;

namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>
/// Connects stubs with what they stand for, by numbers: what an isolate holds of another is a number and nothing else, which leads nowhere once the
/// event is over that it leads to.
/// </summary>
/// <remarks>
/// Thread-safe. One for the process, since a worker of one runtime may be bound to one of another; it holds nothing of an isolate, but of events while
/// they go on. Scripts never see the numbers.
/// </remarks>
internal static class RpcSwitchboard
{
    private const string Gone = "The RPC stub leads nowhere any more: the event that its object belongs to is over, or the worker was stopped.";

    private static readonly ConcurrentDictionary<long, RpcPort> Ports = new();
    private static long _last;

    /// <summary>How many numbers lead somewhere.</summary>
    public static int Count => Ports.Count;

    /// <summary>Gives a port its number, and its first handle.</summary>
    public static RpcHandle Add(RpcPort port)
    {
        port.Number = Interlocked.Increment(ref _last);
        Ports[port.Number] = port;
        return new(port.Number);
    }

    public static void Remove(RpcPort port) => Ports.TryRemove(port.Number, out _);

    /// <summary>A further handle of the same port.</summary>
    /// <param name="handle">The one that is there.</param>
    /// <param name="onReleased">Called when the new one is given back.</param>
    /// <exception cref="HostErrorException">It leads nowhere.</exception>
    public static RpcHandle Duplicate(RpcHandle handle, Action? onReleased = null) =>
        Ports.TryGetValue(handle.Number, out var port) && port.TryAddHandle() ? new(handle.Number, onReleased) : throw IsGone();

    /// <summary>Where a handle leads; <see langword="null"/> for nowhere.</summary>
    public static RpcPort? Find(RpcHandle handle) => Ports.GetValueOrDefault(handle.Number);

    public static void Release(long number)
    {
        if (Ports.TryGetValue(number, out var port))
        {
            port.ReleaseHandle();
        }
    }

    /// <summary>Passes a call on.</summary>
    /// <exception cref="HostErrorException">It did not get there, or nothing came back.</exception>
    public static Task<RpcAnswer> CallAsync(RpcHandle handle, RpcStubCall call) =>
        Ports.TryGetValue(handle.Number, out var port) ? port.CallAsync(call) : Task.FromException<RpcAnswer>(IsGone());

    /// <summary>The error of a call whose object is gone.</summary>
    public static HostErrorException IsGone() => new(HostErrorKind.TypeError, Gone);
}

/// <summary>One holder's right to a port. Disposing it once gives it back.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RpcHandle(long number, Action? onReleased = null) : IDisposable
{
    private int _released;

    public long Number { get; } = number;

    public bool IsReleased => Volatile.Read(ref _released) != 0;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _released, 1) == 0)
        {
            RpcSwitchboard.Release(Number);
            onReleased?.Invoke();
        }
    }
}
