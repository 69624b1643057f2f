using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.WebApi.Reporting;

public class RejectionTests
{
    [Fact]
    public async Task A_rejection_that_is_handled_after_it_was_reported_is_reported_once_more()
    {
        using var test = new TestWorker("""
            const seen = [], tell = (e) => seen.push([e.type, e.reason, e.promise === late, e.cancelable, e.isTrusted]);
            let late;
            addEventListener('unhandledrejection', (e) => { tell(e); e.preventDefault(); });
            addEventListener('rejectionhandled', tell);
            globalThis.onrejectionhandled = (e) => seen.push('on' + e.type);
            const turn = () => new Promise((resolve) => setTimeout(resolve));
            export default { async fetch() {
              late = Promise.reject('why');
              Promise.reject('at once').catch(() => {});
              await turn();
              late.catch(() => {});
              late.catch(() => {});
              await turn();
              return Response.json(seen);
            } };
            """);
        Assert.Equal("""[["unhandledrejection","why",true,true,true],["rejectionhandled","why",true,false,true],"onrejectionhandled"]""", await test.TextAsync());
    }

    [Fact]
    public async Task A_rejection_that_a_listener_of_its_event_handles_is_over()
    {
        using var test = new TestWorker("""
            const seen = [];
            addEventListener('unhandledrejection', (e) => { seen.push(e.type); e.preventDefault(); e.promise.catch(() => {}); });
            addEventListener('rejectionhandled', (e) => seen.push(e.type));
            const turn = () => new Promise((resolve) => setTimeout(resolve));
            export default { async fetch() {
              Promise.reject('why');
              await turn();
              await turn();
              return Response.json(seen);
            } };
            """);
        Assert.Equal("""["unhandledrejection"]""", await test.TextAsync());
    }
}
