using Jint;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Performance;

public class PerformanceTests
{
    [Fact]
    public void Time_counts_from_the_origin_and_stands_still_in_a_turn()
    {
        var test = new TestRealm();
        Assert.Equal("[250,true,1799999999750]", test.EvaluateJson("const a = performance.now(); for (let i = 0; i < 1000; i++); return [a, performance.now() === a, performance.timeOrigin];"));
        test.NowMilliseconds += 5;
        Assert.Equal(255, test.Evaluate("performance.now()").AsNumber());
    }

    [Fact]
    public void Marks_and_measures_make_a_timeline()
    {
        var test = new TestRealm();
        test.Evaluate("performance.mark('a', { detail: { x: 1 } })");
        test.NowMilliseconds += 10;
        Assert.Equal(
            """["m","measure",250,10,{"x":1},["a","m","n","o"],["a"],250,7,["a"],"SyntaxError",true]""",
            test.EvaluateJson("""
                const m = performance.measure("m", "a"), n = performance.measure("n", { start: 250, end: "a" }), o = performance.measure("o", { start: 253, duration: 7 });
                const all = performance.getEntries().map(e => e.name), marks = performance.getEntriesByType("mark").map(e => e.name);
                const detail = performance.getEntriesByName("a", "mark")[0].detail;
                performance.clearMeasures();
                let name; try { performance.measure("x", "missing"); } catch (e) { name = e.name; }
                return [m.name, m.entryType, m.startTime, m.duration, detail, all, marks, n.startTime, o.duration, performance.getEntries().map(e => e.name), name, m instanceof PerformanceEntry];
                """));
    }

    [Fact]
    public void The_timeline_has_an_end() => Assert.Equal(
        "1000", TestRealm.Json("for (let i = 0; i < 1100; i++) performance.mark('m'); return performance.getEntries().length;"));
}
