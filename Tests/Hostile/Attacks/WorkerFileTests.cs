using System.Text;

namespace PureEdge.Hostile.Tests.Attacks;

public sealed class WorkerFileTests
{
    [Fact]
    public void A_chain_is_generated_to_its_end()
    {
        var (source, modules) = Graphs.Expand("import v from \"chain:2\"", "./attack.mjs", int.MaxValue);
        Assert.Equal("import v from \"./chain-2.mjs\"", source);
        Assert.Equal(["chain-0.mjs", "chain-1.mjs", "chain-2.mjs"], modules.Select(m => m.Name));
        Assert.Equal("import v from \"./chain-1.mjs\";export default v + 1;", modules[2].Source);
    }

    [Fact]
    public void A_graph_is_cut_where_it_is_told()
    {
        var (source, modules) = Graphs.Expand("import v from \"tla:30000\"", "./attack.mjs", 10);
        Assert.Equal("import v from \"./tla-10.mjs\"", source);
        Assert.Equal(11, modules.Count);
        Assert.All(modules, m => Assert.Contains("await 0;", m.Source, StringComparison.Ordinal));
    }

    [Fact]
    public void The_other_specifiers_are_replaced_too()
    {
        var (source, modules) = Graphs.Expand("import \"self\"; import(\"loop:\"); import \"star:1\"", "./attack.mjs", int.MaxValue);
        Assert.Equal("import \"./attack.mjs\"; import(\"./loop-0.mjs\"); import \"./star-1.mjs\"", source);
        Assert.Equal(["loop-0.mjs", "star-0.mjs", "star-1.mjs"], modules.Select(m => m.Name));
    }

    [Fact]
    public void A_script_has_a_handler_an_import_and_a_start()
    {
        Script script = Script.Parse("a/x.js", "hostFn(1)");
        string[] workers = [.. Attack.Default(script).Select(TextOf)];
        Assert.Equal(3, workers.Length);
        Assert.All(workers, worker => Assert.Contains("const hostFn = structuredClone;", worker, StringComparison.Ordinal));
        Assert.Contains("\"body_part\":\"main.js\"", workers[0], StringComparison.Ordinal);
        Assert.Contains("await import(\"./attack.mjs\");", workers[1], StringComparison.Ordinal);
        Assert.EndsWith("hostFn(1)\nexport default { fetch() { return new Response(\"done\"); } };", workers[2], StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_that_is_longer_than_a_bundle_may_be_is_tried_cut_too()
    {
        Assert.Equal(
            ["a/x.mjs import", "a/x.mjs import cut", "a/x.mjs start", "a/x.mjs start cut"],
            Attack.Default(Script.Parse("a/x.mjs", "import \"chain:30000\"")).Select(attack => attack.ToString()));
        Assert.Equal(["a/x.mjs import", "a/x.mjs start"], Attack.Default(Script.Parse("a/x.mjs", "import \"chain:100\"")).Select(attack => attack.ToString()));
    }

    [Fact]
    public void Relaxed_limits_are_in_the_metadata() =>
        Assert.Contains("\"pureedge\":{\"limits\":{\"cpu_milliseconds\":5000,", TextOf(Attack.Relaxed(Script.Parse("a/x.js", "1"))), StringComparison.Ordinal);

    private static string TextOf(Attack attack) => Encoding.UTF8.GetString(WorkerFile.Of(attack).Content);
}
