using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace PureEdge.Hostile.Tests.Servers;

/// <summary>
/// The half of the measurement that runs inside the server: connects to the test and answers one-letter commands with a line of
/// numbers (<see cref="Reading"/>). Uses threads of its own, so that it answers when the pool is exhausted.
/// </summary>
/// <remarks>Mutable state: the pauses, under their lock.</remarks>
internal static class ProbeAgent
{
    /// <summary>The environment variable with the port of the test.</summary>
    public const string PortVariable = "PUREEDGE_HOSTILE_PROBE";

    /// <summary>Forget peaks, and measure.</summary>
    public const char Reset = 'r';

    /// <summary>Measure.</summary>
    public const char Measure = 'm';

    /// <summary>Collect all garbage, give the system back what is free, forget peaks, and measure.</summary>
    public const char Collect = 'c';

    private const int MostTries = 100;

    private const string PeakReset = "/proc/self/clear_refs";
    private const string Mappings = "/proc/self/smaps";

    private static readonly Lock Pauses = new();
    private static readonly GCKind[] Kinds = [GCKind.Ephemeral, GCKind.FullBlocking, GCKind.Background];
    private static long s_longestPauseTicks;
    private static string s_longestCollection = "";
    private static TimeSpan s_longestOfOne;
    private static long s_collectionsForgotten;
    private static long s_pauseTicksSeen;
    private static long s_scriptCacheBytes;

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int MallocTrim(nuint keptAtTheEnd);

    public static void Start(int port)
    {
        new Thread(WatchPauses) { IsBackground = true, Name = "hostile: pauses", Priority = ThreadPriority.AboveNormal }.Start();
        new Thread(() => Answer(port)) { IsBackground = true, Name = "hostile: probe", Priority = ThreadPriority.AboveNormal }.Start();
    }

    // What the process was stopped for since the last look, a millisecond ago: several short collections in a row count as one
    // long one, so this is an upper bound.
    private static void WatchPauses()
    {
        ForgetPauses();
        while (true)
        {
            Thread.Sleep(1);
            lock (Pauses)
            {
                long now = GC.GetTotalPauseDuration().Ticks;
                if (now != s_pauseTicksSeen)
                {
                    s_longestPauseTicks = Math.Max(s_longestPauseTicks, now - s_pauseTicksSeen);
                    s_pauseTicksSeen = now;
                    LookAtCollections();
                }
            }
        }
    }

    // Also those that the watching thread has not seen yet, such as those of CollectAll.
    private static void ForgetPauses()
    {
        lock (Pauses)
        {
            s_longestPauseTicks = 0;
            s_longestCollection = "";
            s_longestOfOne = default;
            s_collectionsForgotten = Kinds.Max(kind => GC.GetGCMemoryInfo(kind).Index);
            s_pauseTicksSeen = GC.GetTotalPauseDuration().Ticks;
        }
    }

    private static void Answer(int port)
    {
        using MeterListener meters = ListenToScriptCache();
        using TcpClient client = new();
        client.Connect(IPAddress.Loopback, port);
        client.NoDelay = true;
        using NetworkStream stream = client.GetStream();
        while (true)
        {
            int command = stream.ReadByte();
            if (command < 0)
            {
                // The test is gone, perhaps killed: the server must not stay behind with an attack that never ends.
                Process.GetCurrentProcess().Kill();
                return;
            }

            if (command == Collect)
            {
                CollectAll();
            }

            if (command is Collect or Reset)
            {
                ForgetPauses();
                ResetPeak();
            }

            meters.RecordObservableInstruments();
            (long resident, long peak) = Memory();
            stream.Write(Encoding.ASCII.GetBytes(
                $"{resident} {peak} {GC.GetTotalMemory(forceFullCollection: false)} {GC.GetTotalAllocatedBytes()} {LongestPause()} {Volatile.Read(ref s_scriptCacheBytes)} {(command == Collect ? Code() : 0)} {LongestCollection()}\n"));
        }
    }

