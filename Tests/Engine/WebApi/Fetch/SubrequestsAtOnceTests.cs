using System.Collections.Concurrent;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class SubrequestsAtOnceTests
{
    private readonly ConcurrentQueue<(string Url, TaskCompletionSource<WorkerResponse> Answer)> _open = new();
    private readonly SemaphoreSlim _arrived = new(0);
    private int _waiting;
    private int _mostWaiting;

    [Theory]
    [InlineData(1, 5)]
    [InlineData(6, 6)]
    [InlineData(6, 20)]
    public async Task No_more_wait_for_headers_at_once_and_the_rest_go_in_their_order(int atOnce, int count)
    {
        using var test = Start(
            "const all = []; for (let i = 0; i < N; i++) all.push(fetch('http://a.example/' + i).then(r => r.text())); return new Response((await Promise.all(all)).join());".Replace("N", $"{count}", StringComparison.Ordinal),
            ExecutionLimits.Default with { SubrequestsAtOnce = atOnce });
        var text = test.TextAsync();
        var open = new Queue<TaskCompletionSource<WorkerResponse>>();
        for (var i = 0; i < count; i++)
        {
            if (i >= atOnce)
            {
                // One place at a time: two that are freed together may be taken in any order.
                Answer(open.Dequeue(), $"{i - atOnce}");
            }

            var (url, answer) = await NextAsync();
            Assert.Equal($"http://a.example/{i}", url);
            open.Enqueue(answer);
            Assert.InRange(Volatile.Read(ref _waiting), 1, atOnce);
        }

        for (var i = count - open.Count; open.TryDequeue(out var answer); i++)
        {
            Answer(answer, $"{i}");
        }

        Assert.Equal(string.Join(',', Enumerable.Range(0, count)), await text);
        Assert.InRange(_mostWaiting, 1, atOnce);
    }

    [Fact]
    public async Task A_body_that_is_not_read_holds_no_place()
    {
        using var test = Start(
            "const all = []; for (let i = 0; i < 10; i++) all.push(await fetch('http://a.example/')); return new Response(String(all.length));",
            ExecutionLimits.Default with { SubrequestsAtOnce = 1 });
        var text = test.TextAsync();
        for (var i = 0; i < 10; i++)
        {
            (await NextAsync()).Answer.SetResult(new() { Status = 200, Body = new MemoryStream(new byte[100]) });
        }

        Assert.Equal("10", await text);
    }

    [Fact]
    public async Task One_that_fails_or_is_aborted_makes_room_and_an_aborted_one_in_the_queue_is_never_sent()
    {
        using var test = Start(
            """
            const abort = new AbortController();
            const name = p => p.then(r => r.text(), e => e.name);
            const first = name(fetch('http://a.example/first'));
            const second = name(fetch('http://a.example/second', { signal: abort.signal }));
            const third = name(fetch('http://a.example/third'));
            abort.abort();
            console.log('aborted');
            return new Response((await Promise.all([first, second, third])).join());
            """,
            ExecutionLimits.Default with { SubrequestsAtOnce = 1 });
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Logged = _ => aborted.SetResult();
        var text = test.TextAsync();
        var (url, answer) = await NextAsync();
        Assert.Equal("http://a.example/first", url);
        await aborted.Task;
        Interlocked.Decrement(ref _waiting);
        answer.SetException(new HostErrorException(HostErrorKind.TypeError, "refused"));
        (url, answer) = await NextAsync();
        Assert.Equal("http://a.example/third", url);
        Answer(answer, "3");
        Assert.Equal("TypeError,AbortError,3", await text);
    }

    [Fact]
    public async Task Those_that_wait_count_as_subrequests_and_as_pending_operations()
    {
        using var few = Start(
            "const all = []; for (let i = 0; i < 4; i++) all.push(fetch('http://a.example/').catch(e => e.message)); return new Response(await all[3]);",
            ExecutionLimits.Default with { SubrequestsAtOnce = 1, Subrequests = 3 });
        Assert.Equal("Too many subrequests.", await few.TextAsync());
        using var pending = Start(
            "const all = []; for (let i = 0; i < 4; i++) all.push(fetch('http://a.example/').catch(e => e.message)); return new Response(await all[3]);",
            ExecutionLimits.Default with { SubrequestsAtOnce = 1, PendingOperations = 3 });
        Assert.Equal("Too many pending operations: a request may have 3 at once.", await pending.TextAsync());
    }

    [Fact]
    public async Task Each_request_has_its_own_places()
    {
        using var test = Start("return fetch('http://a.example/');", ExecutionLimits.Default with { SubrequestsAtOnce = 1 });
        Task<string>[] both = [test.TextAsync(), test.TextAsync()];
        var first = await NextAsync();
        var second = await NextAsync();
        Answer(first.Answer, "a");
        Answer(second.Answer, "a");
        Assert.Equal(["a", "a"], await Task.WhenAll(both));
    }

    private TestWorker Start(string body, ExecutionLimits limits) =>
        new("export default { async fetch() { " + body + " } }", limits, new() { Outbound = new Outside(this) });

    private async Task<(string Url, TaskCompletionSource<WorkerResponse> Answer)> NextAsync()
    {
        Assert.True(await _arrived.WaitAsync(TimeSpan.FromSeconds(30)), "no further subrequest arrived");
        Assert.True(_open.TryDequeue(out var next));
        return next;
    }

    private void Answer(TaskCompletionSource<WorkerResponse> answer, string text)
    {
        Interlocked.Decrement(ref _waiting);
        answer.SetResult(new() { Status = 200, Bytes = System.Text.Encoding.UTF8.GetBytes(text) });
    }

    private sealed class Outside(SubrequestsAtOnceTests test) : IOutboundFetcher
    {
        public Task<WorkerResponse> FetchAsync(WorkerRequest request, CancellationToken cancellationToken)
        {
            var waiting = Interlocked.Increment(ref test._waiting);
            if (waiting > test._mostWaiting)
            {
                test._mostWaiting = waiting;
            }

            var answer = new TaskCompletionSource<WorkerResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
            test._open.Enqueue((request.Url, answer));
            test._arrived.Release();
            return answer.Task.WaitAsync(cancellationToken);
        }
    }
}
