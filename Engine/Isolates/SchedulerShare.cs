using System.Diagnostics;

namespace PureEdge.Engine.Isolates;

/// <summary>
/// How much slot time a worker has had, in ticks of the stopwatch. Of the turns that wait, the one whose worker had least goes
/// first; a worker that comes back from idling does not bring its old credit along. A worker whose requests were killed lately is
/// a suspect: all suspects together leave one slot to the others. One that is killed again and again is slowed: what it does beside
/// using its slot, to the garbage collector above all, is felt by everybody.
/// </summary>
/// <remarks>Guarded by the scheduler's lock, except <see cref="Suspect"/>, <see cref="IsSuspect"/> and <see cref="CoolDown"/>.</remarks>
internal sealed class SchedulerShare
{
    // Long enough that an attack that goes on stays contained, short enough that a mended worker is soon trusted again.
    private const double SuspicionSeconds = 10;
    private const double HalfLifeSeconds = 5;

    // Kills that may be honest mistakes; each further one slows the worker by this many times the slot time it uses.
    private const double FreeKills = 3;
    private const double TimesPerKill = 10;
    private const double MostTimes = 60;

    private static readonly TimeSpan LongestCoolDown = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _lastKill;
    private double _kills;

    public long Service { get; set; }

    public bool IsSuspect => Volatile.Read(ref _lastKill) is not 0 and var last && Stopwatch.GetElapsedTime(last).TotalSeconds < SuspicionSeconds;

    /// <summary>Whether the worker is slowed at present.</summary>
    public bool IsSlowed => IsSuspect && Kills() > FreeKills;

    /// <summary>A request of the worker was killed at a limit.</summary>
    public void Suspect()
    {
        lock (_gate)
        {
            _kills = Kills() + 1;
            Volatile.Write(ref _lastKill, Stopwatch.GetTimestamp());
        }
    }

    /// <summary>How long the worker must stay off its slot after it used it for <paramref name="used"/>; zero for nearly all.</summary>
    public TimeSpan CoolDown(TimeSpan used)
    {
        if (!IsSlowed)
        {
            return TimeSpan.Zero;
        }

        var wanted = used * Math.Min((Kills() - FreeKills) * TimesPerKill, MostTimes);
        return wanted < LongestCoolDown ? wanted : LongestCoolDown;
    }

    private double Kills() => _kills * Math.Pow(0.5, Stopwatch.GetElapsedTime(_lastKill).TotalSeconds / HalfLifeSeconds);
}
