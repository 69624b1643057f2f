namespace PureEdge.Limits;

/// <summary>
/// A running turn; disposing it ends the turn. When the turn was killed, disposing throws the <see cref="LimitExceededException"/>
/// of the kill, in the place of whatever else came out of the interpreter: a kill cannot be mistaken for an error of the script.
/// </summary>
public readonly struct LimitTurn : IDisposable, IEquatable<LimitTurn>
{
    private readonly TurnMeter _meter;

    internal LimitTurn(TurnMeter meter) => _meter = meter;

    /// <summary>Charges what follows to another request's budget, when a turn goes on to run that request's code.</summary>
    /// <param name="session">The budget to charge from now on.</param>
    /// <returns>The budget charged until now.</returns>
    public LimitSession Switch(LimitSession session) => _meter.Switch(session);

    /// <summary>Ends the turn.</summary>
    /// <exception cref="LimitExceededException">The turn was killed.</exception>
    public void Dispose() => _meter.End();

    /// <summary>Whether a script ran out of stack in this turn; it may have caught the error.</summary>
    public bool ExceededStack => _meter.ExceededStack;

    /// <inheritdoc/>
    public bool Equals(LimitTurn other) => ReferenceEquals(_meter, other._meter);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LimitTurn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _meter?.GetHashCode() ?? 0;

    /// <summary>Whether two values are the same turn.</summary>
    /// <param name="left">One turn.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(LimitTurn left, LimitTurn right) => left.Equals(right);

    /// <summary>Whether two values are different turns.</summary>
    /// <param name="left">One turn.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(LimitTurn left, LimitTurn right) => !left.Equals(right);
}
