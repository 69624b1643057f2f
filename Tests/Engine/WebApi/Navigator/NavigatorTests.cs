using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.Tests.WebApi.Fetch;

namespace PureEdge.Engine.Tests.WebApi.Navigator;

public class NavigatorTests
{
    [Fact]
    public void It_says_what_workers_expect_and_nothing_of_the_machine() => Assert.Equal(
        """["Cloudflare-Workers",1,"en",["en"],true]""",
        TestRealm.Json("return [navigator.userAgent, navigator.hardwareConcurrency, navigator.language, navigator.languages, navigator instanceof Navigator]"));

    [Fact]
    public async Task A_beacon_is_a_POST_that_the_request_ends_after()
    {
        var sent = new TaskCompletionSource<WorkerResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        var outbound = new FakeOutbound((_, _) => sent.Task);
        using var test = new TestWorker(
            TestWorker.Define("export default { fetch() { return new Response(String(navigator.sendBeacon('http://a.example/log', 'seen'))); } }"), new() { Outbound = outbound });
        Assert.Equal("true", await test.TextAsync());
        var request = Assert.Single(outbound.Requests);
        Assert.Equal(("POST", "http://a.example/log"), (request.Method, request.Url));
        sent.SetResult(new() { Status = 500 });
        Assert.Empty(test.Faults);
    }
}
