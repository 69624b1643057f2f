using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Realm;

/// <summary>Where the interpreter has no engine at hand its errors are the script's all the same: the body of an arrow function may be an expression.</summary>
public class ErrorsWithoutEngineTests
{
    [Theory]
    [InlineData("Headers.prototype.get.call({}, 'a')")]
    [InlineData("`${Symbol()}`")]
    [InlineData("Symbol() + 1")]
    [InlineData("BigInt(1) + 1")]
    [InlineData("+{ valueOf: () => ({}), toString: () => ({}) }")]
    public async Task A_TypeError_reaches_whoever_can_catch_it(string expression)
    {
        using var test = new TestWorker($$"""
            const fails = () => {{expression}};
            export default { async fetch(request) {
              if (request.url.endsWith('/thrown')) return (() => fails())();
              const seen = [];
              await Promise.resolve().then(fails).catch(e => seen.push(e instanceof TypeError));
              await new Promise(fails).catch(e => seen.push(e instanceof TypeError));
              await Promise.reject().catch(fails).catch(e => seen.push(e instanceof TypeError));
              const target = new EventTarget();
              addEventListener('error', event => { seen.push(event.error instanceof TypeError); event.preventDefault(); }, { once: true });
              target.addEventListener('x', () => fails());
              target.dispatchEvent(new Event('x'));
              try { fails(); } catch (e) { seen.push(e instanceof TypeError); }
              return Response.json(seen);
            } }
            """);
        Assert.Equal("[true,true,true,true,true]", await test.TextAsync());
        Assert.Equal(WorkerOutcome.Exception, (await test.FailureAsync("/thrown")).Outcome);
        Assert.Equal("[true,true,true,true,true]", await test.TextAsync());
        Assert.Empty(test.Faults);
    }
}
