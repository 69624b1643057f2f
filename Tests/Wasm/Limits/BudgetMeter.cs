using PureEdge.Metering;

namespace PureEdge.Wasm.Tests.Limits;

/// <summary>Counts what runs on a thread, and kills it at the end of a budget.</summary>
internal sealed class BudgetMeter : MeterState
{
    public long Budget { get; init; }

    public long Counted { get; private set; }

    public int Slices { get; private set; }

    public int StacksRefused { get; private set; }

    public override TimeSpan TimeLeft => TimeSpan.FromSeconds(1);

    protected override long BillLeft => Math.Max(0, Budget - Counted);

    public void Run(Action action)
    {
        byte here = 0;
        SetStack(StackAddress.Of(ref here), 1 << 20, 2 << 20);
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

    public override void KillForWaiting() => throw new InvalidOperationException();

    public override void KillForWork() => throw new InvalidOperationException();

    public override void RefuseSize(string what) => throw new InvalidOperationException();

    public override void RefuseStack() => throw new InvalidOperationException();

    protected override void OnSlice()
    {
        Slices++;
        if (Counted > Budget)
        {
            Kill(new ExceededException());
        }
    }

    protected override void OnCounted(long safety, long bill) => Counted += bill;

    protected override void OnAllocation(long bytes, bool references)
    {
    }

    protected override void OnStackRefused() => StacksRefused++;

    protected override Exception StackExceeded(long bytes) => new InsufficientExecutionStackException();

    internal sealed class ExceededException : Exception;
}
