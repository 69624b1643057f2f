namespace PureEdge.Engine.Interop;

/// <summary>
/// Charges the request for work that one statement of a script makes the host do. Short inputs are free: the statement that passes
/// them is charged already.
/// </summary>
internal static class InputCharge
{
    private const int Free = 4096;

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
}
