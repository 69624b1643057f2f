using System.Text;
using FsCheck.Xunit;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Scripts;

public class BundleLimitsTests
{
    private const string Handler = "export default { fetch() { return new Response('ok'); } };";

    [Fact]
    public void A_worker_at_a_limit_is_taken_and_one_past_it_is_refused_by_name()
    {
        var deep = string.Concat(Enumerable.Repeat("(()=>", 5)) + string.Concat(Enumerable.Repeat("1" + string.Concat(Enumerable.Repeat("+1", 100)) + ")+1", 5));
        Refuses(Bundle(Handler, "let " + Join(500, i => $"a{i}") + ";"), l => l.SyntaxNodes, (l, n) => l with { SyntaxNodes = n }, 1_013, "syntax nodes");
        Refuses(Bundle(Handler + deep), l => l.SyntaxDepth, (l, n) => l with { SyntaxDepth = n }, Summary(deep).Depth, "levels of nested syntax");
        Refuses(Bundle(Handler, "let " + Join(500, i => $"a{i}") + ";"), l => l.Declarations, (l, n) => l with { Declarations = n }, 500, "declared names");
        Refuses(Bundle(Handler, "1;", "2;"), l => l.Modules, (l, n) => l with { Modules = n }, 3, "modules");
        Refuses(Bundle("import './m1.js'; export * from './m1.js'; import('./m1.js');" + Handler, "1;"), l => l.ModuleImports, (l, n) => l with { ModuleImports = n }, 3, "imports");
        Refuses(Bundle("import './m1.js'; import './m2.js';" + Handler, "import './m2.js'", "import './m0.js'"), l => l.ModuleDepth, (l, n) => l with { ModuleDepth = n }, 3, "modules that import each other in a chain");
        Refuses(Bundle(Handler + new string(' ', 2_000)), l => l.SourceBytes, (l, n) => l with { SourceBytes = n }, Handler.Length + 2_000, "bytes of source");
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("let a, b = c; var d; const e = 1;", 4)]
    [InlineData("let { a, b: c, d = x, ...e } = y, [f, , [g], h = z, ...i] = y;", 8)]
    [InlineData("function f(a, { b }, c = d, ...e) {}", 5)]
    [InlineData("const f = async (a) => a; (function g() {}); class A { m(b) {} } (class {});", 5)]
    [InlineData("import a, { b, c as d } from 'x'; import * as e from 'x';", 4)]
    [InlineData("try {} catch ({ message }) {} for (const x of y) {} for (let i = 0;;) {}", 3)]
    [InlineData("a = b; [c, d] = e; ({ f, g } = h); i(j);", 0)]
    public void Every_declared_name_counts(string source, int expected) => Assert.Equal(expected, Summary(source).Declarations);

    [Property]
    public bool Size_is_that_of_the_parts(byte statements, byte terms)
    {
        var sum = "1" + string.Concat(Enumerable.Repeat("+1", terms % 200));
        var summary = Summary(string.Concat(Enumerable.Repeat(sum + ";", statements)));
        // A program; of each statement itself, the literals and the sums.
        return summary.Nodes == 1 + (statements * (2 + (2 * (terms % 200))))
            && summary.Depth == (statements == 0 ? 1 : 3 + (terms % 200));
    }

    [Property]
    public bool A_chain_is_as_deep_as_it_is_long_and_a_circle_no_deeper(byte length, bool closed)
    {
        var last = length % 50;
        var bundle = Bundle([.. Enumerable.Range(0, last + 1).Select(i => i < last ? $"import './m{i + 1}.js'" : closed ? "import './m0.js'" : "1")]);
        return Depth(bundle) == last + 1;
    }

    [Fact]
    public void A_diamond_counts_the_way_that_the_linker_takes()
    {
        Assert.Equal(3, Depth(Bundle("import './m1.js'; import './m2.js'", "import './m3.js'", "import './m3.js'", "1")));
        Assert.Equal(2, Depth(Bundle("import './m1.js'; import './gone.js'", "1", "2")));
        Assert.Equal(2, Depth(Bundle("import('./m1.js')", "import './m2.js'", "1")));
    }

