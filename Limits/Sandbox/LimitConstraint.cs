using Jint;
using PureEdge.Metering;
using JintEngine = Jint.Engine;

namespace PureEdge.Limits;

/// <summary>
/// Where the interpreter's statements meet the limits: Jint calls <see cref="Check"/> before every statement and every body of
/// an arrow function. Nothing here relies on Jint's own counters, which it resets at every entry.
/// </summary>
/// <remarks>One per engine, owned by the turn that runs.</remarks>
internal sealed class LimitConstraint : Constraint
{
    private TurnMeter? _meter;
    private nint _stackBound;

    public LimitSession? Session => _meter?.Session;

    /// <summary>Begins a turn of <paramref name="session"/> on the current thread.</summary>
    public LimitTurn Begin(JintEngine engine, LimitSession session, Action? onSlice)
    {
        _meter ??= new TurnMeter(engine);
        _stackBound = _meter.Begin(session, onSlice);
        return new LimitTurn(_meter);
    }

    public override void Check()
    {
        byte here = 0;
        if (StackAddress.Of(ref here) < _stackBound && Session is not null)
        {
            _meter!.ThrowStackExceeded();
        }

        Meter.Statement();
    }

    public override void Reset()
    {
    }
}
