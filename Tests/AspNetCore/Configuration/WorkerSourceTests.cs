using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Configuration;

public sealed class WorkerSourceTests : IDisposable
{
    private const string Worker = "export default { fetch() {} };";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_is_a_worker_named_after_it()
    {
        var source = WorkerSource.ReadOne(_folder.Write("My Worker_1.js", Worker), ExecutionLimits.Default);
        Assert.Equal("my-worker-1", source.Definition.Name);
        Assert.Equal(WorkerModuleKind.EsModule, source.Definition.Bundle.Main.Kind);
    }

    [Theory]
    [InlineData("addEventListener('fetch', () => {});", "a.js", WorkerModuleKind.ServiceWorker)]
    [InlineData("addEventListener('fetch', () => {});", "a.mjs", WorkerModuleKind.EsModule)]
    [InlineData("export { a as default }; const a = {};", "a.js", WorkerModuleKind.EsModule)]
    public void The_syntax_tells_a_module_from_a_script(string text, string file, WorkerModuleKind kind) =>
        Assert.Equal(kind, WorkerSource.ReadOne(_folder.Write(file, text), ExecutionLimits.Default).Definition.Bundle.Main.Kind);

    [Fact]
    public void Imports_are_followed_inside_the_folder_and_a_missing_one_is_watched()
    {
        _folder.Write("secret.js", "export default 1;");
        var main = _folder.Write("app/main.js", "import './lib/a.js'; import t from './t.txt'; import '../secret.js'; import '/gone.js';" + Worker);
        _folder.Write("app/lib/a.js", "import '../main.js'; import './b.json';");
        _folder.Write("app/lib/b.json", "{}");
        _folder.Write("app/t.txt", "text");
        var source = WorkerSource.ReadOne(main, ExecutionLimits.Default);
        Assert.Equal(["main.js", "lib/a.js", "t.txt", "lib/b.json"], source.Definition.Bundle.Modules.Select(m => m.Name));
        Assert.Contains(Path.Combine(_folder.FullName, "app", "gone.js"), source.Files);
    }

    [Fact]
    public void Date_and_flags_of_compatibility_are_the_workers()
    {
        var path = _folder.Write("wrangler.toml", "main = \"index.js\"\ncompatibility_date = \"2026-01-31\"\ncompatibility_flags = [\"nodejs_compat\"]");
        _folder.Write("index.js", Worker);
        var definition = WorkerSource.ReadOne(path, ExecutionLimits.Default).Definition;
        Assert.Equal(new DateOnly(2026, 1, 31), definition.CompatibilityDate);
        Assert.Equal(["nodejs_compat"], definition.CompatibilityFlags);
    }

    [Fact]
    public void Without_bundling_every_module_below_the_main_one_belongs_to_the_worker()
    {
        _folder.Write("wrangler.json", """{"main":"src/index.js","no_bundle":true,"rules":[{"type":"Data","globs":["**/*.wat"]}]}""");
        _folder.Write("src/index.js", Worker);
        _folder.Write("src/pages/one.mjs", "export default 1;");
        _folder.Write("src/pages/one.html", "<p>");
        _folder.Write("src/x.wat", "(module)");
        _folder.Write("src/.hidden.js", "export default 1;");
        _folder.Write("src/node_modules/p/p.js", "export default 1;");
        _folder.Write("other.js", "export default 1;");
        var modules = WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default).Definition.Bundle.Modules;
        Assert.Equal(
            [("src/index.js", WorkerModuleKind.EsModule), ("src/pages/one.html", WorkerModuleKind.Text), ("src/pages/one.mjs", WorkerModuleKind.EsModule), ("src/x.wat", WorkerModuleKind.Data)],
            modules.Select(m => (m.Name, m.Kind)));
    }

    [Fact]
    public void A_folder_holds_workers_of_every_form()
    {
        _folder.Write("a.js", Worker);
        _folder.Write("b/wrangler.json", """{"main":"index.js"}""");
        _folder.Write("b/index.js", Worker);
        _folder.Write("c.form", UploadFormTests.Form(("metadata", null, """{"main_module":"c.js"}"""), ("c.js", "application/javascript+module", Worker)));
        _folder.Write("README.md", "--- not a worker");
        Assert.Equal(["a", "b", "c"], WorkerSource.ReadAll(_folder.FullName, ExecutionLimits.Default).Select(w => w.Definition.Name));
    }

    [Fact]
    public void Two_workers_of_one_name_are_refused()
    {
        _folder.Write("a.js", Worker);
        _folder.Write("a.mjs", Worker);
        Assert.Contains("two workers with the name 'a'", Refusal(_folder.FullName), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_worker_is_named()
    {
        Assert.Contains("gone.js' does not exist", Refusal(Path.Combine(_folder.FullName, "gone.js")), StringComparison.Ordinal);
        Assert.Contains("holds no worker", Refusal(_folder.FullName), StringComparison.Ordinal);
        Assert.Contains("is neither a script", Refusal(_folder.Write("x.txt", "hello")), StringComparison.Ordinal);
        Assert.Contains("is neither a script", Refusal(_folder.Write("empty", "")), StringComparison.Ordinal);
        Assert.Contains("'./x.dat' is a file of no known kind".Replace("./", "", StringComparison.Ordinal), Refusal(WithUnknown()), StringComparison.Ordinal);

        string WithUnknown()
        {
            _folder.Write("x.dat", "");
            return _folder.Write("w.js", "import x from './x.dat';" + Worker);
        }
    }

    [Fact]
    public void A_source_beyond_the_limit_is_refused()
    {
        var limits = ExecutionLimits.Default with { SourceBytes = 1024 };
        var big = _folder.Write("big.js", Worker + new string(' ', 2000));
        Assert.Contains("at most 1024 are allowed", Assert.Throws<PureEdgeException>(() => WorkerSource.ReadOne(big, limits)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Refusal(string path) => Assert.Throws<PureEdgeException>(() => WorkerSource.ReadAll(path, ExecutionLimits.Default)).Message;
}
