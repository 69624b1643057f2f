using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.WebApi.Node;

public class NodeModulesTests
{
    private static readonly string[] Names =
    [
        "assert", "assert/strict", "async_hooks", "buffer", "crypto", "diagnostics_channel", "events", "path", "path/posix", "path/win32", "process", "querystring", "stream",
        "stream/promises", "stream/web", "string_decoder", "timers", "timers/promises", "url", "util", "util/types", "wasi", "zlib",
    ];

    public static TheoryData<string> AllNames() => new(Names);

    [Theory]
    [MemberData(nameof(AllNames))]
    public async Task A_module_is_the_same_by_both_of_its_names(string name)
    {
        using var test = new TestWorker(NodeWorker.Define($$"""
            import a, * as all from 'node:{{name}}';
            import b from '{{name}}';
            export default { fetch() { return new Response(String(a === b && a !== undefined && Object.keys(all).length > 1)); } };
            """));
        Assert.Equal("true", await test.TextAsync());
    }

    [Theory]
    [InlineData("node:buffer")]
    [InlineData("buffer")]
    [InlineData("node:stream/promises")]
    public async Task Without_the_flag_the_error_names_it(string specifier)
    {
        using var test = new TestWorker($"import '{specifier}'; export default {{ fetch() {{ return new Response(); }} }}");
        var failure = await test.FailureAsync();
        Assert.Contains($"No such module \"{specifier}\"", failure.Message, StringComparison.Ordinal);
        Assert.Contains("need the compatibility flag \"nodejs_compat\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_flag_there_are_no_globals_of_Node()
    {
        using var test = new TestWorker("export default { fetch() { return new Response([typeof Buffer, typeof process, typeof global, typeof setImmediate].join()); } }");
        Assert.Equal("undefined,undefined,undefined,undefined", await test.TextAsync());
    }

    [Fact]
    public async Task With_the_flag_the_globals_are_those_of_the_modules()
    {
        Assert.Equal("[true,true,true,\"function\"]", await NodeWorker.JsonAsync("[buffer.Buffer === Buffer, (await import('node:process')).default === process, global === globalThis, typeof setImmediate]"));
    }

    [Theory]
    [InlineData(3, "undefined")]
    [InlineData(4, "function")]
    public async Task From_a_day_in_August_2026_on_the_date_alone_is_enough(int day, string expected)
    {
        using var test = new TestWorker(TestWorker.Define("export default { fetch() { return new Response(typeof Buffer); } }") with
        {
            CompatibilityDate = new DateOnly(2026, 8, day),
        });
        Assert.Equal(expected, await test.TextAsync());
    }

    [Fact]
    public async Task A_module_of_the_bundle_comes_before_one_of_Node()
    {
        var bundle = new WorkerBundle(
        [
            new("main.js", WorkerModuleKind.EsModule, "import x from 'buffer'; export default { fetch() { return new Response(x); } };"u8.ToArray()),
            new("buffer", WorkerModuleKind.EsModule, "export default 'mine';"u8.ToArray()),
        ]);
        using var test = new TestWorker(new WorkerDefinition { Name = "test", Bundle = bundle, CompatibilityFlags = ["nodejs_compat"] });
        Assert.Equal("mine", await test.TextAsync());
    }

    [Fact]
    public async Task What_the_text_variables_hold_is_in_the_environment_of_the_process()
    {
        using var test = new TestWorker(NodeWorker.Define("export default { fetch() { process.env.OWN = 'x'; return new Response(JSON.stringify(process.env)); } }") with
        {
            Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal) { ["TEXT"] = TestWorker.Json("\"a\""), ["JSON"] = TestWorker.Json("{}") },
        });
        Assert.Equal("""{"TEXT":"a","OWN":"x"}""", await test.TextAsync());
    }
}
