namespace PureEdge.Limits;

/// <summary>
/// What one request may consume. Immutable; every value is finite, and <see cref="Validate"/> names the setting, its value and
/// its range when it is not. The defaults are those of the Workers platform.
/// </summary>
public sealed record ExecutionLimits
{
    /// <summary>The defaults: 50 ms of CPU, 128 MB, 50 subrequests, 400 ms start-up.</summary>
    public static ExecutionLimits Default { get; } = new();

    /// <summary>CPU time of a request across all its turns, in milliseconds of <see cref="Fuel"/>; 1 to 300,000. Default 50, as in Workers.</summary>
    public int CpuMilliseconds { get; init; } = 50;

    /// <summary>CPU time of a worker's top level, in milliseconds of <see cref="Fuel"/>; 1 to 60,000. Default 400, as in Workers.</summary>
    public int StartupCpuMilliseconds { get; init; } = 400;

    /// <summary>Bytes a request may allocate across all its turns; 1 MB to 16 GB. Default 128 MB, the memory of a Workers isolate.</summary>
    public long AllocationBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Bytes an isolate may keep between turns, over all its requests; 1 MB to 16 GB. Default 128 MB, the memory of a Workers isolate.
    /// Past it the isolate is discarded. It is measured after turns only, so for a moment a turn may keep what it may allocate besides.
    /// </summary>
    public long RetainedBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Running time of one turn in milliseconds, waiting for a slot not included; 10 to 600,000. Default 3,000: the backstop for
    /// work that fuel does not see, far above the default CPU time so that a slow or busy machine never meets it first.
    /// </summary>
    public int TurnMilliseconds { get; init; } = 3_000;

    /// <summary>
    /// Stack that nested calls of a script may use, in bytes; 64 KB to 16 MB. Past it the script gets a RangeError that it can
    /// catch. Default 1 MB, about the depth of browsers, and little enough that a garbage collection which walks the stack stays short.
    /// </summary>
    public int StackBytes { get; init; } = 1 << 20;

    /// <summary>Requests that a worker may make for one incoming request; 0 to 10,000. Default 50, as in Workers' free plan.</summary>
    public int Subrequests { get; init; } = 50;

    /// <summary>Timers and other operations that a request may have pending at once; 1 to 100,000. Default 10,000.</summary>
    public int PendingOperations { get; init; } = 10_000;

    /// <summary>Source text of all modules together, in bytes; 1 KB to 256 MB. Default 64 MB, the bundle limit of Workers.</summary>
    public int SourceBytes { get; init; } = 64 << 20;

    /// <summary>Log lines a request may write; 0 to 100,000. Default 256, as Workers' tail events keep. Further lines are dropped, and the log says so.</summary>
    public int LogLines { get; init; } = 256;

    /// <summary>Checks every value against its range.</summary>
    /// <returns>This object, so that the call can end an expression.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names all that are.</exception>
    public ExecutionLimits Validate()
    {
        var errors = new List<string>();
        Check(nameof(CpuMilliseconds), CpuMilliseconds, 1, 300_000);
        Check(nameof(StartupCpuMilliseconds), StartupCpuMilliseconds, 1, 60_000);
        Check(nameof(AllocationBytes), AllocationBytes, 1L << 20, 16L << 30);
        Check(nameof(RetainedBytes), RetainedBytes, 1L << 20, 16L << 30);
        Check(nameof(TurnMilliseconds), TurnMilliseconds, 10, 600_000);
        Check(nameof(StackBytes), StackBytes, 64 << 10, 16 << 20);
        Check(nameof(Subrequests), Subrequests, 0, 10_000);
        Check(nameof(PendingOperations), PendingOperations, 1, 100_000);
        Check(nameof(SourceBytes), SourceBytes, 1 << 10, 256 << 20);
        Check(nameof(LogLines), LogLines, 0, 100_000);
        return errors.Count == 0 ? this : throw new ArgumentOutOfRangeException(null, string.Join(" ", errors));

        void Check(string name, long value, long least, long most)
        {
            if (value < least || value > most)
            {
                errors.Add($"Limit '{name}' is {value}; it must be from {least} to {most}.");
            }
        }
    }
}
