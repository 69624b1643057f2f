using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.Modules;
using PureEdge.Engine.Tests.Events;

namespace PureEdge.Engine.Tests.Modules;

public class ModuleTests
{
    [Fact]
    public async Task A_bundle_of_code_text_bytes_and_json_links()
    {
        using var test = new TestWorker(Bundle(
            ("index.js", WorkerModuleKind.EsModule, "import { a } from './lib/a.js'; import t from './t.txt'; import d from './d.bin'; import j from './j.json';\nexport default { fetch() { return Response.json([a(), t, [...new Uint8Array(d)], j.x]); } }"),
            ("lib/a.js", WorkerModuleKind.EsModule, "import { b } from '../b.js'; export const a = () => 'a' + b;"),
            ("b.js", WorkerModuleKind.EsModule, "import './lib/a.js'; export const b = 'b';"),
            ("t.txt", WorkerModuleKind.Text, "text"),
            ("d.bin", WorkerModuleKind.Data, "\u0001\u0002"),
            ("j.json", WorkerModuleKind.Json, "{\"x\":[1]}")));
        Assert.Equal("""["ab","text",[1,2],[1]]""", await test.TextAsync());
    }

    [Fact]
    public async Task A_module_can_be_imported_while_a_request_runs()
    {
        using var test = new TestWorker(Bundle(
            ("index.js", WorkerModuleKind.EsModule, "export default { async fetch() { const { x } = await import('./x.js'); return new Response(x); } }"),
            ("x.js", WorkerModuleKind.EsModule, "export const x = 'dynamic';")));
        Assert.Equal("dynamic", await test.TextAsync());
    }

    [Fact]
    public async Task A_specifier_that_is_too_long_is_a_rejection()
    {
        using var test = new TestWorker(Bundle(
            ("index.js", WorkerModuleKind.EsModule, "export default { async fetch() { try { await import('j'.repeat(2049)); } catch (e) { return new Response(`${e.name}: ${e.message}`); } } }")));
        Assert.Equal($"Error: The specifier \"{new string('j', 64)}...\" is longer than 2048 characters.", await test.TextAsync());
    }

    [Theory]
    [InlineData("import './missing.js'; export default { fetch() {} }", "No such module \"missing.js\"")]
    [InlineData("import 'https://x.example/a.js'; export default { fetch() {} }", "cannot be imported over the network")]
    [InlineData("export const x = 1;", "no default export")]
    [InlineData("export default { nothing: 1 };", "has no handler")]
    [InlineData("throw new TypeError('top'); export default {}", "TypeError: top")]
    [InlineData("await new Promise(() => {}); export default { fetch() {} }", "never settles")]
    [InlineData("setTimeout(() => {}, 1); export default { fetch() {} }", "global scope")]
    public async Task A_worker_that_does_not_start_says_why(string source, string expected)
    {
        using var test = new TestWorker(source);
        Assert.Contains(expected, (await test.FailureAsync()).Message, StringComparison.Ordinal);
        Assert.Contains(expected, (await test.Worker.StartAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_syntax_error_is_reported_with_line_column_and_source()
    {
        var e = Assert.Throws<WorkerLoadException>(() => new TestWorker("export default {\n  fetch() { let x = ; }\n}"));
        Assert.Equal("worker.js:2:21", e.Failure.Location);
        Assert.Contains("let x = ; }\n", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "index.js", "index.js")]
    [InlineData("index.js", "./a.js", "a.js")]
    [InlineData("lib/index.js", "../a.js", "a.js")]
    [InlineData("lib/index.js", "./x/../y.js", "lib/y.js")]
    [InlineData("a.js", "../../../../etc/passwd", "etc/passwd")]
    [InlineData("a.js", "/root.js", "root.js")]
    [InlineData("a.js", "node:fs", "node:fs")]
    public void Specifiers_resolve_inside_the_bundle(string? importer, string specifier, string expected) =>
        Assert.Equal(expected, ModulePath.Resolve(importer, specifier));

    [Property]
    public bool No_specifier_leaves_the_bundle(string[] segments)
    {
        var resolved = ModulePath.Resolve("a/b.js", "./" + string.Join('/', (segments ?? []).Select(s => s ?? "..")));
        return !resolved.Split('/').Contains("..") && !resolved.StartsWith('/');
    }

    [Fact]
    public void Imports_are_found_without_running_the_source()
    {
        var imports = ModuleImports.Of("import a from './a.js'; export * from './b.js'; export { c } from './c.js'; import('./d.js'); import(x); './e.js'"u8);
        Assert.True(imports.IsModule);
        Assert.Equal(["./a.js", "./b.js", "./c.js", "./d.js"], imports.Specifiers);
        Assert.False(ModuleImports.Of("addEventListener('fetch', () => {})"u8).IsModule);
        Assert.False(ModuleImports.Of("addEventListener('export', () => {})"u8).IsModule);
        Assert.True(ModuleImports.Of("export default 1"u8).IsModule);
        Assert.True(ModuleImports.Of("1"u8, isModule: true).IsModule);
        Assert.Equal(["./b.js"], ModuleImports.Of("export * from './b.js'"u8, isModule: true).Specifiers);
    }

    private static WorkerDefinition Bundle(params (string Name, WorkerModuleKind Kind, string Content)[] modules) => new()
    {
        Name = "test",
        Bundle = new([.. modules.Select(m => new WorkerModule(m.Name, m.Kind, Encoding.UTF8.GetBytes(m.Content)))]),
    };
}
