namespace PureEdge.Engine;

/// <summary>A worker's call of another one's method (https://developers.cloudflare.com/workers/runtime-apis/rpc/): its arguments are copies that belong to no isolate.</summary>
/// <remarks>Immutable but for its tag. Given to <see cref="Worker.CallAsync"/> once.</remarks>
public sealed class RpcCall
{
    internal RpcCall(string method, object? arguments, InvocationChain chain, CallAccount account)
    {
        Method = method;
        Arguments = arguments;
        Chain = chain;
        Account = account;
    }

    /// <summary>The method's name, which a script chose.</summary>
    public string Method { get; }

    /// <summary>The chain of events that the caller belongs to.</summary>
    public InvocationChain Chain { get; }

    /// <summary>What the host wants to find again in the lines that the called worker logs. The engine does not look at it.</summary>
    public object? Tag { get; set; }

    internal object? Arguments { get; }

    internal CallAccount Account { get; }
}
