namespace PureEdge.Limits;

/// <summary>
/// What one request may consume, and what a worker may be made of. Immutable; every value is finite, and <see cref="Validate"/> names
/// the setting, its value and its range when it is not. Docs/limits.md says what a script sees at each limit.
/// </summary>
public sealed record ExecutionLimits
{
    // One row for each setting; a test holds it to the properties.
    private static readonly (string Name, long Least, long Most, Func<ExecutionLimits, long> Value)[] Settings =
    [
        (nameof(CpuMilliseconds), 1, 300_000, static l => l.CpuMilliseconds),
        (nameof(StartupCpuMilliseconds), 1, 60_000, static l => l.StartupCpuMilliseconds),
        (nameof(AllocationBytes), 1L << 20, 16L << 30, static l => l.AllocationBytes),
        (nameof(RetainedBytes), 1L << 20, 16L << 30, static l => l.RetainedBytes),
        (nameof(TurnMilliseconds), 10, 600_000, static l => l.TurnMilliseconds),
        (nameof(StackBytes), 64 << 10, 8 << 20, static l => l.StackBytes),
        (nameof(Subrequests), 0, 10_000, static l => l.Subrequests),
        (nameof(SubrequestsAtOnce), 1, 1_000, static l => l.SubrequestsAtOnce),
        (nameof(PendingOperations), 1, 100_000, static l => l.PendingOperations),
        (nameof(QueuedEvents), 1, 1_000_000, static l => l.QueuedEvents),
        (nameof(SourceBytes), 1 << 10, 256 << 20, static l => l.SourceBytes),
        (nameof(SyntaxNodes), 1_000, 100_000_000, static l => l.SyntaxNodes),
        (nameof(SyntaxDepth), 50, 10_000, static l => l.SyntaxDepth),
        (nameof(Declarations), 100, 10_000_000, static l => l.Declarations),
        (nameof(Modules), 1, 10_000, static l => l.Modules),
        (nameof(ModuleImports), 0, 1_000_000, static l => l.ModuleImports),
        (nameof(ModuleDepth), 1, 10_000, static l => l.ModuleDepth),
        (nameof(LogLines), 0, 100_000, static l => l.LogLines),
        (nameof(LogBytes), 0, 16 << 20, static l => l.LogBytes),
    ];

    /// <summary>The defaults: 50 ms of CPU, 128 MB, 50 subrequests, 400 ms start-up.</summary>
    public static ExecutionLimits Default { get; } = new();

    /// <summary>
    /// What Workers' free plan gives (https://developers.cloudflare.com/workers/platform/limits/): 10 ms of CPU, 50 subrequests, a second
    /// to start, the rest as in <see cref="Default"/>.
    /// </summary>
    public static ExecutionLimits Free { get; } = new() { CpuMilliseconds = 10, StartupCpuMilliseconds = 1_000 };

    /// <summary>
    /// What Workers' paid plan gives when nothing is set: 30 seconds of CPU and 10,000 subrequests. A turn may run a minute, so that
    /// fuel and not the clock ends it. For workers of people you know: one of them can keep a core busy for half a minute.
    /// </summary>
    public static ExecutionLimits Paid { get; } = new() { CpuMilliseconds = 30_000, StartupCpuMilliseconds = 1_000, TurnMilliseconds = 60_000, Subrequests = 10_000 };

    /// <summary>For code that nobody has looked at: enough for a small worker, and little for an attack.</summary>
    public static ExecutionLimits Untrusted { get; } = new()
    {
        // A hello costs less than a tenth of a millisecond, a page of a template a few.
        CpuMilliseconds = 10,
        // A framework of a few hundred kilobytes starts in less.
        StartupCpuMilliseconds = 100,
        // A request that is killed for memory has cost the collector this much.
        AllocationBytes = 32 << 20,
        // A thousand such workers that keep all they may take 16 GB.
        RetainedBytes = 16 << 20,
        // A hundred times the CPU time.
        TurnMilliseconds = 1_000,
        // Some hundred calls.
        StackBytes = 256 << 10,
        // What one page needs; a worker is no load generator.
        Subrequests = 10,
        SubrequestsAtOnce = 2,
        // A timer for each of a hundred things to wait for.
        PendingOperations = 100,
        QueuedEvents = 1_000,
        // A bundle of a megabyte, and what is usual in one.
        SourceBytes = 1 << 20,
        SyntaxNodes = 500_000,
        SyntaxDepth = 250,
        Declarations = 50_000,
        Modules = 100,
        ModuleImports = 1_000,
        ModuleDepth = 50,
        // A screen of lines.
        LogLines = 64,
        LogBytes = 64 << 10,
    };

    /// <summary>CPU time of a request across all its turns, in milliseconds of <see cref="Fuel"/>; 1 to 300,000. Default 50, as in Workers.</summary>
    public int CpuMilliseconds { get; init; } = 50;

    /// <summary>CPU time of a worker's top level, in milliseconds of <see cref="Fuel"/>; 1 to 60,000. Default 400, as Workers had for years (now a second).</summary>
    public int StartupCpuMilliseconds { get; init; } = 400;

    /// <summary>Bytes a request may allocate across all its turns; 1 MB to 16 GB. Default 128 MB, the memory of a Workers isolate.</summary>
    public long AllocationBytes { get; init; } = 128L << 20;

