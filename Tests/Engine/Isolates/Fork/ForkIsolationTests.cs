using Jint.Native.Object;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Isolates.Fork;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Isolates.Fork;

/// <summary>
/// Nothing that one isolate leads to is led to by another, except what the permit list shares by type, and what two isolates that ran
/// the top level themselves have in common too.
/// </summary>
public class ForkIsolationTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Forks_their_image_and_a_fresh_isolate_have_nothing_in_common_but_what_is_permitted(bool haveRun)
    {
        using var worker = await ForkedWorker.Make(
            TestWorker.Define(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Isolates", "Fork", "semantics.js"))) with
            {
                Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["text"] = TestWorker.Json("\"t\""), ["list"] = TestWorker.Json("[1]") },
            });
        Isolate[] isolates = [worker.Fork(), worker.Fork(), worker.Fresh(), worker.Fresh()];
        foreach (var isolate in isolates)
        {
            var names = (await worker.Fetch(isolate, "/names"))["200 ".Length..].Split(',');
            foreach (var name in haveRun ? names : [])
            {
                await worker.Fetch(isolate, "/" + name);
            }
        }

        var original = (Isolate)worker.Image!.Originals[0];
        var graphs = isolates.Append(original).Select(static isolate => ObjectGraph.Of(isolate.Realm, StopsAt)).ToArray();
        Assert.All(graphs, static graph => Assert.True(graph.Count > 5_000));
        var ofFresh = graphs[2].Keys.Where(graphs[3].ContainsKey).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (one, other) in new[] { (0, 1), (0, 2), (1, 2), (0, 4), (2, 4), (1, 4) })
        {
            AssertApart(graphs[one], graphs[other], ofFresh);
        }

        // Two that ran the top level themselves have no object of a script in common, else nothing above would mean anything.
        Assert.DoesNotContain(ofFresh, static item => item is ObjectInstance);
    }

    [Fact]
    public async Task The_process_leads_to_no_object_of_an_engine()
    {
        using var worker = await ForkedWorker.Make("export default { fetch() {} }");
        await worker.Fetch(worker.Fork(), "/");
        var process = new ProcessObjects();
        process.AddStatics(null);
        Assert.True(process.Count > 1_000);
        Assert.Empty(process.Tenants);
    }

    [Fact]
    public async Task A_reference_from_one_fork_to_another_is_seen()
    {
        using var worker = await ForkedWorker.Make("globalThis.kept = {}; export default { fetch() { return new Response('ok'); } }");
        var (first, second) = (worker.Fork(), worker.Fork());
        await worker.Fetch(first, "/");
        await worker.Fetch(second, "/");
        second.Engine.Global.Set("stolen", first.Engine.Global.Get("kept"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertApart(ObjectGraph.Of(first.Realm, StopsAt), ObjectGraph.Of(second.Realm, StopsAt), []));
    }

    private static void AssertApart(Dictionary<object, string> one, Dictionary<object, string> other, HashSet<object> ofFresh)
    {
        var both = one.Keys.Where(item => other.ContainsKey(item) && PermitList.FateOf(item.GetType()) != Fate.Share && !ofFresh.Contains(item)
            && item is not Array { Length: 0 }).ToArray();
        Assert.True(both.Length == 0, string.Join('\n', both.Take(20).Select(item => $"{item.GetType()}: {one[item]}\n    and {other[item]}")));
    }

    private static bool StopsAt(Type type) => PermitList.FateOf(type) == Fate.Share && !PermitList.IsFollowedInProcess(type);
}
