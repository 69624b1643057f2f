using FsCheck.Xunit;
using PureEdge.AspNetCore.Model;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Tests.Model;

public sealed class WorkerModelTests
{
    [Property]
    public bool The_same_key_stays_with_the_same_version(string? key, byte percentage)
    {
        var share = percentage % 101;
        var first = Model(share).Choose(key + "x").Id;
        return first == Model(share).Choose(key + "x").Id;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(50)]
    [InlineData(100)]
    public void Keys_spread_by_the_shares(int percentage)
    {
        var model = Model(percentage);
        var count = Enumerable.Range(0, 10_000).Count(i => model.Choose($"user-{i}").Id == "a");
        Assert.InRange(count, (percentage * 100) - 200, (percentage * 100) + 200);
        Assert.True(percentage is not (0 or 100) || count == percentage * 100);
    }

    [Fact]
    public async Task A_version_is_loaded_once_however_many_ask_and_again_when_that_failed_for_the_moment()
    {
        var loads = 0;
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var slot = new VersionSlot("v", async () =>
        {
            loads++;
            await gate.Task;
            return new(null, new(WorkerOutcome.InternalError, $"{loads}"), IsPassing: loads == 1);
        });
        var asked = Enumerable.Range(0, 8).Select(_ => slot.GetAsync().AsTask()).ToArray();
        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), loaded => Assert.Equal("1", loaded.Broken!.Message));
        Assert.Equal("2", (await slot.GetAsync()).Broken!.Message);
        Assert.Equal("2", (await slot.GetAsync()).Broken!.Message);
        Assert.Equal(2, loads);
    }

    [Fact]
    public void Of_what_refuses_a_version_only_the_time_that_loading_took_may_be_another_next_time() =>
        Assert.Equal(
            [WorkerOutcome.ExceededWall],
            Enum.GetValues<WorkerOutcome>().Where(static outcome => LoadedVersion.Refused(new(outcome, "")).IsPassing));

    private static WorkerModel Model(double percentage) =>
        new([new(Slot("a"), percentage), new(Slot("b"), 100 - percentage)]);

    private static VersionSlot Slot(string id) => new(id, new LoadedVersion(null, null));
}