    /// <summary>
    /// Bytes an isolate may keep, over all its requests, with 16 for each object; 1 MB to 16 GB. Default 104 MB, the memory of
    /// a Workers isolate without what is resident besides until the collector has been there. Past it the isolate is discarded. What only
    /// the running code refers to is not seen before its turn ends; that is a part of what the request may allocate.
    /// </summary>
    public long RetainedBytes { get; init; } = 104L << 20;

    /// <summary>
    /// Running time of one turn in milliseconds, waiting for a slot not included, nor what .NET compiles on its thread, up to as long
    /// again and 3 seconds; 10 to 600,000. Default 3,000: the backstop for
    /// work that fuel does not see, far above the default CPU time so that a slow or busy machine never meets it first.
    /// </summary>
    public int TurnMilliseconds { get; init; } = 3_000;

    /// <summary>
    /// Stack that nested calls of a script may use, in bytes; 64 KB to 8 MB. Past it the script gets a RangeError that it can
    /// catch. Default 1 MB, about the depth of browsers, and little enough that a garbage collection which walks the stack stays short:
    /// it takes about 9 ms for each megabyte, and everybody waits.
    /// </summary>
    public int StackBytes { get; init; } = 1 << 20;

    /// <summary>Requests that a worker may make for one incoming request; 0 to 10,000. Default 50, as in Workers' free plan.</summary>
    public int Subrequests { get; init; } = 50;

    /// <summary>
    /// Subrequests of one incoming request that may wait for their response's headers at once; 1 to 1,000. Further ones wait their turn.
    /// Default 6, as in Workers.
    /// </summary>
    public int SubrequestsAtOnce { get; init; } = 6;

    /// <summary>Timers and other operations that a request may have pending at once; 1 to 100,000. Default 10,000.</summary>
    public int PendingOperations { get; init; } = 10_000;

    /// <summary>
    /// What may wait in the mailbox of one isolate before further requests are refused; 1 to 1,000,000. Default 10,000, the requests
    /// that the host lets a worker have open: only a flood beside them meets it.
    /// </summary>
    public int QueuedEvents { get; init; } = 10_000;

    /// <summary>Source text of all modules together, in bytes; 1 KB to 256 MB. Default 64 MB, the bundle limit of Workers.</summary>
    public int SourceBytes { get; init; } = 64 << 20;

    /// <summary>
    /// Nodes of the syntax trees of all modules together; 1,000 to 100,000,000. Default 5,000,000: trees of about half a gigabyte, from
    /// some 20 MB of minified code. A node was seen to take 75 to 115 bytes, and 3 to 11 bytes of source;
    /// a regular expression counts as many nodes, for what it takes once it was evaluated.
    /// </summary>
    public int SyntaxNodes { get; init; } = 5_000_000;

    /// <summary>
    /// Levels of a syntax tree; 50 to 10,000. Default 500, ten times what bundles of frameworks have. The parser refuses
    /// what does not fit into its stack.
    /// </summary>
    public int SyntaxDepth { get; init; } = 500;

    /// <summary>
    /// Names that all modules together declare: variables, parameters, functions, classes, imports; 100 to 10,000,000. Default 500,000,
    /// one for ten nodes: in bundles it was one for twenty.
    /// </summary>
    public int Declarations { get; init; } = 500_000;

    /// <summary>Modules of a worker; 1 to 10,000. Default 1,000: more is a worker that was not bundled.</summary>
    public int Modules { get; init; } = 1_000;

    /// <summary>Imports of all modules together; 0 to 1,000,000. Default 20,000, twenty for each module.</summary>
    public int ModuleImports { get; init; } = 20_000;

    /// <summary>
    /// Modules that import each other in a chain, as they are linked; 1 to 10,000. Default 250: linking recurses through the chain, and
    /// takes time with its square (250 took 70 ms, 500 half a second).
    /// </summary>
    public int ModuleDepth { get; init; } = 250;

    /// <summary>Log lines a request may write; 0 to 100,000. Default 256, as Workers' tail events keep. Further lines are dropped, and the log says so.</summary>
    public int LogLines { get; init; } = 256;

    /// <summary>Bytes of UTF-8 that the log lines of a request may have; 0 to 16 MB. Default 256 KB, as in Workers. Further lines are dropped, and the log says so.</summary>
    public int LogBytes { get; init; } = 256 << 10;

    /// <summary>The range of a setting.</summary>
    /// <param name="name">The name of its property.</param>
    /// <returns>The least and the most it may be.</returns>
    /// <exception cref="ArgumentException">There is no such setting.</exception>
    public static (long Least, long Most) RangeOf(string name)
    {
        foreach (var setting in Settings)
        {
            if (setting.Name == name)
            {
                return (setting.Least, setting.Most);
            }
        }

        throw new ArgumentException($"There is no limit '{name}'.", nameof(name));
    }

    /// <summary>Checks every value against its range.</summary>
    /// <returns>This object, so that the call can end an expression.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message names all that are.</exception>
    public ExecutionLimits Validate()
    {
        var errors = new List<string>();
        foreach (var (name, least, most, valueOf) in Settings)
        {
            var value = valueOf(this);
            if (value < least || value > most)
            {
                errors.Add($"Limit '{name}' is {value}; it must be from {least} to {most}.");
            }
        }

        return errors.Count == 0 ? this : throw new ArgumentOutOfRangeException(null, string.Join(" ", errors));
    }
}
