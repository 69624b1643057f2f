using Jint.Runtime;
using PureEdge.Engine.Interop;

namespace PureEdge.Engine;

/// <summary>A failure in the host that a script may see, with the message it sees.</summary>
/// <param name="kind">The error a script gets.</param>
/// <param name="message">Its message: what failed and what is allowed; nothing of the host's inside.</param>
/// <param name="inner">The cause, for the host's log only.</param>
public sealed class HostErrorException(HostErrorKind kind, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The error a script gets.</summary>
    public HostErrorKind Kind { get; } = kind;

    internal JavaScriptException ToJavaScript(WorkerRealm realm) => Kind switch
    {
        HostErrorKind.TypeError => realm.TypeError(Message),
        HostErrorKind.RangeError => realm.RangeError(Message),
        _ => realm.Error(Message),
    };
}

/// <summary>Which JavaScript error a <see cref="HostErrorException"/> becomes.</summary>
public enum HostErrorKind
{
    /// <summary><c>Error</c>.</summary>
    Error,

    /// <summary><c>TypeError</c>, as <c>fetch</c> reports a network error.</summary>
    TypeError,

    /// <summary><c>RangeError</c>.</summary>
    RangeError,
}