    // A collection in the background tells its pauses when it ends. Looking allocates, so not at every beat.
    private static void LookAtCollections()
    {
        foreach (GCKind kind in Kinds)
        {
            LookAt(GC.GetGCMemoryInfo(kind));
        }
    }

    private static void LookAt(GCMemoryInfo last)
    {
        TimeSpan pause = last.PauseDurations.ToArray().Max();
        if (last.Index > s_collectionsForgotten && pause > s_longestOfOne)
        {
            s_longestOfOne = pause;
            s_longestCollection = string.Create(CultureInfo.InvariantCulture,
                $"generation {last.Generation}{(last.Concurrent ? " in the background" : "")}, {pause.TotalMilliseconds:0} ms for {last.PromotedBytes >> 20} of {last.HeapSizeBytes >> 20} MB");
        }
    }

    private static string LongestCollection()
    {
        lock (Pauses)
        {
            LookAtCollections();
            return s_longestCollection;
        }
    }

    private static long LongestPause()
    {
        lock (Pauses)
        {
            return s_longestPauseTicks;
        }
    }

    // While a collection goes on in the background, one that is asked for looks at the young only.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void CollectAll()
    {
        for (int i = 0; i < 2; i++)
        {
            long last = GC.GetGCMemoryInfo(GCKind.FullBlocking).Index;
            for (int tries = 0; tries < MostTries && GC.GetGCMemoryInfo(GCKind.FullBlocking).Index == last; tries++)
            {
                Thread.Sleep(tries);
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            }

            GC.WaitForPendingFinalizers();
        }

        TrimNativeHeap();
    }

    // What the compiler of the runtime has freed the C library keeps for its next use, in each of its heaps: 5 to 10 MB.
    private static void TrimNativeHeap()
    {
        if (NativeLibrary.TryLoad("libc.so.6", out nint library) && NativeLibrary.TryGetExport(library, "malloc_trim", out nint trim))
        {
            _ = Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)(0);
        }
    }

    private static void ResetPeak()
    {
        if (File.Exists(PeakReset))
        {
            File.WriteAllText(PeakReset, "5");
        }
    }

    // Where the system keeps no peak that can be reset, the present value is all there is.
    private static (long Resident, long Peak) Memory()
    {
        if (!File.Exists(PeakReset))
        {
            return (Environment.WorkingSet, Environment.WorkingSet);
        }

        long resident = 0;
        long peak = 0;
        foreach (string line in File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmRSS:", StringComparison.Ordinal))
            {
                resident = Kilobytes(line);
            }
            else if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
            {
                peak = Kilobytes(line);
            }
        }

        return (resident, Math.Max(peak, resident));
    }

    // Compiled code lies in memory that is mapped twice, to be written and to be run, and its pages count twice as resident.
    private static long Code()
    {
        long code = 0;
        bool isCode = false;
        foreach (string line in File.Exists(Mappings) ? File.ReadLines(Mappings) : [])
        {
            if (line.StartsWith("Rss:", StringComparison.Ordinal))
            {
                code += isCode ? Kilobytes(line) : 0;
            }
            else if (char.IsAsciiHexDigitLower(line[0]))
            {
                isCode = line.Contains("doublemapper", StringComparison.Ordinal);
            }
        }

        return code;
    }

    private static long Kilobytes(string line) => 1024 * long.Parse(line.AsSpan(line.IndexOf(':', StringComparison.Ordinal) + 1).Trim(" \tkB"), CultureInfo.InvariantCulture);

    private static MeterListener ListenToScriptCache()
    {
        MeterListener meters = new()
        {
            InstrumentPublished = static (instrument, listener) =>
            {
                if (instrument.Name == "pureedge.script_cache.bytes")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        meters.SetMeasurementEventCallback<long>(static (_, value, _, _) => Volatile.Write(ref s_scriptCacheBytes, value));
        meters.Start();
        return meters;
    }
}
