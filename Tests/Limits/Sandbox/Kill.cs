using Jint;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>A way to be killed.</summary>
/// <param name="Name">What is going on when the kill comes.</param>
/// <param name="Kinds">The limits it may run into.</param>
/// <param name="Limits">Its limits.</param>
/// <param name="Run">What the turn does.</param>
/// <param name="OnSlice">What happens at each slice of the turn.</param>
internal sealed record Kill(string Name, LimitKind[] Kinds, ExecutionLimits Limits, Action<JintEngine> Run, Action<LimitSession>? OnSlice = null)
{
    private static readonly ExecutionLimits Small = LimitedEngine.Patient with { CpuMilliseconds = 1, AllocationBytes = 4 << 20 };

    // A kill that is not for CPU time has to come long before that.
    private static readonly ExecutionLimits Busy = Small with { CpuMilliseconds = 300_000, AllocationBytes = 256 << 20 };

    /// <summary>
    /// One for each limit that ends a turn, and for each part of the interpreter that may be running then. Subrequests are refused and
    /// not killed, and what an isolate keeps is measured after its turns: both are Engine's.
    /// </summary>
    public static IReadOnlyList<Kill> All { get; } =
    [
        // CPU, by statements and in the middle of built-ins of each family.
        Cpu("for (;;) {}"),
        Cpu("const f = n => n < 2 ? n : f(n - 1) + f(n - 2); for (;;) f(15)"),
        Cpu("class A { #p = 1; get v() { return this.#p; } static { } } class B extends A { v2() { return super.v; } } for (;;) new B().v2()"),
        Cpu("for (;;) [3, 2, 1].sort(() => 1)"),
        Cpu("for (;;) Array.from({ length: 40 }, (_, i) => i * 7 % 11).map(x => x * 2).filter(x => x % 3).reduce((x, y) => x + y, 0)"),
        Cpu("Array.prototype.includes.call({ length: 2 ** 52 }, 1)"),
        Cpu("for (;;) new Uint16Array(500).map((_, i) => i * 7 % 101).sort().indexOf(-1)"),
        Cpu("for (;;) 'abc,def'.repeat(50).split(',').join('-').replaceAll('b', x => x + x).toUpperCase().normalize('NFD')"),
        Cpu("for (;;) JSON.parse(JSON.stringify({ a: [1, 2, 3] }))"),
        Cpu("for (;;) JSON.stringify({ toJSON() { for (let i = 0; i < 50; i++); return { a: 1 }; } })"),
        Cpu("for (;;) JSON.parse('[1,[2],{\"a\":3}]', (k, v) => v)"),
        Cpu("for (;;) new RegExp('a' + Math.random()).test('b')"),
        Cpu("for (;;) 'foo@bar.com '.repeat(20).replace(/(\\w+)@(?<h>\\w+)/g, (m, a) => a)"),
        Cpu("/^(a+)+$/.test('a'.repeat(40) + 'b')"),
        Cpu("for (;;) new Map([[1, 2]]).set({}, new Set([1, 2, 3]).union(new Set([4]))).forEach(() => 0)"),
        Cpu("const m = new WeakMap(); for (;;) { const k = {}; m.set(k, new WeakRef(k)); m.get(k); }"),
        Cpu("let x = 3n; for (;;) String(x * x)"),
        Cpu("let x = 7n ** 900n; for (;;) x = x * 3n % (10n ** 500n) + BigInt(x.toString(16).length)"),
        Cpu("for (;;) new Intl.NumberFormat('en-US').format(1234.5)"),
        Cpu("for (;;) { new Intl.DateTimeFormat('de').format(new Date(0)); ['b', 'a'].sort(new Intl.Collator('sv').compare); }"),
        Cpu("for (;;) Temporal.PlainDate.from('2020-01-31').add({ months: 1 }).toString()"),
        Cpu("for (let i = 0; ; i++) new Date(i * 1e9).toISOString() + Date.parse('2024-01-02T03:04:05Z')"),
        Cpu("for (;;) Math.max(...[1, 2, 3].map(Math.sqrt)).toFixed(3) + parseInt('12px')"),
        Cpu("for (;;) Object.entries(Object.assign({}, { a: 1, get b() { return 2; } })).flat()"),
        Cpu("const p = new Proxy({}, { get(t, k) { for (let i = 0; i < 20; i++); return k; }, ownKeys: () => ['a'], has: () => true }); for (;;) { p.x; 'y' in p; Object.keys(p); }"),
        Cpu("const o = { get a() { for (let i = 0; i < 30; i++); return 1; } }; for (;;) Object.values(o).concat(JSON.stringify(o))"),
        Cpu("for (;;) [3, 1, 2].sort((a, b) => { for (let i = 0; i < 30; i++); return a - b; })"),
        Cpu("for (;;) [..._(), ..._()].length; function* _() { try { for (let i = 0; i < 30; i++) yield i; } finally { for (let i = 0; i < 30; i++); } }"),
        Cpu("for (;;) [1, 2, 3].values().map(x => x + 1).filter(x => x > 2).take(2).toArray()"),
        Cpu("[1].values().constructor; function* g() { for (;;) yield 1; } g().drop(2 ** 50).next()"),
        Cpu("(async () => { for (;;) await 0 })()"),
        Cpu("const f = () => Promise.resolve(1).then(f); f(); Promise.all([f(), f()])"),
        Cpu("(async () => { for await (const x of (async function* () { for (;;) yield 1; })()) ; })()"),
        Cpu("for (;;) try { try { throw new Error('x') } finally { [1, 2].map(x => x) } } catch {}"),
        Cpu("try { for (;;) {} } finally { for (;;) {} }"),
        Cpu("for (;;) { using r = { [Symbol.dispose]() { for (let i = 0; i < 50; i++); } }; }"),
        Cpu("for (;;) try { null.x } catch (e) { e.stack.length }"),
        Cpu("for (;;) new Function('return 1')()"),
        Cpu("eval('let x = [' + '1,'.repeat(1e6) + ']')"),
        Cpu("let f = k => Map.groupBy([1], () => f()); for (;;) try { f() } catch {}"),
        Cpu("function f() { try { f() } finally { f() } } f()"),

        // The parser: without an engine, and modules.
        new("parsing", [LimitKind.Cpu, LimitKind.Memory], Small, _ => JintEngine.PrepareScript(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"let a{i} = [{i}, x => x];")))),
        new("evaluating a module", [LimitKind.Cpu], Small, engine =>
        {
            engine.Modules.Add("inner", "export let n = 0; export const f = () => { for (let i = 0; i < 100; i++) n++; };");
            engine.Modules.Add("outer", "import { f } from 'inner'; for (;;) f();");
            engine.Modules.Import("outer");
        }),
        new("awaiting in a module", [LimitKind.Cpu], Small, engine =>
        {
            engine.Modules.Add("waiting", "for (let i = 0; ; i++) await i;");
            engine.Modules.Import("waiting");
        }),

        // Memory, by many small things and by one.
        Memory("let a = []; for (;;) a.push(new Array(1000).fill(1))"),
        Memory("let o = null; for (;;) o = { o, s: 'x' + Math.random(), f: () => o }"),
        Memory("let s = 'x'; for (;;) s += s + 'y'"),
        Memory("const m = new Map(); for (let i = 0; ; i++) m.set('k' + i, [i])"),
        Memory("(async () => { const a = []; for (;;) a.push(await new Promise(r => r(new Array(500).fill(0)))) })()"),
        Memory("'x'.repeat(2 ** 28)"),
        Memory("new Uint8Array(2 ** 30)"),
        Memory("new Array(2 ** 25).fill(0)"),
        Memory("'x,'.repeat(2 ** 19).split(',')"),
        Memory("JSON.parse('[' + '[1,2,3],'.repeat(50000) + '0]')"),
        Memory("Array.from({ length: 1e6 }, (_, i) => 'text ' + i).sort()"),

        // Native recursion, which no script can catch the end of. Deep enough for the smallest frames that the compiler makes.
        Stack("let it = [1].values(); for (let i = 0; i < 20000; i++) it = it.map(x => x); it.next()"),
        Stack("let it = [1].values(); for (let i = 0; i < 20000; i++) it = it.filter(x => x); it.next()"),
        Stack("let it = [1].values(); for (let i = 0; i < 20000; i++) it = it.flatMap(x => [x]); it.next()"),

        // Time, and whoever asked for it. A turn of ten milliseconds is the shortest.
        new("time", [LimitKind.WallTime], Busy with { TurnMilliseconds = 10 }, engine => engine.Evaluate("for (;;) [1, 2, 3].map(x => x)")),
        Canceled("for (;;) {}"),
        Canceled("Array.prototype.includes.call({ length: 2 ** 52 }, 1)"),
        Canceled("(async () => { for (;;) await 0 })()"),
        Canceled("for (;;) JSON.stringify([1, { a: 2 }])"),
    ];

    /// <summary>Is killed.</summary>
    /// <param name="salt">How much of the budget is used up before: the kill comes somewhere else each time.</param>
    /// <returns>The engine that was killed, or what happened instead.</returns>
    public (WeakReference Engine, string? Problem) Happen(int salt)
    {
        var engine = LimitedEngine.New();
        var session = new LimitSession(Limits);
        if (Limits.CpuMilliseconds == Small.CpuMilliseconds)
        {
            session.ChargeFuel((salt * 997L) % (PureEdge.Limits.Fuel.PerMillisecond - 1));
        }

        if (Limits.AllocationBytes == Small.AllocationBytes)
        {
            session.ChargeHostBytes((salt * 79_193L) % (3 << 20));
        }

        try
        {
            using (engine.BeginTurn(session, OnSlice is null ? null : () => OnSlice(session)))
            {
                Run(engine);
                engine.Advanced.ProcessTasks();
            }
        }
        catch (LimitExceededException e) when (Kinds.Contains(e.Kind))
        {
            return (new(engine), ReferenceEquals(e, session.Exceeded) ? null : $"{Name}: the session has another kill");
        }
        catch (Exception e)
        {
            return (new(engine), $"{Name}: {e.GetType().Name} {e.Message}");
        }

        return (new(engine), $"{Name}: was not killed");
    }

    // Where CPU time ends it, memory may come first: what runs for a thousandth of a second also allocates.
    private static Kill Cpu(string script) => Of(script, Small, LimitKind.Cpu, LimitKind.Memory);

    private static Kill Memory(string script) => Of(script, Small with { CpuMilliseconds = 10_000 }, LimitKind.Memory);

    private static Kill Stack(string script) => Of(script, Busy, LimitKind.Stack);

    private static Kill Canceled(string script) => Of(script, Busy, LimitKind.Canceled) with { OnSlice = session => session.Cancel() };

    private static Kill Of(string script, ExecutionLimits limits, params LimitKind[] kinds) => new(script, kinds, limits, engine => engine.Evaluate(script));
}
