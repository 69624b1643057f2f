using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Timers;

public class TimerTests
{
    [Fact]
    public void A_timeout_calls_back_later_with_its_arguments() => Assert.Equal(
        """["sync",[1,2]]""", TestRealm.Json("""
            const log = [];
            const later = new Promise(r => setTimeout((...a) => { log.push(a); r(); }, 0, 1, 2));
            log.push("sync");
            await later;
            return log;
            """));

    [Fact]
    public void An_interval_repeats_until_it_is_cleared()
    {
        var test = new TestRealm();
        Assert.Equal("3", test.EvaluateJson("""
            let n = 0;
            await new Promise(r => { const id = setInterval(() => { if (++n === 3) { clearInterval(id); r(); } }, 1); });
            await scheduler.wait(5);
            return n;
            """));
        Assert.Equal(0, test.Scope.Pending);
    }

    [Fact]
    public void A_cleared_timeout_does_not_fire_and_is_not_pending()
    {
        var test = new TestRealm();
        Assert.Equal("[false,\"number\"]", test.EvaluateJson("""
            let fired = false;
            const id = setTimeout(() => { fired = true; }, 0);
            clearTimeout(id); clearTimeout(id); clearTimeout(); clearTimeout(null); clearTimeout({}); clearTimeout(1e300);
            await scheduler.wait(2);
            return [fired, typeof id];
            """));
        Assert.Equal(0, test.Scope.Pending);
    }

    [Fact]
    public void Only_functions_are_taken() => Assert.Equal(
        """["TypeError","TypeError","TypeError"]""", TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.name; } };
            return [name(() => setTimeout("1")), name(() => setInterval()), name(() => queueMicrotask({}))];
            """));

    [Fact]
    public void What_a_callback_throws_is_reported()
    {
        var test = new TestRealm();
        test.EvaluateJson("""
            queueMicrotask(() => { throw new Error("microtask"); });
            await new Promise(r => setTimeout(() => { r(); throw new Error("timer"); }));
            """);
        Assert.Equal(["error: Error: microtask", "error: Error: timer"], test.Unhandled);
    }

    [Fact]
    public void Microtasks_run_before_timers() => Assert.Equal(
        """["sync","micro","timer"]""", TestRealm.Json("""
            const log = [];
            const done = new Promise(r => setTimeout(() => { log.push("timer"); r(); }));
            queueMicrotask(() => log.push("micro"));
            log.push("sync");
            await done;
            return log;
            """));

    [Fact]
    public void A_request_has_a_greatest_number_of_timers() => Assert.Equal(
        "true", TestRealm.Json("""
            const ids = [];
            try { for (let i = 0; i < 10001; i++) ids.push(setTimeout(() => {}, 1e6)); } catch (e) { ids.forEach(clearTimeout); return e.message.includes("pending"); }
            """));

    [Fact]
    public void Outside_a_request_there_are_no_timers()
    {
        var test = new TestRealm { AllowsIO = false };
        Assert.Equal("[true,true,true]", test.EvaluateJson("""
            const refused = f => { try { f(); return false; } catch (e) { return e instanceof TypeError && e.message.startsWith("Disallowed operation called within global scope."); } };
            return [refused(() => setTimeout(() => {})), refused(() => AbortSignal.timeout(1)), await scheduler.wait(1).then(() => false, e => e instanceof TypeError)];
            """));
    }

    [Fact]
    public void A_wait_ends_early_with_the_reason_of_its_signal()
    {
        var test = new TestRealm();
        Assert.Equal("""["stop","before"]""", test.EvaluateJson("""
            const c = new AbortController();
            const waiting = scheduler.wait(1e6, { signal: c.signal }).catch(e => e);
            setTimeout(() => c.abort("stop"), 1);
            return [await waiting, await scheduler.wait(1, { signal: AbortSignal.abort("before") }).catch(e => e)];
            """));
        Assert.Equal(0, test.Scope.Pending);
    }
}
