using PureEdge.Engine.Isolates;
using PureEdge.Engine.Scripts;

namespace PureEdge.Engine.Tests.Isolates;

/// <summary>Work that is no turn takes slots as turns do.</summary>
public sealed class SlotWorkTests
{
    private const int Milliseconds = 1_000;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Work_lets_others_run_at_the_end_of_a_slice()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        var order = new List<string>();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var first = Run(scheduler, isSuspect: false, slot =>
        {
            begun.SetResult();
            goOn.Wait(Patience);
            slot.OnSlice();
            order.Add("first");
        });
        await begun.Task.WaitAsync(Patience);
        var second = Run(scheduler, isSuspect: false, _ => order.Add("second"));
        Assert.True(SpinWait.SpinUntil(() => scheduler.Waiting == 1, Patience));
        goOn.Set();
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.Equal(["second", "first"], order);
        Assert.Equal((0, 0), (scheduler.Running, scheduler.Waiting));
    }

    [Fact]
    public async Task Suspects_leave_a_slot_to_the_others()
    {
        var scheduler = new SlotScheduler(2, TimeProvider.System);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var first = Run(scheduler, isSuspect: true, _ =>
        {
            begun.SetResult();
            goOn.Wait(Patience);
        });
        await begun.Task.WaitAsync(Patience);
        var second = Run(scheduler, isSuspect: true, static _ => { });
        Assert.True(SpinWait.SpinUntil(() => scheduler.Waiting == 1, Patience));
        await Run(scheduler, isSuspect: false, static _ => { }).WaitAsync(Patience);
        Assert.False(second.IsCompleted);
        goOn.Set();
        await Task.WhenAll(first, second).WaitAsync(Patience);
    }

    [Fact]
    public async Task Whoever_waits_outside_has_no_slot_and_comes_back_to_one()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        using var goOn = new ManualResetEventSlim();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = 0;
        var first = Run(scheduler, isSuspect: true, slot =>
        {
            slot.WaitOutside(() =>
            {
                left.SetResult();
                return goOn.Wait(Patience);
            });
            running = scheduler.Running;
        });
        await left.Task.WaitAsync(Patience);
        Assert.Equal(0, scheduler.Running);
        await Run(scheduler, isSuspect: true, static _ => { }).WaitAsync(Patience);
        goOn.Set();
        await first.WaitAsync(Patience);
        Assert.Equal(1, running);
        Assert.Equal(0, scheduler.Running);
    }

    [Fact]
    public async Task Whoever_comes_back_waits_for_a_slot()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        using var goOn = new ManualResetEventSlim();
        using var end = new ManualResetEventSlim();
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var back = false;
        var first = Run(scheduler, isSuspect: false, slot =>
        {
            slot.WaitOutside(() =>
            {
                left.SetResult();
                return goOn.Wait(Patience);
            });
            back = true;
        });
        await left.Task.WaitAsync(Patience);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var second = Run(scheduler, isSuspect: false, _ =>
        {
            begun.SetResult();
            end.Wait(Patience);
        });
        await begun.Task.WaitAsync(Patience);
        goOn.Set();
        Assert.True(SpinWait.SpinUntil(() => scheduler.Waiting == 1, Patience));
        Assert.False(back);
        end.Set();
        await Task.WhenAll(first, second).WaitAsync(Patience);
        Assert.True(back);
    }

    [Fact]
    public async Task Whose_slot_was_given_away_comes_back_without_one()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        using var goOn = new ManualResetEventSlim();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = Run(scheduler, isSuspect: false, slot =>
        {
            begun.SetResult();
            goOn.Wait(Patience);
            slot.WaitOutside(static () => true);
            slot.OnSlice();
        });
        await begun.Task.WaitAsync(Patience);
        Lose(scheduler);
        goOn.Set();
        await hanging.WaitAsync(Patience);
        Assert.Equal(0, scheduler.Running);
    }

    [Fact]
    public async Task Work_inside_of_work_is_done_in_the_same_slot()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        var running = 0;
        await Run(scheduler, isSuspect: false, _ => running = scheduler.RunWork(true, Milliseconds, slot => slot.WaitOutside(() => scheduler.Running) + scheduler.Running)).WaitAsync(Patience);
        Assert.Equal(1, running);
        Assert.Equal(0, scheduler.Running);
    }

    [Fact]
    public void Work_that_fails_leaves_its_slot()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        Assert.Throws<InvalidOperationException>(() => scheduler.RunWork<int>(false, Milliseconds, static _ => throw new InvalidOperationException()));
        Assert.Equal(1, scheduler.RunWork(false, Milliseconds, static _ => 1));
    }

    [Fact]
    public async Task The_slot_of_work_that_hangs_is_given_to_others()
    {
        var scheduler = new SlotScheduler(1, TimeProvider.System);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var hanging = Run(scheduler, isSuspect: false, _ =>
        {
            begun.SetResult();
            goOn.Wait(Patience);
        });
        await begun.Task.WaitAsync(Patience);
        Lose(scheduler);
        await Run(scheduler, isSuspect: false, static _ => { }).WaitAsync(Patience);
        goOn.Set();
        await hanging.WaitAsync(Patience);
        Assert.Equal(0, scheduler.Running);
    }

    // Looks as often as it takes to give up the work that hangs.
    private static void Lose(SlotScheduler scheduler)
    {
        for (var look = 0; look <= (Milliseconds / 1_000) + Watchdog.MarginLooks + 1; look++)
        {
            Assert.Empty(scheduler.TakeLost());
        }
    }

    private static Task Run(SlotScheduler scheduler, bool isSuspect, Action<IWorkSlot> work) => Task.Factory.StartNew(
        () => scheduler.RunWork(isSuspect, Milliseconds, slot =>
        {
            work(slot);
            return 0;
        }),
        CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
