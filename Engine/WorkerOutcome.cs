namespace PureEdge.Engine;

/// <summary>How an event of a worker ended. The names on the wire are those of Workers' tail events; see <see cref="WorkerOutcomes.ToWireName"/>.</summary>
public enum WorkerOutcome
{
    /// <summary>The worker answered.</summary>
    Ok,

    /// <summary>The worker threw, or did not answer.</summary>
    Exception,

    /// <summary>The request used up its CPU time.</summary>
    ExceededCpu,

    /// <summary>The request allocated more than it may.</summary>
    ExceededMemory,

    /// <summary>A turn of the request ran longer than it may.</summary>
    ExceededWall,

    /// <summary>The worker made more requests than it may and did not handle the error.</summary>
    ExceededSubrequests,

    /// <summary>The client left, or the isolate was lost to another request's fault.</summary>
    Canceled,

    /// <summary>No worker answers to the name.</summary>
    ScriptNotFound,

    /// <summary>The server is at its limit and did not begin.</summary>
    Overloaded,

    /// <summary>A fault of PureEdge itself.</summary>
    InternalError,

    /// <summary>The request's code made the interpreter recurse beyond its stack, where no script can catch it.</summary>
    ExceededStack,

    /// <summary>The worker's version was running when the process died, and is not served again.</summary>
    Quarantined,
}

/// <summary>The names of <see cref="WorkerOutcome"/> outside this process.</summary>
public static class WorkerOutcomes
{
    /// <summary>The name as it stands in the header <c>PureEdge-Outcome</c> and in logs.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string ToWireName(this WorkerOutcome outcome) => outcome switch
    {
        WorkerOutcome.Ok => "ok",
        WorkerOutcome.Exception => "exception",
        WorkerOutcome.ExceededCpu => "exceededCpu",
        WorkerOutcome.ExceededMemory => "exceededMemory",
        WorkerOutcome.ExceededWall => "exceededWall",
        WorkerOutcome.ExceededStack => "exceededStack",
        WorkerOutcome.Quarantined => "quarantined",
        WorkerOutcome.ExceededSubrequests => "exceededSubrequests",
        WorkerOutcome.Canceled => "canceled",
        WorkerOutcome.ScriptNotFound => "scriptNotFound",
        WorkerOutcome.Overloaded => "overloaded",
        _ => "internalError",
    };
}
