using System.Diagnostics;
using PureEdge.Fuzz.Programs;
using PureEdge.Fuzz.Running;

namespace PureEdge.Fuzz.Campaigns;

/// <summary>What a campaign has done so far, for whoever watches it.</summary>
/// <remarks>Guarded by its lock.</remarks>
internal sealed class CampaignState
{
    private readonly Lock _gate = new();
    private readonly long _start = Stopwatch.GetTimestamp();
    private readonly Dictionary<(string Kind, string Signature), Finding> _findings = [];
    private readonly Dictionary<string, long> _outcomes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Cases, double Milliseconds)> _targets = new(StringComparer.Ordinal);
    private (double Value, FuzzCase? Case) _slowest;
    private (double Value, FuzzCase? Case) _greediest;
    private readonly TimeSpan _processorBefore = Environment.CpuUsage.TotalTime;
    private long _cases;
    private long _isolates;
    private (long Isolates, TimeSpan Time) _asked;
    private long _open;

    /// <summary>How often a finding came again that is known and open.</summary>
    public long Open => Interlocked.Read(ref _open);

    public void CountOpen() => Interlocked.Increment(ref _open);

    /// <summary>Fresh isolates that went past all oracles: a case has one, or two when it is repeated.</summary>
    public long Isolates => Interlocked.Read(ref _isolates);

    /// <summary>What the process has used of all processors, the compiler's and the collector's threads with it.</summary>
    public TimeSpan ProcessorTime => Environment.CpuUsage.TotalTime - _processorBefore;

    /// <summary>Isolates in a second of one core, since this was asked last.</summary>
    public double SpeedOfLate()
    {
        lock (_gate)
        {
            var (isolates, time) = (Isolates, ProcessorTime);
            var speed = (isolates - _asked.Isolates) / Math.Max(0.001, (time - _asked.Time).TotalSeconds);
            _asked = (isolates, time);
            return speed;
        }
    }

    /// <summary>Where the time went.</summary>
    public StageTimes Times { get; } = new();

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_start);

    public long Cases => Interlocked.Read(ref _cases);

    /// <summary>Different things that cases did.</summary>
    public int Features { get; set; }

    /// <summary>Live memory after each full collection, in bytes.</summary>
    public List<long> Heap { get; } = [];

    public IReadOnlyList<Finding> Findings => Read(() => _findings.Values.OrderBy(static f => f.Breach.Kind, StringComparer.Ordinal).ThenBy(static f => f.Case.Index).ToArray());

    /// <summary>How many cases ended in which way.</summary>
    public IReadOnlyDictionary<string, long> Outcomes => Read(() => new Dictionary<string, long>(_outcomes, StringComparer.Ordinal));

    /// <summary>Cases and time of each target.</summary>
    public IReadOnlyDictionary<string, (long Cases, double Milliseconds)> Targets => Read(() => new Dictionary<string, (long, double)>(_targets, StringComparer.Ordinal));

    /// <summary>The most milliseconds for a millisecond of fuel, and its case.</summary>
    public (double Value, FuzzCase? Case) Slowest => Read(() => _slowest);

    /// <summary>The most bytes that one case was seen to allocate, and its case.</summary>
    public (double Value, FuzzCase? Case) Greediest => Read(() => _greediest);

    public void Count(CaseRun run, long isolates, TimeSpan time)
    {
        var slowness = run.Usage.RunningTime.TotalMilliseconds / (run.Usage.CpuMilliseconds + 0.5);
        lock (_gate)
        {
            _cases++;
            _isolates += isolates;
            var outcome = run.Outcome?.ToString() ?? (run.Fault is null ? "Refused" : "Fault");
            _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
            var (cases, milliseconds) = _targets.GetValueOrDefault(run.Case.Target);
            _targets[run.Case.Target] = (cases + 1, milliseconds + time.TotalMilliseconds);
            _slowest = slowness > _slowest.Value ? (slowness, run.Case) : _slowest;
            _greediest = run.AllocatedBytes > _greediest.Value ? (run.AllocatedBytes, run.Case) : _greediest;
        }
    }

    /// <summary>Adds a finding.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(Finding finding)
    {
        lock (_gate)
        {
            if (_findings.TryGetValue((finding.Breach.Kind, finding.Breach.Signature), out var known))
            {
                known.Times++;
                return false;
            }

            _findings[(finding.Breach.Kind, finding.Breach.Signature)] = finding;
            return true;
        }
    }

    /// <summary>How many findings there are of a kind, and whether this is one of them; then it is counted.</summary>
    public (int OfKind, bool IsKnown) Seen(string kind, string signature)
    {
        lock (_gate)
        {
            var isKnown = _findings.TryGetValue((kind, signature), out var known);
            if (isKnown)
            {
                known!.Times++;
            }

            return (_findings.Count(pair => pair.Key.Kind == kind), isKnown);
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }
}
