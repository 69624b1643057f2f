namespace PureEdge.Metering.Calls;

/// <summary>Waiting inside the interpreter ends with the turn's time; a sleep has no place in a turn at all.</summary>
internal static class Waiting
{
    /// <summary>Waits in pieces no longer than the turn has left.</summary>
    public static bool Bounded(TimeSpan asked, Func<TimeSpan, bool> wait)
    {
        if (Meter.State is not { } state)
        {
            return wait(asked);
        }

        var left = state.TimeLeft;
        if (asked >= TimeSpan.Zero && asked <= left)
        {
            return wait(asked);
        }

        var ended = wait(left);
        if (!ended)
        {
            state.KillForWaiting();
        }

        return ended;
    }
}

/// <summary>Waits for a monitor's pulse (Atomics.wait).</summary>
[Replaces(typeof(Monitor))]
internal static class MonitorCalls
{
    public static bool Wait<B>(object gate, int milliseconds)
        where B : struct => Waiting.Bounded(TimeSpan.FromMilliseconds(milliseconds), time => Monitor.Wait(gate, time));
}

/// <summary>Waits for the event loop's next job.</summary>
[Replaces(typeof(ManualResetEventSlim))]
internal static class EventCalls
{
    public static bool Wait<B>(ManualResetEventSlim gate, TimeSpan timeout)
        where B : struct => Waiting.Bounded(timeout, gate.Wait);

    public static bool Wait<B>(ManualResetEventSlim gate, TimeSpan timeout, CancellationToken cancellation)
        where B : struct => Waiting.Bounded(timeout, time => gate.Wait(time, cancellation));
}

/// <summary>Waits for a handle (a call that Jint moves to another thread).</summary>
[Replaces(typeof(WaitHandle))]
internal static class HandleCalls
{
    public static bool WaitOne<B>(WaitHandle handle)
        where B : struct => Waiting.Bounded(Timeout.InfiniteTimeSpan, handle.WaitOne);
}

/// <summary>Threads and sleeps of Jint's test harness.</summary>
[Replaces(typeof(Thread))]
internal static class ThreadCalls
{
    public static void Sleep<B>(int milliseconds)
        where B : struct => Meter.State?.KillForWaiting();

    public static void Start<B>(Thread thread)
        where B : struct
    {
        Meter.State?.KillForWaiting();
        thread.Start();
    }

    public static bool Join<B>(Thread thread, TimeSpan timeout)
        where B : struct => Waiting.Bounded(timeout, thread.Join);

    public static void SpinWait<B>(int iterations)
        where B : struct
    {
        Meter.Work<B>(iterations);
        Thread.SpinWait(iterations);
    }
}

/// <summary>A collection stops everybody.</summary>
[Replaces(typeof(GC))]
internal static class CollectorCalls
{
    public static void Collect<B>()
        where B : struct
    {
        Meter.State?.KillForWaiting();
        GC.Collect();
    }

    public static void WaitForPendingFinalizers<B>()
        where B : struct
    {
        Meter.State?.KillForWaiting();
        GC.WaitForPendingFinalizers();
    }
}
