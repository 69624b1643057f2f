namespace PureEdge.Engine.Interop;

/// <summary>
/// Charges the request for work that one statement of a script makes the host do. Short inputs are free: the statement that passes
/// them is charged already.
/// </summary>
internal static class InputCharge
{
    /// <summary>Inputs up to this length cost nothing.</summary>
    public const int Free = 4096;

    // What two strings of one length that differ at their end cost: about a hundred nanoseconds.
    private const int ComparedPerUnit = 1024;

    /// <summary>Charges reading an input, before it is read.</summary>
    /// <param name="length">Its length in characters, bytes or elements.</param>
    /// <param name="bytesPerUnit">How many bytes the result takes at most for each of them.</param>
    public static void ChargeInput(this WorkerRealm realm, long length, int bytesPerUnit = 0)
    {
        if (length > Free)
        {
            var limits = realm.Host.Scope.Limits;
            limits.ChargeFuel(length / 64);
            if (bytesPerUnit > 0)
            {
                limits.ChargeAllocation(length * bytesPerUnit);
            }
        }
    }

    /// <summary>Charges looking for a name in a list, before it is done.</summary>
    /// <param name="count">The entries of the list.</param>
    /// <param name="name">The name, which each may equal but for its last character.</param>
    public static void ChargeSearch(this WorkerRealm realm, int count, string name) =>
        realm.Host.Scope.Limits.ChargeFuel((count / 64) + ((long)count * (name.Length / ComparedPerUnit)));

    /// <summary>Compares by code units, and charges long texts as it goes: a sort of many takes seconds, and must end where its request does.</summary>
    public static IComparer<string> ChargedComparer(this WorkerRealm realm) => Comparer<string>.Create((left, right) =>
    {
        var units = Math.Min(left.Length, right.Length) / ComparedPerUnit;
        if (units > 0)
        {
            realm.Host.Scope.Limits.ChargeFuel(units);
        }

        return string.CompareOrdinal(left, right);
    });
}
