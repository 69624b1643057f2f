namespace PureEdge.Fuzz.Running;

/// <summary>A clock that always says the same, so that a case gives the same on every run; timers run as they do.</summary>
internal sealed class FrozenClock : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
}
