namespace PureEdge.Limits;

/// <summary>A running turn; disposing it ends the turn.</summary>
public readonly struct LimitTurn : IDisposable, IEquatable<LimitTurn>
{
    private readonly LimitConstraint _constraint;

    internal LimitTurn(LimitConstraint constraint) => _constraint = constraint;

    /// <summary>Charges what follows to another request's budget, when a turn goes on to run that request's code.</summary>
    /// <param name="session">The budget to charge from now on.</param>
    /// <returns>The budget charged until now.</returns>
    public LimitSession Switch(LimitSession session) => _constraint.Switch(session);

    /// <summary>Whether a script ran out of stack in this turn; it may have caught the error.</summary>
    public bool ExceededStack => _constraint.ExceededStack;

    /// <inheritdoc/>
    public void Dispose() => _constraint.End();

    /// <inheritdoc/>
    public bool Equals(LimitTurn other) => ReferenceEquals(_constraint, other._constraint);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is LimitTurn other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _constraint?.GetHashCode() ?? 0;

    /// <summary>Whether two values are the same turn.</summary>
    /// <param name="left">One turn.</param>
    /// <param name="right">Another.</param>
    public static bool operator ==(LimitTurn left, LimitTurn right) => left.Equals(right);

    /// <summary>Whether two values are different turns.</summary>
    /// <param name="left">One turn.</param>
    /// <param name="right">Another.</param>
    public static bool operator !=(LimitTurn left, LimitTurn right) => !left.Equals(right);
}
