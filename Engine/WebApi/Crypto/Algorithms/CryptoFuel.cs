using PureEdge.Engine.Interop;

namespace PureEdge.Engine.WebApi.Crypto.Algorithms;

/// <summary>What cryptography costs. A unit of fuel is about two hundred nanoseconds.</summary>
internal static class CryptoFuel
{
    // In a unit's time a hash takes a few dozen bytes where the processor has no instructions for it.
    private const int BytesPerUnit = 32;
    private const int UnitsPerOperation = 20;

    /// <summary>Charges an operation on data of a length that a hash or a cipher goes through once.</summary>
    public static void ChargeBytes(this IRealmHost host, long bytes) => host.Scope.Limits.ChargeFuel(UnitsPerOperation + (bytes / BytesPerUnit));

    public static void ChargeFuel(this IRealmHost host, long units) => host.Scope.Limits.ChargeFuel(units);

    /// <summary>A new array, charged before it is allocated.</summary>
    public static byte[] Allocate(this IRealmHost host, long length)
    {
        if (length > Array.MaxLength)
        {
            throw CryptoException.OperationError("The result is too long for an ArrayBuffer.");
        }

        host.Scope.Limits.ChargeAllocation(length);
        return new byte[length];
    }
}

/// <summary>An operation that may take long: its cost, and the work itself, which may run on any thread.</summary>
internal readonly record struct CryptoJob<T>(long Fuel, Func<T> Run);
