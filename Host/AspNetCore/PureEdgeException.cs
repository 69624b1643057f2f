namespace PureEdge.AspNetCore;

/// <summary>Something is wrong that the operator or the caller can mend: a path, a configuration, an address.</summary>
/// <param name="code">A stable code, such as <c>config_invalid</c>.</param>
/// <param name="message">The thing in quotes, what is wrong with it, and what is allowed or what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class PureEdgeException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A stable code, such as <c>config_invalid</c>.</summary>
    public string Code { get; } = code;
}
