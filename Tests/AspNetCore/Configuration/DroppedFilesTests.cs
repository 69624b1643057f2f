using System.Text;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Configuration;

/// <summary>From the files that a browser sends to a worker.</summary>
public sealed class DroppedFilesTests
{
    private const string Hello = "export default { fetch() { return new Response('x'); } };";

    [Theory]
    [InlineData("api.js", Hello, "api", "api.js EsModule")]
    [InlineData("My Worker.mjs", "", "my-worker", "My Worker.mjs EsModule")]
    [InlineData("old.js", "addEventListener('fetch', e => {});", "old", "old.js ServiceWorker")]
    public void One_file_is_a_worker_by_its_own_name(string file, string code, string name, string module)
    {
        var (source, hasConfig) = Read((file, code));
        Assert.False(hasConfig);
        Assert.Equal((name, module), (source.Definition.Name, Shown(source)));
    }

    [Fact]
    public void A_folder_without_a_configuration_has_what_its_main_module_imports()
    {
        var (source, _) = Read(
            ("site/worker.js", "import x from './lib/x.js'; import n from './note.txt'; import('./late.js'); export default { x, n };"),
            ("site/lib/x.js", "export { y as default } from './y.mjs';"), ("site/lib/y.mjs", "export const y = 1;"), ("site/note.txt", "n"), ("site/late.js", ""),
            ("site/test.js", "not { JavaScript"), ("site/package.json", "{}"), ("site/node_modules/m/index.js", "no"), ("site/.git/config", "no"), ("site/.env", "SECRET=1"));
        Assert.Equal("site", source.Definition.Name);
        Assert.Equal("worker.js EsModule, lib/x.js EsModule, note.txt Text, late.js EsModule, lib/y.mjs EsModule", Shown(source));
    }

    [Fact]
    public void A_folder_with_a_configuration_is_what_that_says()
    {
        var (source, hasConfig) = Read(
            ("site/wrangler.jsonc", """
                { "name": "shop", "main": "src/index.js", /* comment */ "vars": { "A": "1" }, "limits": { "cpu_ms": 7 }, "triggers": { "crons": ["0 0 * * *"] },
                  "kv_namespaces": [{ "binding": "KV", "id": "one" }], "compatibility_date": "2026-01-31", "compatibility_flags": ["nodejs_compat"],
                  "rules": [{ "type": "Text", "globs": ["**/*.tpl"] }], "pureedge": { "isolation": "request" }, }
                """),
            ("site/src/index.js", "import t from './page.tpl'; import x from '../lib/x.js'; export default { t, x };"), ("site/src/page.tpl", "<p>"), ("site/lib/x.js", "export default 1;"),
            ("site/other/wrangler.toml", "name = 'other'"));
        var worker = source.Definition;
        Assert.True(hasConfig);
        Assert.Equal("src/index.js EsModule, src/page.tpl Text, lib/x.js EsModule", Shown(source));
        Assert.Equal(("shop", 7, IsolationMode.Request, new DateOnly(2026, 1, 31)), (worker.Name, worker.Limits.CpuMilliseconds, worker.Isolation, worker.CompatibilityDate));
        Assert.Equal(("1", "nodejs_compat", "0 0 * * *", "one"), (worker.Variables["A"].GetString(), worker.CompatibilityFlags.Single(), source.Crons.Single(), (string)source.Bindings.Single()["namespace_id"]!));
    }

    [Fact]
    public void Modules_that_nobody_imports_are_there_when_the_configuration_says_so()
    {
        var (source, _) = Read(
            ("wrangler.json", """{ "main": "src/index.js", "no_bundle": true }"""), ("src/index.js", Hello), ("src/b.js", ""), ("src/a.txt", ""), ("src/data.json", "{}"), ("c.js", ""));
        Assert.Equal("worker: src/index.js EsModule, src/a.txt Text, src/b.js EsModule", $"{source.Definition.Name}: {Shown(source)}");
    }

    [Theory]
    [InlineData("b.js")]
    [InlineData("site/b.js")]
    public void The_main_module_may_be_named(string main)
    {
        var (source, _) = Read(main, ("site/a.js", Hello), ("site/b.js", Hello));
        Assert.Equal("site: b.js EsModule", $"{source.Definition.Name}: {Shown(source)}");
    }

    [Theory]
    [InlineData("a.js b.js", "", "say which it is: 'a.js', 'b.js'.")]
    [InlineData("a.js", "c.js", "has no JavaScript file 'c.js' to be the main module; say which it is: 'a.js'.")]
    [InlineData("a.ts", "", "there is no .js or .mjs file among them.")]
    [InlineData(".hidden.js", "", "has no file")]
    [InlineData("", "", "has no file")]
    [InlineData("a.js a.js", "", "has the file 'a.js' twice")]
    [InlineData("../a.js", "", "has the module name '../a.js'")]
    [InlineData("/etc/a.js", "", "has the module name '/etc/a.js'")]
    [InlineData("a\\b.js", "", "has the module name 'a\\b.js'")]
    [InlineData("a/./b.js", "", "without '.', '..' and empty parts")]
    public void What_is_no_worker_is_refused(string files, string main, string message)
    {
        var error = Assert.Throws<PureEdgeException>(() => Read(main, [.. files.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static f => (f, Hello))]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "is not JSON, at line 1")]
    [InlineData("{}", "has no 'main'")]
    [InlineData("""{ "main": "gone.js" }""", "names 'gone.js' as 'main', which is not among the files")]
    [InlineData("""{ "main": "../../a.js" , "name": "No Name" }""", "has the name 'No Name'")]
    [InlineData("""{ "main": "a.ts" }""", "is not JavaScript")]
    [InlineData("""{ "main": "a.js", "assets": { "directory": "x" } }""", "has static assets")]
    [InlineData("""{ "main": "a.js", "pureedge": { "unsafe_eval": true } }""", "unsafe_eval")]
    [InlineData("""{ "main": "a.js", "limits": { "cpu_ms": 0 } }""", "limits.cpu_ms")]
    public void A_configuration_that_is_wrong_is_refused_with_its_name(string config, string message)
    {
        var error = Assert.Throws<PureEdgeException>(() => Read(("w/wrangler.jsonc", config), ("w/a.js", Hello), ("w/a.ts", Hello)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_more_modules_than_the_limit()
    {
        FormPart[] files = [File("a.js", "import './b.js'; export default {};"), File("b.js", "import './c.js';"), File("c.js", "")];
        Assert.Equal(3, DroppedFiles.Read(files, "a.js", ExecutionLimits.Default with { Modules = 3 }).Source.Definition.Bundle.Modules.Count);
        var error = Assert.Throws<PureEdgeException>(() => DroppedFiles.Read(files, "a.js", ExecutionLimits.Default with { Modules = 2 }));
        Assert.Equal("too_many_modules", error.Code);
    }

    private static string Shown(WorkerSource source) => string.Join(", ", source.Definition.Bundle.Modules.Select(static m => $"{m.Name} {m.Kind}"));

    private static (WorkerSource Source, bool HasConfig) Read(params (string Path, string Content)[] files) => Read("", files);

    private static (WorkerSource Source, bool HasConfig) Read(string main, params (string Path, string Content)[] files) =>
        DroppedFiles.Read([.. files.Select(static f => File(f.Path, f.Content))], main, ExecutionLimits.Default);

    private static FormPart File(string path, string content) => new("files", null, Encoding.UTF8.GetBytes(content)) { FileName = path };
}
