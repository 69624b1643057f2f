using Jint;
using PureEdge.Limits.Memory;
using JintEngine = Jint.Engine;

namespace PureEdge.Limits;

/// <summary>Puts limits on a Jint engine.</summary>
public static class LimitExtensions
{
    /// <summary>
    /// Prepares engines made from these options to be limited. The limits themselves come with each
    /// <see cref="LimitSession"/>; outside a turn (<see cref="BeginTurn"/>) nothing is limited.
    /// </summary>
    /// <param name="options">The options, which may be shared by any number of engines.</param>
    /// <returns>The same options.</returns>
    public static Options UseLimits(this Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        // Makes the interpreter look at the stack before its calls; woven, that look is at the bound of the turn (Meter.TryEnsureStack).
        options.Constraints.StackOverflowGuard = true;
        return options.Configure(TurnMeter.Install);
    }

    /// <summary>Begins a turn: what the engine executes until the result is disposed is charged to <paramref name="session"/>.</summary>
    /// <param name="engine">An engine made with <see cref="UseLimits"/>.</param>
    /// <param name="session">The budget.</param>
    /// <param name="onSlice">Called on the running thread about once a millisecond of work; it may block to let others run.</param>
    /// <param name="retained">What the engine keeps, to be limited in the turn too; without it only the caller can limit that, between turns.</param>
    /// <exception cref="InvalidOperationException">The engine was made without <see cref="UseLimits"/>, or is in a turn already.</exception>
    public static LimitTurn BeginTurn(this JintEngine engine, LimitSession session, Action? onSlice = null, RetainedBound? retained = null)
    {
        var meter = TurnMeter.Of(engine)
            ?? throw new InvalidOperationException("The engine has no limits: make its options with UseLimits().");
        if (meter.Session is not null)
        {
            throw new InvalidOperationException("The engine is in a turn already.");
        }

        meter.Begin(session, onSlice, retained);
        return new LimitTurn(meter);
    }
}
