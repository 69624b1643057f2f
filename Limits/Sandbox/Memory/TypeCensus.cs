namespace PureEdge.Limits.Memory;

/// <summary>The types that a walk met: what a tenant's graph is made of, and where it ends.</summary>
internal sealed class TypeCensus
{
    /// <summary>Types whose objects were counted and followed.</summary>
    public HashSet<Type> Followed { get; } = [];

    /// <summary>Types at which the walk stopped.</summary>
    public HashSet<Type> Boundaries { get; } = [];

    public void Count(TypePlan plan) => (plan.Boundary == Boundary.None ? Followed : Boundaries).Add(plan.Type);
}
