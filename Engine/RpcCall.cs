using PureEdge.Engine.WebApi.Rpc;

namespace PureEdge.Engine;

/// <summary>A worker's call of another one's method (https://developers.cloudflare.com/workers/runtime-apis/rpc/): its arguments belong to no isolate. Without arguments it asks for a property.</summary>
/// <remarks>Immutable but for its tag. Given to <see cref="Worker.CallAsync"/> once.</remarks>
public sealed class RpcCall
{
    internal RpcCall(string[] path, RpcMessage? arguments, InvocationChain chain, CallAccount account)
    {
        Path = path;
        Method = string.Join('.', path);
        Arguments = arguments;
        Chain = chain;
        Account = account;
    }

    /// <summary>The name of the method or property, which a script chose; with dots where it is one of a property's value.</summary>
    public string Method { get; }

    /// <summary>The chain of events that the caller belongs to.</summary>
    public InvocationChain Chain { get; }

    /// <summary>What the host wants to find again in the lines that the called worker logs. The engine does not look at it.</summary>
    public object? Tag { get; set; }

    internal string[] Path { get; }

    internal RpcMessage? Arguments { get; }

    internal CallAccount Account { get; }
}
