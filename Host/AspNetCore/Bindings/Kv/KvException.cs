namespace PureEdge.AspNetCore.Bindings.Kv;

/// <summary>A request to KV that is refused.</summary>
/// <param name="status">The HTTP status, which is part of the message scripts see.</param>
/// <param name="message">What is wrong, and what is allowed.</param>
internal sealed class KvException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
