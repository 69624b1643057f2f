namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>Scripts of a line or two that end the process, or hold it for minutes, under Jint's own constraints.</summary>
public class HostileScriptTests
{
    [Theory]
    [InlineData("let it = [1].values(); for (let i = 0; i < 20000; i++) it = it.map(x => x); it.next()")]
    [InlineData("let a = []; a.join = Array.prototype.toString; a.toString()")]
    [InlineData("let a = [1]; a[0] = a; a.toLocaleString = Array.prototype.toString; String(Object.assign(a, { join() { return a + '' } }))")]
    [InlineData("let f = k => Map.groupBy([1], f); f()")]
    [InlineData("let p = {}; for (let i = 0; i < 20000; i++) p = new Proxy(p, {}); p.x")]
    [InlineData("let p = new Proxy({}, {}); Object.setPrototypeOf(p, p); p.x")]
    [InlineData("eval('1' + '+1'.repeat(60000))")]
    [InlineData("eval('1' + '&&1'.repeat(60000))")]
    [InlineData("eval('a' + '.a'.repeat(60000))")]
    [InlineData("eval('('.repeat(60000))")]
    [InlineData("eval('<!--\\n'.repeat(300000))")]
    [InlineData("let f = function* () { yield* f() }; f().next()")]
    [InlineData("let e = new Error; e.name = { toString() { return String(e) } }; String(e)")]
    [InlineData("let x = 3n; for (;;) x *= x")]
    [InlineData("(10n ** 9000n).toString().repeat(1); let x = 1n << 900000n; for (;;) String(x)")]
    [InlineData("let o = {}; for (let i = 0; i < 40; i++) o = { a: o, b: o }; JSON.stringify(o)")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; a.flat(Infinity)")]
    [InlineData("let a = [1]; for (let i = 0; i < 40; i++) a = [a, a]; a.join()")]
    [InlineData("'x'.repeat(2 ** 29)")]
    [InlineData("'x'.repeat(2 ** 20).replaceAll('x', 'y'.repeat(2 ** 10))")]
    [InlineData("('a' + '\\u0323\\u0307'.repeat(1e6)).normalize('NFC')")]
    [InlineData("let a = []; a[4294967294] = 1; for (;;) a.sort()")]
    [InlineData("new Uint8Array(2 ** 30)")]
    [InlineData("new ArrayBuffer(2 ** 31 - 1)")]
    [InlineData("let a = new Array(2 ** 27).fill(1); a.length")]
    [InlineData("for (;;) new Array(100000).fill(0).sort()")]
    [InlineData("let s = 'x'; for (;;) s += s")]
    [InlineData("[].values().constructor.prototype; [1].values().drop(2 ** 50).next(); function* g() { for (;;) yield 1 } g().drop(2 ** 50).next()")]
    [InlineData("new Set([1]).union({ size: Infinity, has: () => true, keys: () => ({ next: () => ({ done: false, value: 1 }) }) })")]
    [InlineData("Array.prototype.includes.call({ length: 2 ** 52 }, 1)")]
    [InlineData("try { for (;;) {} } finally { for (;;) {} }")]
    [InlineData("function f() { try { f() } finally { f() } } f()")]
    [InlineData("function f() { try { f() } catch { f() } } f()")]
    [InlineData("(async () => { for (;;) await 0 })()")]
    [InlineData("/^(a+)+$/.test('a'.repeat(40) + 'b')")]
    [InlineData("Atomics.wait(new Int32Array(new SharedArrayBuffer(8)), 0, 0, 1e9)")]
    public void It_ends_within_its_limits_and_other_engines_go_on(string script)
    {
        var (outcome, session) = LimitedEngine.Run(script);
        Assert.DoesNotContain("host: ", outcome, StringComparison.Ordinal);
        Assert.InRange(session.Report.AllocatedBytes, 0, session.Limits.AllocationBytes + (16 << 20));
        Assert.Equal("2,4,6", LimitedEngine.Run("[3, 1, 2].sort().map(x => x * 2).join()").Outcome);
    }

    [Fact]
    public void Keys_of_the_same_hash_are_paid_for()
    {
        Assert.Equal("killed: Cpu", LimitedEngine.Run("let s = new Set, f = new Float64Array(1), u = new Uint32Array(f.buffer); for (let i = 1; i < 60000; i++) { u[0] = u[1] = i; s.add(f[0]) }").Outcome);
        var names = CollidingNames.Make(1 << 12);
        Assert.Equal("killed: Cpu", LimitedEngine.Run($"(function () {{ {string.Concat(names.Select(name => $"var {name};"))} }})()").Outcome);
        Assert.Equal("killed: Cpu", LimitedEngine.Run($"(function ({string.Join(',', names)}) {{ }})()").Outcome);
        Assert.Equal("killed: Cpu", LimitedEngine.Run($"let o = {{}}; for (const n of '{string.Join(',', names)}'.split(',')) o[n] = 1").Outcome);
    }

    [Theory]
    [InlineData("class N { #next; constructor(n) { this.#next = n } } let n = null; for (let i = 0; i < 200000; i++) n = new N(n); globalThis.n = n; 'built'")]
    [InlineData("let m = new WeakMap(), k = {}; globalThis.k = k; globalThis.m = m; for (let i = 0; i < 200000; i++) { const v = {}; m.set(k, v); k = v } 'built'")]
    [InlineData("globalThis.r = new FinalizationRegistry(() => {}); let k = {}; globalThis.k = k; for (let i = 0; i < 20000; i++) { const v = {}; r.register(k, v, v); k.next = v; k = v } globalThis.w = new WeakRef(k); 'built'")]
    public void Chains_of_weak_entries_do_not_hold_up_the_collector(string script)
    {
        var engine = LimitedEngine.New();
        Assert.Equal("built", LimitedEngine.Run(script, LimitedEngine.Patient with { CpuMilliseconds = 10_000, AllocationBytes = 1L << 30 }, engine).Outcome);
        GC.Collect();
        var before = GC.GetTotalPauseDuration();
        GC.Collect();
        // A chain of 20,000 in tables of the class library was a minute; this bound only tells the two apart.
        Assert.True(GC.GetTotalPauseDuration() - before < TimeSpan.FromSeconds(3));
        GC.KeepAlive(engine);
    }

    [Fact]
    public void A_BigInt_past_the_largest_is_an_error_that_a_script_can_catch() =>
        Assert.Equal("RangeError", LimitedEngine.Run("let r; try { let x = (1n << 600000n) - 1n; x * x * x } catch (e) { r = e.name } r").Outcome);

    [Fact]
    public void Recursion_of_a_script_is_an_error_that_it_can_catch() =>
        Assert.Equal("RangeError", LimitedEngine.Run("let r; function f() { f() } try { f() } catch (e) { r = e.name } r").Outcome);

    [Fact]
    public void Recursion_through_built_ins_is_an_error_that_a_script_can_catch() =>
        Assert.Equal("RangeError", LimitedEngine.Run("let r; function f() { [1].map(f) } try { f() } catch (e) { r = e.name } r").Outcome);
}
