using Jint;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Abort;

namespace PureEdge.Engine.Tests.WebApi.Abort;

public class AbortTests
{
    [Fact]
    public void Abort_tells_the_signal_once_with_the_reason() => Assert.Equal(
        """[false,true,"why",["handler","listener"],"why",true]""", TestRealm.Json("""
            const c = new AbortController(), log = [], before = c.signal.aborted;
            c.signal.onabort = () => log.push("handler");
            c.signal.addEventListener("abort", () => log.push("listener"));
            c.abort("why"); c.abort("other");
            let thrown; try { c.signal.throwIfAborted(); } catch (e) { thrown = e; }
            return [before, c.signal.aborted, c.signal.reason, log, thrown, typeof c.signal.onabort === "function"];
            """));

    [Fact]
    public void Without_a_reason_it_is_an_abort_error() => Assert.Equal(
        """["AbortError","AbortError",true]""", TestRealm.Json("""
            const c = new AbortController(); c.abort();
            return [c.signal.reason.name, AbortSignal.abort().reason.name, c.signal.reason instanceof DOMException];
            """));

    [Fact]
    public void A_timeout_aborts_with_a_timeout_error() => Assert.Equal(
        """["TimeoutError",true]""", TestRealm.Json("""
            const s = AbortSignal.timeout(1);
            await new Promise(r => s.addEventListener("abort", r));
            return [s.reason.name, s.aborted];
            """));

    [Fact]
    public void Any_follows_the_first_source_through_levels() => Assert.Equal(
        """["b",["any1","any2"],false]""", TestRealm.Json("""
            const a = new AbortController(), b = new AbortController(), log = [];
            const any1 = AbortSignal.any([a.signal, b.signal]), any2 = AbortSignal.any(new Set([any1]));
            any1.onabort = () => log.push(any2.aborted ? "any1" : "early");
            any2.onabort = () => log.push("any2");
            b.abort("b"); a.abort("a");
            return [any2.reason, log, AbortSignal.any([]).aborted];
            """));

    [Fact]
    public void Any_of_an_aborted_signal_is_aborted() => Assert.Equal(
        "[true,7]", TestRealm.Json("const s = AbortSignal.any([new AbortController().signal, AbortSignal.abort(7)]); return [s.aborted, s.reason];"));

    [Fact]
    public void The_host_can_wait_for_a_signal_and_change_its_mind()
    {
        var test = new TestRealm();
        var signal = JsAbortSignal.New(test.Realm);
        var heard = new List<string>();
        signal.OnAbort(reason => heard.Add($"first {reason}"));
        signal.OnAbort(_ => heard.Add("second")).Dispose();
        signal.SignalAbort("r");
        signal.OnAbort(reason => heard.Add($"late {reason}"));
        Assert.Equal(["first r", "late r"], heard);
        Assert.True(signal.Aborted);
        Assert.Equal("r", signal.Reason.AsString());
    }

    [Fact]
    public void A_dependent_signal_that_somebody_waits_for_outlives_a_collection()
    {
        var test = new TestRealm();
        test.Evaluate("""
            globalThis.c = new AbortController(); globalThis.n = 0;
            (() => { for (let i = 0; i < 100; i++) AbortSignal.any([c.signal]).addEventListener("abort", () => n++); })();
            """);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.Equal(100, test.Evaluate("c.abort(); n").AsNumber());
    }

    [Fact]
    public void Signals_cannot_be_constructed_and_other_things_are_refused() => Assert.Equal(
        """["TypeError","TypeError","TypeError","TypeError"]""", TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.name; } };
            return [name(() => new AbortSignal()), name(() => AbortSignal.any([1])), name(() => AbortSignal.any(1)), name(() => AbortSignal.timeout(-1))];
            """));
}
