namespace PureEdge.Cli;

/// <summary>What the command's exit status says.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The worker or the request is at fault.</summary>
    public const int WorkerAtFault = 1;

    /// <summary>The arguments are wrong.</summary>
    public const int WrongArguments = 2;

    /// <summary>The server cannot be reached or started.</summary>
    public const int ServerUnavailable = 3;

    /// <summary>The server ended because too many of its threads hang; it should be started again.</summary>
    public const int StartAgain = 4;
}
