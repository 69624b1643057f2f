using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.WebApi.Entrypoints;

public class CloudflareWorkersTests
{
    [Fact]
    public async Task The_environment_that_is_imported_is_the_one_that_is_passed()
    {
        using var test = new TestWorker(TestWorker.Define("""
            import { env } from 'cloudflare:workers';
            const atTop = env.GREETING;
            export default { fetch(request, passed) { return Response.json([atTop, env === passed]); } };
            """) with { Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["GREETING"] = TestWorker.Json("\"hi\"") } });
        Assert.Equal("[\"hi\",true]", await test.TextAsync());
    }

    [Fact]
    public async Task A_class_that_extends_WorkerEntrypoint_is_made_for_each_event()
    {
        using var test = new TestWorker(TestWorker.Define("""
            import { WorkerEntrypoint } from 'cloudflare:workers';
            let made = 0;
            class Base extends WorkerEntrypoint { constructor(ctx, env) { super(ctx, env); made++; } }
            export default class extends Base {
              async fetch(request, ...rest) { return Response.json([made, this.env.X, typeof this.ctx.waitUntil, new URL(request.url).pathname, rest.length, this instanceof WorkerEntrypoint]); }
            }
            """) with { Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["X"] = TestWorker.Json("7") } });
        Assert.Equal("[1,7,\"function\",\"/a\",0,true]", await test.TextAsync("/a"));
        Assert.Equal("[2,7,\"function\",\"/b\",0,true]", await test.TextAsync("/b"));
        Assert.Equal(["fetch"], (await test.Worker.StartAsync()).Handlers);
    }

    [Theory]
    [InlineData("export default class extends WorkerEntrypoint { other() {} }", "has no fetch handler")]
    [InlineData("export default class { fetch() {} }", "has no handler")]
    [InlineData("export default class extends WorkerEntrypoint { constructor() { throw new Error('no'); } fetch() {} }", "Error: no")]
    [InlineData("waitUntil(1); export default { fetch() {} }", "waitUntil() belongs to an event")]
    [InlineData("new WorkerEntrypoint(); export default { fetch() {} }", "2 arguments required")]
    public async Task What_cannot_work_says_why(string source, string expected)
    {
        using var test = new TestWorker("import { WorkerEntrypoint, waitUntil } from 'cloudflare:workers'; " + source);
        Assert.Contains(expected, (await test.FailureAsync()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WaitUntil_keeps_the_event_alive()
    {
        using var test = new TestWorker("""
            import { waitUntil } from 'cloudflare:workers';
            export default { fetch() { waitUntil(scheduler.wait(5).then(() => { throw new Error('late'); })); return new Response('now'); } };
            """);
        var result = await test.FetchAsync();
        Assert.Equal("now", await TestWorker.TextOf(result));
        Assert.Equal("Error: late", (await result.Completed)!.Message);
    }

    [Fact]
    public async Task Base_classes_for_objects_are_there()
    {
        using var test = new TestWorker("""
            import workers, { DurableObject, RpcTarget } from 'cloudflare:workers';
            export class Room extends DurableObject { get() { return [this.ctx, this.env]; } }
            class Counter extends RpcTarget { n = 1; }
            export default { fetch() { return Response.json([new Room(1, 2).get(), new Counter().n, new Counter() instanceof workers.RpcTarget]); } };
            """);
        Assert.Equal("[[1,2],1,true]", await test.TextAsync());
    }
}