    [Fact]
    public async Task The_longest_chain_that_is_allowed_links()
    {
        var most = ExecutionLimits.Default.ModuleDepth;
        using var test = new TestWorker(Define(
            Bundle([.. Enumerable.Range(0, most).Select(i => (i == 0 ? Handler : "") + (i < most - 1 ? $"import {{ x }} from './m{i + 1}.js'; export {{ x }};" : "export const x = 1;"))]),
            ExecutionLimits.Default with { TurnMilliseconds = 60_000 }));
        Assert.Equal("ok", await test.TextAsync());
    }

    [Fact]
    public void A_module_name_has_a_largest_length()
    {
        using var runtime = new WorkerRuntime();
        WorkerDefinition Named(int length) => new() { Name = "test", Bundle = WorkerBundle.FromSource(Handler, new string('n', length)) };
        Assert.NotNull(runtime.Load(Named(1_024)));
        Assert.Contains("has 1025 characters; at most 1024 are allowed", Assert.Throws<WorkerLoadException>(() => runtime.Load(Named(1_025))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_in_a_function_may_nest_as_deeply_as_any_other()
    {
        using var runtime = new WorkerRuntime();
        WorkerDefinition Nested(int levels) => TestWorker.Define(Handler + "function f() { 1" + string.Concat(Enumerable.Repeat("+1", levels)) + "; }");
        Assert.NotNull(runtime.Load(Nested(ExecutionLimits.Default.SyntaxDepth - 100)));
        Assert.Contains("levels of nested syntax", Assert.Throws<WorkerLoadException>(() => runtime.Load(Nested(ExecutionLimits.Default.SyntaxDepth))).Message, StringComparison.Ordinal);
        // What the parser's stack does not take is refused too.
        Assert.Throws<WorkerLoadException>(() => runtime.Load(Nested(9_000)));
    }

    [Fact]
    public void What_another_worker_was_refused_for_is_parsed_code_for_one_that_may()
    {
        using var runtime = new WorkerRuntime();
        var bundle = Bundle(Handler, "let " + Join(500, i => $"a{i}") + ";");
        Assert.Throws<WorkerLoadException>(() => runtime.Load(Define(bundle, ExecutionLimits.Default with { Declarations = 100 })));
        Assert.NotNull(runtime.Load(Define(bundle, ExecutionLimits.Default)));
        Assert.Equal(2, runtime.ScriptCache.Misses);
    }

    private static void Refuses(WorkerBundle bundle, Func<ExecutionLimits, int> get, Func<ExecutionLimits, int, ExecutionLimits> with, int has, string what)
    {
        using var runtime = new WorkerRuntime();
        // Limits are checked when a worker is loaded; here also values below the range.
        var name = typeof(ExecutionLimits).GetProperties().Single(p => p.CanWrite && p.PropertyType == typeof(int)
            && (int)p.GetValue(with(ExecutionLimits.Default, 123_456))! == 123_456).Name;
        var cache = new ScriptCache(1 << 30);
        var at = with(ExecutionLimits.Default, has);
        Assert.Equal(has, get(at));
        Assert.NotNull(PreparedBundle.Prepare(bundle, cache, at));
        var e = Assert.Throws<WorkerLoadException>(() => PreparedBundle.Prepare(bundle, cache, with(ExecutionLimits.Default, has - 1)));
        Assert.Equal($"The worker has {has} {what}; at most {has - 1} are allowed (limit '{name}').", e.Failure.Message);
    }

    private static ParseBudget Budget() => new(1 << 20, ExecutionLimits.Default);

    private static SyntaxSummary Summary(string source) =>
        new ScriptCache(1 << 30).Get(new("a.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(source)), Budget()).Summary;

    private static int Depth(WorkerBundle bundle)
    {
        var cache = new ScriptCache(1 << 30);
        return BundleLimits.DepthOf(bundle.Main.Name, bundle.Modules.ToDictionary(m => m.Name, m => new PreparedModule(m, cache.Get(m, Budget())), StringComparer.Ordinal));
    }

    private static string Join(int count, Func<int, string> item) => string.Join(", ", Enumerable.Range(0, count).Select(item));

    private static WorkerBundle Bundle(params string[] sources) =>
        new([.. sources.Select((s, i) => new WorkerModule($"m{i}.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(s)))]);

    private static WorkerDefinition Define(WorkerBundle bundle, ExecutionLimits limits) => new() { Name = "test", Bundle = bundle, Limits = limits };
}
