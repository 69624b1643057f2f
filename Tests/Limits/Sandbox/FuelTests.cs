namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>The bill is the same on every run, thread and machine.</summary>
public class FuelTests
{
    // Recorded. A change of one of these is a change of what customers pay: never within a minor version.
    public static TheoryData<string, long> Recorded => new()
    {
        { "function fib(n){return n<2?n:fib(n-1)+fib(n-2)} fib(20)", 43784 },
        { "let s=0; for(let i=0;i<100000;i++){ s+=i*2; }", 100003 },
        { "class P{constructor(x){this.x=x;this.y=1} get z(){return this.x+this.y}} let t=0; for(let i=0;i<20000;i++){ const p=new P(i); t+=p.z; p.w=t; }", 180004 },
        { "let s=''; for(let i=0;i<5000;i++){ s+='abc'+i; } s.split('a').map(x=>x.toUpperCase()).join('-').replaceAll('B','bb').slice(5).indexOf('zzz')", 10601 },
        { "const o=[]; for(let i=0;i<1000;i++) o.push({id:i,name:'n'+i,tags:['a','b',i]}); for(let k=0;k<5;k++) JSON.parse(JSON.stringify(o)).length", 1176 },
        { "const a=Array.from({length:20000},(_, i)=>(i*7919)%10007); a.sort((x,y)=>x-y); a.map(x=>x*2).filter(x=>x%3).reduce((x,y)=>x+y,0); a.includes(-1); a.slice().reverse().indexOf(5); new Set(a).size; new Map(a.map(x=>[x,x])).size", 654724 },
        { "const a=[]; for(let i=0;i<20000;i++) a.push('k'+((i*7919)%10007)); a.sort(); a.toSorted()", 40758 },
        { "let n=0; const r=/(\\w+)@(\\w+)\\.com/g; const t='foo@bar.com, x@y.com; '.repeat(200); for(let k=0;k<10;k++){ for(const m of t.matchAll(r)) n+=m[1].length; t.replace(r,'$2'); } /^(a+)+$/.test('aaaaaaaaaaaaaaaa')", 81164 },
        { "class A{#p=1;static s=2;m(){return this.#p++ + A.s}} class B extends A{m(){return super.m()+1}} const b=new B(); let t=0; for(let i=0;i<20000;i++) t+=b.m(); t", 100012 },
        { "let x=1n; for(let i=1n;i<400n;i++) x*=i; x.toString().length; (x*x)%12345678901234567890n", 469 },
        { "const u=new Uint8Array(100000); for(let i=0;i<u.length;i+=7) u[i]=i; u.sort(); u.subarray(5).fill(3); Array.from(u).length; new Float64Array(1000).map((_, i)=>i).join()", 19340 },
        { "function* g(){ for(let i=0;i<5000;i++) yield i } let t=0; for(const x of g()) t+=x; [...g()].length; (async()=>{ for(let i=0;i<1000;i++) await i })()", 49092 },
        { "new Date(0).toISOString(); (1234567.891).toLocaleString('en-US'); new Intl.DateTimeFormat('en-US').format(new Date(0)); [1,2,3].toLocaleString(); 'a'.localeCompare('b'); '\u00df'.normalize('NFD')", 8 },
        { "let t=0; for(let i=0;i<5000;i++){ const {a,b:[c,d],...r}={a:i,b:[1,2],e:3,f:4}; t+=a+c+d+r.e; const z={...r,q:1}; Object.keys(z).length; Object.entries(z).length }", 30003 },
        { "const fs=[]; for(let i=0;i<2000;i++) fs.push(()=>i); let t=0; for(const f of fs) t+=f(); try{ null.x }catch(e){ e.stack.length } switch(t){case 1:break;default:t++} label: for(;;){ for(;;) break label }", 6046 },
        { "for(let i=0;i<200;i++){ new Function('a','return a+'+i)(i) }", 602 },
        { "const p=new Proxy({},{get:(t,k)=>k,has:()=>true,ownKeys:()=>['a'],getOwnPropertyDescriptor:()=>({value:1,configurable:true,enumerable:true})}); let t=0; for(let i=0;i<3000;i++){ t+=p['k'+i].length; 'x' in p; } Object.keys(p)", 15007 },
        { "if(globalThis.Temporal) for(let i=0;i<50;i++) Temporal.PlainDate.from('2020-01-01').add({days:i}).toString()", 65 },
    };

    [Theory]
    [MemberData(nameof(Recorded))]
    public void A_program_costs_what_it_always_did(string program, long fuel)
    {
        var cold = Cost(program);
        Assert.Equal(fuel, cold);
        Assert.Equal(cold, Cost(program));
    }

    [Fact]
    public void Programs_that_take_turns_on_two_threads_cost_what_they_cost_alone()
    {
        var programs = Recorded.Select(row => ((string)row[0], (long)row[1])).ToList();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var threads = Enumerable.Range(0, 2).Select(first => new Thread(
            () =>
            {
                for (var i = 0; i < programs.Count; i++)
                {
                    var (program, fuel) = programs[(i + (first * programs.Count / 2)) % programs.Count];
                    var session = new LimitSession(Limits);
                    LimitedEngine.RunHere(LimitedEngine.New(), session, program, () => Thread.Yield());
                    if (session.Report.Fuel != fuel)
                    {
                        wrong.Add($"{program}: {session.Report.Fuel} and not {fuel}");
                    }
                }
            },
            64 << 20)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.Empty(wrong);
    }

    [Fact]
    public void A_request_is_killed_at_exactly_its_limit_and_billed_the_limit()
    {
        var limits = LimitedEngine.Patient with { CpuMilliseconds = 1 };
        Assert.Equal("killed: Cpu", LimitedEngine.Run("let n = 0; for (;;) n++", limits).Outcome);
        var counts = Enumerable.Range(0, 3).Select(_ =>
        {
            var engine = LimitedEngine.New();
            var (_, session) = LimitedEngine.Run("globalThis.n = 0; for (;;) n++", limits, engine);
            return (engine.Evaluate("n").ToString(), session.Report.Fuel);
        }).Distinct().ToList();
        Assert.Single(counts);
        Assert.Equal(Fuel.PerMillisecond, counts[0].Fuel);
    }

    private static ExecutionLimits Limits => LimitedEngine.Patient with { CpuMilliseconds = 10_000, AllocationBytes = 1L << 30 };

    private static long Cost(string program)
    {
        var (_, session) = LimitedEngine.Run(program, Limits);
        Assert.Null(session.Exceeded);
        return session.Report.Fuel;
    }
}
