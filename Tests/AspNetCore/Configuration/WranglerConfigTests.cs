using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Configuration;

public sealed class WranglerConfigTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData("wrangler.toml", """
        name = "api"   # a comment
        main = "src/index.js"
        [vars]
        TEXT = "t"
        NUMBER = 1.5
        OBJECT = { a = [1, true] }
        [limits]
        cpu_ms = 120
        [triggers]
        crons = ["0 * * * *"]
        [pureedge]
        isolation = "request"
        """)]
    [InlineData("wrangler.json", """
        {"name":"api","main":"src/index.js","vars":{"TEXT":"t","NUMBER":1.5,"OBJECT":{"a":[1,true]}},"limits":{"cpu_ms":120},
         "triggers":{"crons":["0 * * * *"]},"pureedge":{"isolation":"request"}}
        """)]
    [InlineData("wrangler.jsonc", """
        {
          // a comment
          "name": "api", "main": "src/index.js",
          "vars": { "TEXT": "t", "NUMBER": 1.5, "OBJECT": { "a": [1, true], }, },
          "limits": { "cpu_ms": 120 }, "triggers": { "crons": ["0 * * * *"] }, "pureedge": { "isolation": "request" },
        }
        """)]
    public void Every_format_says_the_same(string file, string text)
    {
        _folder.Write(file, text);
        _folder.Write("src/index.js", "import x from '../lib/x.js'; export default { fetch() {} };");
        _folder.Write("lib/x.js", "export default 1;");
        var source = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default);
        Assert.Equal("api", source.Definition.Name);
        Assert.Equal(["src/index.js", "lib/x.js"], source.Definition.Bundle.Modules.Select(m => m.Name));
        Assert.Equal(["\"t\"", "1.5", """{"a":[1,true]}"""], source.Definition.Variables.Values.Select(v => v.GetRawText()));
        Assert.Equal(120, source.Definition.Limits.CpuMilliseconds);
        Assert.Equal(IsolationMode.Request, source.Definition.Isolation);
        Assert.Equal(["0 * * * *"], source.Crons);
        Assert.Equal(3, source.Files.Count);
    }

    [Fact]
    public void An_environment_stands_over_the_top_and_has_variables_and_bindings_of_its_own_only()
    {
        _folder.Write("wrangler.json", """
            {"name":"api","main":"w.js","compatibility_date":"2025-01-01","vars":{"TOP":1},"services":[{"binding":"S","service":"s"}],"triggers":{"crons":["0 * * * *"]},"limits":{"cpu_ms":7},
             "env":{"staging":{"vars":{"OWN":2},"limits":{"cpu_ms":9}},"live":{"name":"other","kv_namespaces":[{"binding":"KV","id":"k"}],"triggers":{"crons":[]}}}}
            """);
        _folder.Write("w.js", "export default { fetch() {} };");
        var staging = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default, "staging");
        Assert.Equal("api-staging", staging.Definition.Name);
        Assert.Equal(["OWN"], staging.Definition.Variables.Keys);
        Assert.Equal(new DateOnly(2025, 1, 1), staging.Definition.CompatibilityDate);
        Assert.Equal(9, staging.Definition.Limits.CpuMilliseconds);
        Assert.Equal(["0 * * * *"], staging.Crons);
        Assert.Empty(staging.Bindings);
        var live = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default, "live");
        Assert.Equal("other", live.Definition.Name);
        Assert.Empty(live.Definition.Variables);
        Assert.Empty(live.Crons);
        Assert.Equal(["KV"], live.Bindings.Select(static binding => (string?)binding["name"]));
        Assert.Equal(["TOP"], WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default).Definition.Variables.Keys);
    }

    [Fact]
    public void A_worker_without_a_name_is_named_after_its_folder_and_environment()
    {
        _folder.Write("shop/wrangler.toml", "main = \"w.js\"\n[env.staging]\n");
        var path = Path.GetDirectoryName(_folder.Write("shop/w.js", "export default { fetch() {} };"))!;
        Assert.Equal("shop-staging", WorkerSource.ReadOne(path, ExecutionLimits.Default, "staging").Definition.Name);
    }

    [Theory]
    [InlineData("wrangler.json", """{"main":"w.js"}""", "has no environment 'x': it has none at all.")]
    [InlineData("wrangler.json", """{"main":"w.js","env":{"a":{},"b":{}}}""", "has no environment 'x'; it has 'a', 'b'.")]
    [InlineData("wrangler.json", """{"main":"w.js","env":{"x":1}}""", "has 'env.x' that is not an object.")]
    [InlineData("wrangler.json", """{"main":"w.js","env":[]}""", "has 'env' that is not an object.")]
    [InlineData("w.js", "export default {};", "has no environment 'x': only a wrangler configuration has environments.")]
    public void An_environment_that_is_not_there_is_refused(string file, string text, string message)
    {
        var path = _folder.Write(file, text);
        Assert.EndsWith(message, Assert.Throws<PureEdgeException>(() => WorkerSource.ReadOne(path, ExecutionLimits.Default, "x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_section_pureedge_sets_limits_and_eval()
    {
        _folder.Write("wrangler.json", """
            {"main":"w.js","limits":{"cpu_ms":7},"pureedge":{"unsafe_eval":true,"limits":{"allocation_bytes":1073741824,"stack_bytes":131072}}}
            """);
        _folder.Write("w.js", "export default { fetch() {} };");
        var definition = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default with { Subrequests = 3 }).Definition;
        Assert.True(definition.AllowsEval);
        Assert.Equal(
            ExecutionLimits.Default with { Subrequests = 3, CpuMilliseconds = 7, AllocationBytes = 1 << 30, StackBytes = 128 << 10 }, definition.Limits);
    }

    [Theory]
    [InlineData("""{"allocation_bytes":1}""", "has 'pureedge.limits.allocation_bytes' 1; it must be a whole number from 1048576 to 17179869184.")]
    [InlineData("""{"allocation_bytes":"1 GB"}""", "has 'pureedge.limits.allocation_bytes' \"1 GB\"; it must be a whole number")]
    [InlineData("""{"stack_bytes":99999999999}""", "has 'pureedge.limits.stack_bytes' 99999999999; it must be a whole number from 65536 to 8388608.")]
    [InlineData("""{"memory":1}""", "has an unknown limit 'pureedge.limits.memory'; there are cpu_milliseconds, startup_cpu_milliseconds, allocation_bytes")]
    public void A_bad_limit_is_named_with_what_is_allowed(string limits, string expected)
    {
        _folder.Write("wrangler.json", "{\"main\":\"w.js\",\"pureedge\":{\"limits\":" + limits + "}}");
        _folder.Write("w.js", "export default { fetch() {} };");
        var e = Assert.Throws<PureEdgeException>(() => WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrangler.json", "{\n  \"name\": }", "is not JSON, at line 2, column 11")]
    [InlineData("wrangler.json", "[]", "must hold an object")]
    [InlineData("wrangler.json", "null", "is null")]
    [InlineData("wrangler.json", "{\"name\":\"a\",\"name\":\"b\"}", "is not JSON")]
    [InlineData("wrangler.json", "{\"vars\":{\"a\":1,\"a\":2}}", "is not JSON")]
    [InlineData("wrangler.json", "{\"name\":1}", "'name' that is not a string")]
    [InlineData("wrangler.json", "{\"main\":[]}", "'main' that is not a string")]
    [InlineData("wrangler.json", "{}", "has no 'main'")]
    [InlineData("wrangler.json", "{\"main\":\"nope.js\"}", "names 'nope.js' as 'main', which does not exist")]
    [InlineData("wrangler.json", "{\"main\":\"index.ts\"}", "'index.ts' is not JavaScript")]
    [InlineData("wrangler.json", "{\"vars\":[]}", "'vars' that is not an object")]
    [InlineData("wrangler.json", "{\"limits\":1}", "'limits' that is not an object")]
    [InlineData("wrangler.json", "{\"limits\":{\"cpu_ms\":\"50\"}}", "'limits.cpu_ms' \"50\"; it must be a number from 1 to 300000")]
    [InlineData("wrangler.json", "{\"limits\":{\"cpu_ms\":0}}", "'limits.cpu_ms' 0; it must be a number from 1 to 300000")]
    [InlineData("wrangler.json", "{\"limits\":{\"cpu_ms\":1.5}}", "'limits.cpu_ms' 1.5;")]
    [InlineData("wrangler.json", "{\"triggers\":{\"crons\":\"x\"}}", "'crons' that is not a list")]
    [InlineData("wrangler.json", "{\"triggers\":{\"crons\":[1]}}", "'triggers.crons' that is not a string")]
    [InlineData("wrangler.json", "{\"rules\":[1]}", "'rules' that is not an object")]
    [InlineData("wrangler.json", "{\"rules\":[{\"type\":\"Python\",\"globs\":[]}]}", "a rule of type 'Python'")]
    [InlineData("wrangler.json", "{\"no_bundle\":\"yes\"}", "'no_bundle' that is not true or false")]
    [InlineData("wrangler.json", "{\"main\":\"index.js\",\"no_bundle\":true,\"base_dir\":\"gone\"}", "'gone' as 'base_dir', which is no folder")]
    [InlineData("wrangler.json", "{\"compatibility_date\":\"today\"}", "'compatibility_date' \"today\"; it must be a date such as \"2026-01-31\"")]
    [InlineData("wrangler.json", "{\"compatibility_flags\":\"nodejs_compat\"}", "'compatibility_flags' that is not a list")]
    [InlineData("wrangler.json", "{\"pureedge\":{\"isolation\":\"none\"}}", "'pureedge.isolation' \"none\"; it must be \"shared\" or \"request\"")]
    [InlineData("wrangler.json", "{\"main\":\"index.js\",\"name\":\"no label\"}", "the name 'no label'; a name has 1 to 63 letters")]
    [InlineData("wrangler.json", "{\"main\":\"index.js\",\"name\":\"-a\"}", "the name '-a'")]
    [InlineData("wrangler.json", "{\"main\":\"index.js\",\"name\":\"\"}", "the name ''")]
    [InlineData("wrangler.toml", "name = \"a\"\nmain = ", "is not TOML")]
    [InlineData("wrangler.toml", "main = 1", "'main' that is not a string")]
    [InlineData("wrangler.toml", "", "has no 'main'")]
    public void A_wrong_configuration_is_named_with_what_is_allowed(string file, string text, string expected)
    {
        var path = _folder.Write(file, text);
        _folder.Write("index.js", "export default { fetch() {} };");
        _folder.Write("index.ts", "export default {};");
        var e = Assert.Throws<PureEdgeException>(() => WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", e.Message, StringComparison.Ordinal);
        if (!expected.Contains("is not JavaScript", StringComparison.Ordinal))
        {
            Assert.Contains(path, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_TOML_error_names_the_line()
    {
        _folder.Write("wrangler.toml", "name = \"a\"\nmain = ");
        var e = Assert.Throws<PureEdgeException>(() => WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default));
        Assert.Contains("(2,", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_that_JSON_cannot_hold_becomes_text()
    {
        _folder.Write("wrangler.toml", "main = \"index.js\"\n[vars]\nN = nan\nD = 2026-01-02");
        _folder.Write("index.js", "export default { fetch() {} };");
        var variables = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default).Definition.Variables;
        Assert.Equal("NaN", variables["N"].GetString());
        Assert.StartsWith("2026-01-02", variables["D"].GetString(), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
