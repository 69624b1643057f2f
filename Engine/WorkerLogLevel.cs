namespace PureEdge.Engine;

/// <summary>The level of a line in a worker's log, as <c>console</c> names them.</summary>
public enum WorkerLogLevel
{
    /// <summary><c>console.debug</c>.</summary>
    Debug,

    /// <summary><c>console.log</c>.</summary>
    Log,

    /// <summary><c>console.info</c>.</summary>
    Info,

    /// <summary><c>console.warn</c>.</summary>
    Warn,

    /// <summary><c>console.error</c>.</summary>
    Error,
}
