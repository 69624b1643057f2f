using System.Reflection;
using Jint;
using PureEdge.Limits.Memory;
using PureEdge.Limits.Tests.Sandbox;

namespace PureEdge.Limits.Tests.Memory;

/// <summary>What a walk says against what the garbage collector says. Alone in the process while they run: others allocate, too.</summary>
[Collection(nameof(RetainedMemoryTests))]
[CollectionDefinition(nameof(RetainedMemoryTests), DisableParallelization = true)]
public class RetainedMemoryTests
{
    // While a walk is on its way, another engine takes what the shared code holds for whoever calls next.
    [Fact]
    public void What_engines_hand_to_each_other_through_shared_code_counts_for_none()
    {
        var code = JintEngine.PrepareScript("function f(a) { const b = a; return b; } function g(a) { return f(a); } for (let i = 0; i < 9; i++) g(i);");
        var (one, other) = (LimitedEngine.New(), LimitedEngine.New());
        one.Execute(code);
        other.Execute(code);
        other.Execute("var large = Array.from({ length: 100000 }, (_, i) => ({ i }));");

        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var definition = typeof(Jint.Native.Function.Function).GetField("_functionDefinition", Any)!.GetValue(one.GetValue("f"))!;
        var state = definition.GetType().GetMethod("Initialize", Any)!.Invoke(definition, [])!;
        var slots = state.GetType().GetField("_cachedSlots", Any)!;
        var before = RetainedMemory.OfEngines.Measure(one).Bytes;
        var taken = (Array)slots.GetValue(state)!;
        var binding = taken.GetValue(0)!;
        binding.GetType().GetFields(Any).Single(static field => field.FieldType == typeof(Jint.Native.JsValue)).SetValue(binding, other.GetValue("large"));
        taken.SetValue(binding, 0);
        Assert.NotNull(state.GetType().GetField("_dynamicCachedEnv", Any));
        Assert.Equal(before, RetainedMemory.OfEngines.Measure(one).Bytes);
    }

    [Theory]
    [InlineData("arrays", "var k = []; for (let i = 0; i < 3000; i++) k.push(Array.from({ length: 100 }, (_, j) => i * j + 0.5));")]
    [InlineData("small objects", "var k = []; for (let i = 0; i < 60000; i++) k.push({ a: i, b: 'x' + i });")]
    [InlineData("objects with many properties", "var k = []; for (let i = 0; i < 300; i++) { const o = {}; for (let j = 0; j < 200; j++) o['p' + i + '_' + j] = j + 0.5; k.push(o); }")]
    [InlineData("strings", "var k = []; for (let i = 0; i < 200; i++) k.push(('x' + i).repeat(20000));")]
    [InlineData("ropes", "var k = []; let s = ''; for (let i = 0; i < 50000; i++) { s += 'abcdefghijklmnopqrstuvwxyz' + i; if (i % 100 === 0) { k.push(s); s = ''; } }")]
    [InlineData("maps", "var k = new Map(); for (let i = 0; i < 60000; i++) k.set('k' + i, i + 0.5);")]
    [InlineData("sets", "var k = new Set(); for (let i = 0; i < 60000; i++) k.add(i + 0.5);")]
    [InlineData("closures", "var k = []; for (let i = 0; i < 30000; i++) { let v = { i }; k.push(() => v); }")]
    [InlineData("typed arrays", "var k = []; for (let i = 0; i < 20; i++) k.push(new Uint8Array(200000), new Float64Array(20000));")]
    [InlineData("private fields", "class A { #x; #y = 'y'; constructor(x) { this.#x = x; } get x() { return this.#x; } } var k = []; for (let i = 0; i < 20000; i++) k.push(new A({ i }));")]
    [InlineData("promises", "var k = []; for (let i = 0; i < 20000; i++) k.push(new Promise(() => {}).then(x => x));")]
    [InlineData("suspended functions", "var k = []; const never = new Promise(() => {}); async function f(i) { let o = { i }; await never; return o; } for (let i = 0; i < 4000; i++) k.push(f(i));")]
    [InlineData("generators", "var k = []; function* g(i) { let o = { i }; yield o; } for (let i = 0; i < 5000; i++) { const x = g(i); x.next(); k.push(x); }")]
    [InlineData("a linked list", "var k = null; for (let i = 0; i < 100000; i++) k = { next: k };")]
    [InlineData("a chain of prototypes", "var k = {}; for (let i = 0; i < 50000; i++) k = Object.create(k);")]
    [InlineData("BigInts", "var k = []; for (let i = 0; i < 2000; i++) k.push(1n << BigInt(10000 + i));")]
    [InlineData("regular expressions", "var k = []; for (let i = 0; i < 5000; i++) { const r = new RegExp('a' + i + '(b|c)*'); r.test('a'); k.push(r); }")]
    [InlineData("weak maps", "var w = new WeakMap(); var k = []; for (let i = 0; i < 20000; i++) { const o = {}; k.push(o); w.set(o, { v: i, s: 'abc' + i }); }")]
    [InlineData("classes", "var k = []; for (let i = 0; i < 2000; i++) k.push(class { #p = 1; m() { return 1; } static s = 1; });")]
    [InlineData("globals", "for (let i = 0; i < 20000; i++) globalThis['g' + i] = { i };")]
    [InlineData("symbols and bound functions", "var k = []; for (let i = 0; i < 20000; i++) k.push(Symbol('d' + i), (function () {}).bind(null, i));")]
    [InlineData("dates", "var k = []; for (let i = 0; i < 40000; i++) k.push(new Date(i));")]
    public void A_walk_agrees_with_the_garbage_collector(string shape, string script)
    {
        Measure(script);
        var before = LiveBytes();
        var engine = LimitedEngine.New();
        engine.Execute(script);
        var kept = LiveBytes() - before;
        var measured = RetainedMemory.OfEngines.Measure(engine);
        GC.KeepAlive(engine);
        Assert.True(measured.IsComplete);
        Assert.True(Math.Abs(measured.Bytes - kept) < kept / 5, $"{shape}: {measured.Bytes:N0} bytes measured, {kept:N0} kept");
    }

