using System.Diagnostics;
using System.Globalization;

namespace PureEdge.Bench.Servers;

/// <summary>A process's memory after a full collection that gave free memory back to the system.</summary>
/// <param name="Managed">Bytes of live managed objects.</param>
/// <param name="Resident">Bytes of the working set.</param>
internal readonly record struct ProcessMemory(long Managed, long Resident)
{
    /// <summary>Measures this process.</summary>
    public static ProcessMemory Measure()
    {
        // Twice, because finalizers free memory only for the next collection; aggressive, because memory that the collector keeps
        // for later is not memory that an isolate takes.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        var managed = GC.GetTotalMemory(forceFullCollection: true);
        using var self = Process.GetCurrentProcess();
        return new(managed, self.WorkingSet64);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static ProcessMemory Parse(string text)
    {
        var parts = text.Split(' ');
        return new(long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Managed} {Resident}");
}
