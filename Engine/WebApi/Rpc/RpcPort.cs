namespace PureEdge.Engine.WebApi.Rpc;

/// <summary>The host's end of a stub: where a number of <see cref="RpcSwitchboard"/> leads. It belongs to the event whose object is called, and ends with it.</summary>
/// <remarks>Thread-safe. Holders know its number alone, so that nothing of its isolate can be reached from theirs.</remarks>
internal abstract class RpcPort(RpcEventStubs owner)
{
    private int _handles = 1;
    private int _closed;

    /// <summary>Its number.</summary>
    public long Number { get; set; }

    /// <summary>Through how many events calls come before they are here.</summary>
    public abstract int Relays { get; }

    /// <summary>Whether other isolates may hold it, and the owner waits for their calls.</summary>
    public virtual bool IsDoor => true;

    /// <summary>The event.</summary>
    protected RpcEventStubs Owner { get; } = owner;

    /// <summary>Whether it leads nowhere any more.</summary>
    protected bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Whether it leads to an object of the same event, or through it.</summary>
    public bool IsOf(RpcEventStubs stubs) => ReferenceEquals(Owner, stubs);

    /// <summary>One more holder.</summary>
    /// <returns><see langword="false"/> when the last has gone already.</returns>
    public bool TryAddHandle()
    {
        for (var seen = Volatile.Read(ref _handles); seen > 0;)
        {
            var was = Interlocked.CompareExchange(ref _handles, seen + 1, seen);
            if (was == seen)
            {
                return true;
            }

            seen = was;
        }

        return false;
    }

    /// <summary>One holder less; the last one closes it.</summary>
    public void ReleaseHandle()
    {
        if (Interlocked.Decrement(ref _handles) == 0)
        {
            Close();
        }
    }

    /// <summary>It leads nowhere from now on.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0)
        {
            RpcSwitchboard.Remove(this);
            Owner.Remove(this);
            OnClosed();
        }
    }

    /// <summary>Passes a call on. What goes wrong on the way is a <see cref="HostErrorException"/>.</summary>
    public abstract Task<RpcAnswer> CallAsync(RpcStubCall call);

    /// <summary>Called once, on any thread.</summary>
    protected abstract void OnClosed();
}
