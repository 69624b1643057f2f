namespace PureEdge.Metering.WeakTables;

/// <summary>A key that carries what weak tables store under it. The weaver adds this to the objects and symbols of scripts.</summary>
internal interface IWeakSlot
{
    /// <summary>A <see cref="WeakEntries"/>, or <see langword="null"/> while no table has the key.</summary>
    ref object? WeakSlot { get; }
}
