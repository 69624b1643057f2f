using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using Jint;
using Jint.Native;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>What all engines of the process have in common.</summary>
public class SharedStateTests
{
    [Fact]
    public void Names_of_a_source_are_kept_by_nobody_else()
    {
        var table = (ICollection)typeof(JsString).GetField("_stringCache", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        var keys = ((IDictionary)table).Keys;
        JintEngine.PrepareScript("const o = {}; o.nQ7zK; o.nQ7zL = 1; ({ nQ7zM: 1 }).nQ7zM; class A { nQ7zN() {} static nQ7zO = 1 } o?.nQ7zP");
        LimitedEngine.Run("const o = {}; o.mQ7zK; o.mQ7zL = 1; ({ mQ7zM: 1 }).mQ7zM; class A { mQ7zN() {} static mQ7zO = 1 } o?.mQ7zP; o['mQ7' + 'zQ'] = 1");
        Assert.DoesNotContain(keys.Cast<string>(), key => key.Contains("Q7z", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("'a,'.repeat(1 << 20).split(',').length")]
    [InlineData("'a,'.repeat(1 << 20).split(/,/).length")]
    [InlineData("'a,'.repeat(9 << 20).split(',').length")]
    [InlineData("const parts = []; for (;;) parts.push('a,'.repeat(1 << 16).split(','))")]
    public void What_a_thread_keeps_for_the_next_script_is_small(string script)
    {
        var context = typeof(JintEngine).Assembly.GetType("Jint.Native.String.StringExecutionContext", throwOnError: true)!;
        object? kept = null, isInUse = null;
        var thread = new Thread(
            () =>
            {
                LimitedEngine.RunHere(LimitedEngine.New(), new LimitSession(LimitedEngine.Patient with { AllocationBytes = 256 << 20 }), script);
                var current = context.GetProperty("Current", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
                kept = context.GetField("_splitSegmentList", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(current);
                isInUse = context.GetField("_splitSegmentListInUse", BindingFlags.NonPublic | BindingFlags.Instance)!.GetValue(current);
            },
            64 << 20);
        thread.Start();
        thread.Join();
        Assert.True(kept is null or List<JsString> { Count: 0, Capacity: <= 1_024 });
        Assert.Equal(false, isInUse);
    }

    [Fact]
    public void What_a_script_stores_under_a_symbol_of_all_engines_is_in_its_own_table()
    {
        const string Script = """
            const known = Reflect.ownKeys(Symbol).map((name) => Symbol[name]).filter((value) => typeof value === 'symbol');
            const map = new WeakMap(known.map((symbol) => [symbol, new Uint8Array(64)]));
            new WeakSet(known);
            map.delete(known[0]);
            known.length >= 13 && map.has(known[1]) && map.get(known[2]).length === 64 && !map.has(known[0])
            """;
        Assert.Equal("true", LimitedEngine.Run(Script).Outcome.ToLowerInvariant());
        var symbols = typeof(JintEngine).Assembly.GetType("Jint.Native.Symbol.GlobalSymbolRegistry", throwOnError: true)!
            .GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(static field => field.FieldType == typeof(JsSymbol)).ToArray();
        Assert.True(symbols.Length >= 13);
        var slot = typeof(JsSymbol).GetField("_weakEntries", BindingFlags.NonPublic | BindingFlags.Instance)!;
        Assert.All(symbols, symbol => Assert.Same(PureEdge.Metering.WeakTables.SharedKey.Mark, slot.GetValue(symbol.GetValue(null))));
    }

    [Fact]
    public void Languages_that_scripts_make_up_fill_no_table()
    {
        const string Names = """
            for (let i = 0; i < 600; i++) {
              new Intl.DateTimeFormat(`en-x-a${i}`, { month: 'long', weekday: 'long', hour: 'numeric', dayPeriod: 'long' }).format(0);
              new Intl.NumberFormat(`fr-${100 + i}`, { style: 'currency', currency: 'EUR' }).format(1);
              new Date(0).toLocaleString(`xx-AA-x-c${i}`);
              'a'.localeCompare('b', `de-x-d${i}`);
            }
            'done'
            """;
        Assert.Equal("done", LimitedEngine.Run(Names, LimitedEngine.Patient with { CpuMilliseconds = 60_000, AllocationBytes = 4L << 30 }).Outcome);
        var tables = from type in typeof(JintEngine).Assembly.GetTypes()
                     where !type.ContainsGenericParameters && type.Namespace?.StartsWith("Jint.Native", StringComparison.Ordinal) == true
                     from field in type.GetFields(BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly)
                     where field.FieldType.Name.StartsWith("ConcurrentDictionary", StringComparison.Ordinal)
                     select (Name: $"{type.Name}.{field.Name}", ((ICollection)field.GetValue(null)!).Count);
        Assert.All(tables, table => Assert.True(table.Count <= 512, $"'{table.Name}' has {table.Count} entries."));
    }

    [Fact]
    public void Parsed_code_that_engines_share_keeps_none_of_them()
    {
        var script = JintEngine.PrepareScript("""
            const tag = (strings, ...values) => strings;
            class A { #p = 1; static s = 2; get p() { return this.#p } *[Symbol.iterator]() { yield this.p } }
            function f(a, { b, ...c } = { b: [1] }, ...d) { return tag`x${a}y` + /a(?<n>b+)/g.exec('abb').groups.n + b + d.length }
            async function g() { for (let i = 0; i < 3; i++) await i; return [...new A()] }
            const o = { x: 1, y: { z: [1, 2, 3] } };
            let sum = 0;
            for (let i = 0; i < 300; i++) { o.x += i; o.y.z[1] = o; sum += f(i).length + A.s + Math.max(i, 2); }
            for (const k in o) sum += k.length;
            try { null.x } catch (e) { sum += e.message.length }
            g().then(v => sum += v.length);
            switch (typeof o) { case 'object': sum++ }
            with (o) { x = 2 }
            sum
            """);
        var engines = new List<WeakReference>();
        var thread = new Thread(
            () =>
            {
                for (var i = 0; i < 3; i++)
                {
                    engines.Add(RunOnce(script));
                }
            },
            64 << 20);
        thread.Start();
        thread.Join();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(0, engines.Count(engine => engine.IsAlive));
        GC.KeepAlive(script);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOnce(Prepared<Acornima.Ast.Script> script)
    {
        var engine = LimitedEngine.New();
        using (engine.BeginTurn(new LimitSession(LimitedEngine.Patient)))
        {
            engine.Evaluate(script);
            engine.Advanced.ProcessTasks();
        }

        return new WeakReference(engine);
    }
}
