using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Api;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class UploadGateTests
{
    [Fact]
    public async Task Some_uploads_go_on_at_once_some_wait_and_the_others_are_to_come_again()
    {
        var time = new FakeTimeProvider();
        using var gate = new UploadGate(time);
        var inside = await Task.WhenAll(Enumerable.Range(0, UploadGate.Most).Select(_ => gate.EnterAsync(CancellationToken.None)));
        var waiting = Enumerable.Range(0, UploadGate.MostWaiting).Select(_ => gate.EnterAsync(CancellationToken.None)).ToList();
        Assert.All(waiting, each => Assert.False(each.IsCompleted));
        var refused = await Assert.ThrowsAsync<ApiException>(() => gate.EnterAsync(CancellationToken.None));
        Assert.Equal(429, refused.Status);
        inside[0].Dispose();
        inside[0].Dispose();
        var next = await Task.WhenAny(waiting);
        Assert.Equal(1, waiting.Count(each => each.IsCompletedSuccessfully));
        waiting.Remove(next);
        time.Advance(TimeSpan.FromSeconds(31));
        foreach (var each in waiting)
        {
            Assert.Equal(429, (await Assert.ThrowsAsync<ApiException>(() => each)).Status);
        }

        (await next).Dispose();
        (await gate.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Who_leaves_while_it_waits_takes_no_turn()
    {
        using var gate = new UploadGate(TimeProvider.System);
        var inside = await Task.WhenAll(Enumerable.Range(0, UploadGate.Most).Select(_ => gate.EnterAsync(CancellationToken.None)));
        using var leaving = new CancellationTokenSource();
        var waiting = gate.EnterAsync(leaving.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        inside[0].Dispose();
        (await gate.EnterAsync(CancellationToken.None)).Dispose();
    }
}
