using PureEdge.Metering;

namespace PureEdge.Limits.Tests.Metering;

/// <summary>Records what comes to the meter of a thread, and limits nothing.</summary>
internal sealed class RecordingMeter : MeterState
{
    /// <summary>Whether each allocation holds references.</summary>
    public List<bool> Allocations { get; } = [];

    public int Slices { get; private set; }

    public override TimeSpan TimeLeft => TimeSpan.MaxValue;

    protected override long BillLeft => long.MaxValue;

    public void Run(Action action)
    {
        var outer = Meter.Attach(this);
        try
        {
            action();
        }
        finally
        {
            Meter.Detach(outer);
        }
    }

    public override void KillForWaiting()
    {
    }

    public override void KillForWork()
    {
    }

    public override void RefuseSize(string what)
    {
    }

    public override void RefuseStack()
    {
    }

    protected override void OnSlice() => Slices++;

    protected override void OnCounted(long safety, long bill)
    {
    }

    protected override void OnAllocation(long bytes, bool references) => Allocations.Add(references);

    protected override void OnStackRefused()
    {
    }

    protected override Exception StackExceeded(long bytes) => new InsufficientExecutionStackException();
}
