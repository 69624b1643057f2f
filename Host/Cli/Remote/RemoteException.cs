namespace PureEdge.Cli.Remote;

/// <summary>A server did not do what it was asked.</summary>
internal sealed class RemoteException(string message, bool isUnreachable = false) : Exception(message)
{
    /// <summary>Whether no server answered at all.</summary>
    public bool IsUnreachable { get; } = isUnreachable;
}