    [Fact]
    public void An_engine_that_ran_nothing_is_small() => Assert.InRange(Measure("").Bytes, 4_000, 100_000);

    [Fact]
    public void A_cycle_ends()
    {
        var once = Measure("var a = { }; a.a = a; var b = [a]; a.b = b; var m = new Map([[a, b]]); m.set(m, m);");
        Assert.InRange(once.Bytes, 4_000, 200_000);
    }

    [Fact]
    public void A_list_of_a_million_nodes_needs_no_stack()
    {
        var engine = LimitedEngine.New();
        engine.Execute("var k = null; for (let i = 0; i < 1000000; i++) k = [k];");
        var measured = default(MemoryMeasurement);
        var thread = new Thread(() => measured = RetainedMemory.OfEngines.Measure(engine), 256 << 10);
        thread.Start();
        thread.Join();
        Assert.True(measured.Objects > 1_000_000);
    }

    [Fact]
    public void A_second_walk_finds_the_same()
    {
        var engine = LimitedEngine.New();
        engine.Execute("var k = []; for (let i = 0; i < 20000; i++) k.push({ i });");
        var first = RetainedMemory.OfEngines.Measure(engine);
        Assert.Equal(first, RetainedMemory.OfEngines.Measure(engine));
        engine.Execute("k = null;");
        Assert.InRange(RetainedMemory.OfEngines.Measure(engine).Bytes, 4_000, 200_000);
    }

    [Fact]
    public void Reflection_and_compiled_readers_find_the_same()
    {
        var engine = LimitedEngine.New();
        engine.Execute("""
            var k = [new Map([[1, { a: 1n }]]), new Set(['s']), new WeakMap(), Symbol('d'), new Date(0), /x(y)/g, new Float64Array(9), (function () {}).bind(null, 1)];
            class A { #x = {}; static s = 'x'.repeat(99); get x() { return this.#x; } } k.push(new A(), A, Object.create(k[0]), new Proxy({}, {}));
            function* g() { yield { i: 1 }; } const started = g(); started.next(); async function f() { await new Promise(() => {}); } k.push(started, f());
            for (let i = 0; i < 500; i++) k.push({ i, s: 's' + i }, [i + 0.5], () => i);
            """);
        var compiled = new RetainedMemory([], [], 0);
        var reflected = new RetainedMemory([], [], int.MaxValue);
        var expected = compiled.Measure(engine);
        Assert.True(expected.Objects > 2_000, expected.ToString());
        Assert.Equal(expected, reflected.Measure(engine));
        Assert.Equal(expected, RetainedMemory.OfEngines.Measure(engine));
    }

    [Fact]
    public void A_walk_stops_past_the_bytes_it_was_asked_for()
    {
        var engine = LimitedEngine.New();
        engine.Execute("var k = []; for (let i = 0; i < 100000; i++) k.push({ i });");
        var measured = RetainedMemory.OfEngines.Measure(engine, stopAt: 1 << 20);
        Assert.False(measured.IsComplete);
        Assert.InRange(measured.Bytes, 1 << 20, 2 << 20);
    }

    [Fact]
    public void A_long_walk_is_done_in_slices()
    {
        var engine = LimitedEngine.New();
        engine.Execute("var k = []; for (let i = 0; i < 200000; i++) k.push({ i }); var holes = new Array(1000000).fill(null);");
        var slices = 0;
        RetainedMemory.OfEngines.Measure(engine, onSlice: () => slices++);
        Assert.InRange(slices, 20, 2_000);
    }

    [Fact]
    public void Parsed_code_counts_only_beyond_what_is_shared()
    {
        var code = JintEngine.PrepareScript("var k = []; function f() { return 1; }");
        var engine = LimitedEngine.New();
        engine.Execute(code);
        var before = RetainedMemory.OfEngines.Measure(engine, sharedCode: code.Program);
        engine.Execute("for (let i = 0; i < 500; i++) k.push(new Function('return ' + 'a+'.repeat(200) + i));");
        var without = RetainedMemory.OfEngines.Measure(engine);
        var after = RetainedMemory.OfEngines.Measure(engine, sharedCode: code.Program);
        Assert.InRange(before.Bytes, 4_000, 200_000);
        Assert.True(after.Bytes > without.Bytes + (500 * 200 * 40), $"{after.Bytes} {without.Bytes}");
    }

    private static MemoryMeasurement Measure(string script)
    {
        var engine = LimitedEngine.New();
        engine.Execute(script);
        return RetainedMemory.OfEngines.Measure(engine);
    }

    private static long LiveBytes()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
