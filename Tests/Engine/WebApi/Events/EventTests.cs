using Jint;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Events;

namespace PureEdge.Engine.Tests.WebApi.Events;

public class EventTests
{
    [Fact]
    public void A_listener_hears_what_is_dispatched_and_can_prevent_it() => Assert.Equal(
        """[false,"go",true,true,2,0]""", TestRealm.Json("""
            const target = new EventTarget();
            let seen, phase;
            target.addEventListener("go", function (e) { seen = this === target && e.target === target && e.currentTarget === target; phase = e.eventPhase; e.preventDefault(); });
            const e = new Event("go", { cancelable: true });
            const result = target.dispatchEvent(e);
            return [result, e.type, seen, e.defaultPrevented && e.currentTarget === null, phase, e.eventPhase];
            """));

    [Fact]
    public void Once_passive_capture_and_objects_are_honoured() => Assert.Equal(
        """["capture","object","once","plain","capture","object","plain",false]""", TestRealm.Json("""
            const t = new EventTarget(), log = [];
            t.addEventListener("x", { handleEvent() { log.push("object"); } });
            t.addEventListener("x", () => log.push("once"), { once: true });
            const f = e => { log.push("plain"); e.preventDefault(); };
            t.addEventListener("x", f, { passive: true });
            t.addEventListener("x", f, { passive: true });
            t.addEventListener("x", () => log.push("capture"), true);
            const e = new Event("x", { cancelable: true });
            t.dispatchEvent(e);
            t.dispatchEvent(e);
            return [...log, e.defaultPrevented];
            """));

    [Fact]
    public void A_removed_listener_is_not_called_even_during_the_dispatch() => Assert.Equal(
        """["a"]""", TestRealm.Json("""
            const t = new EventTarget(), log = [];
            const b = () => log.push("b");
            t.addEventListener("x", () => { log.push("a"); t.removeEventListener("x", b); });
            t.addEventListener("x", b);
            t.dispatchEvent(new Event("x"));
            return log;
            """));

    [Fact]
    public void Propagation_can_be_stopped() => Assert.Equal(
        """["1","1"]""", TestRealm.Json("""
            const t = new EventTarget(), log = [];
            t.addEventListener("x", e => { log.push("1"); e.stopImmediatePropagation(); });
            t.addEventListener("x", () => log.push("2"));
            t.dispatchEvent(new Event("x"));
            t.dispatchEvent(new Event("x"));
            return log;
            """));

    [Fact]
    public void What_a_listener_throws_is_reported_and_the_others_run()
    {
        var test = new TestRealm();
        Assert.Equal("[1,true]", test.EvaluateJson("""
            const t = new EventTarget(); let n = 0;
            t.addEventListener("x", () => { throw new Error("oops"); });
            t.addEventListener("x", () => n++);
            return [(t.dispatchEvent(new Event("x")), n), true];
            """));
        Assert.Equal(["error: Error: oops"], test.Unhandled);
    }

    [Fact]
    public void A_signal_removes_the_listener() => Assert.Equal(
        "1", TestRealm.Json("""
            const t = new EventTarget(), c = new AbortController(); let n = 0;
            t.addEventListener("x", () => n++, { signal: c.signal });
            t.dispatchEvent(new Event("x"));
            c.abort();
            t.dispatchEvent(new Event("x"));
            t.addEventListener("x", () => n++, { signal: c.signal });
            t.dispatchEvent(new Event("x"));
            return n;
            """));

    [Fact]
    public void Wrong_arguments_are_type_errors() => Assert.Equal(
        """["TypeError","TypeError","TypeError","TypeError","TypeError","InvalidStateError"]""", TestRealm.Json("""
            const t = new EventTarget(), name = f => { try { f(); return "none"; } catch (e) { return e.name; } };
            let again;
            t.addEventListener("x", e => { again = name(() => t.dispatchEvent(e)); });
            t.dispatchEvent(new Event("x"));
            return [
                name(() => t.addEventListener("x", 1)), name(() => t.addEventListener("x")), name(() => t.dispatchEvent({})),
                name(() => t.addEventListener("x", () => {}, { signal: {} })), name(() => new Event()), again];
            """));

    [Fact]
    public void A_class_can_extend_EventTarget() => Assert.Equal(
        "[true,5]", TestRealm.Json("""
            class Bus extends EventTarget { constructor() { super(); this.n = 0; } }
            const b = new Bus();
            b.addEventListener("x", e => { b.n = e.detail; });
            b.dispatchEvent(new CustomEvent("x", { detail: 5 }));
            return [b instanceof Bus && b instanceof EventTarget, b.n];
            """));

    [Fact]
    public void The_global_object_is_a_target_that_the_host_can_reach()
    {
        var test = new TestRealm();
        test.Evaluate("addEventListener('fetch', function (e) { globalThis.seen = [this === globalThis, e.target === self, e.isTrusted]; })");
        Assert.True(GlobalEvents.HasListeners(test.Realm, "fetch"));
        Assert.False(GlobalEvents.HasListeners(test.Realm, "scheduled"));
        GlobalEvents.Of(test.Realm).Dispatch(new JsEvent(test.Realm, "fetch") { IsTrusted = true });
        Assert.Equal("[true,true,true]", test.EvaluateJson("return seen"));
    }

    [Fact]
    public void The_host_can_take_what_a_listener_throws()
    {
        var test = new TestRealm();
        test.Evaluate("addEventListener('fetch', () => { throw new Error('no') })");
        JavaScriptException? caught = null;
        GlobalEvents.Of(test.Realm).Dispatch(new JsEvent(test.Realm, "fetch"), e => caught = e);
        Assert.Equal("no", caught?.Message);
        Assert.Empty(test.Unhandled);
    }

    [Fact]
    public void A_target_has_a_greatest_number_of_listeners()
    {
        var test = new TestRealm();
        var target = (JsEventTarget)test.Evaluate("globalThis.t = new EventTarget()");
        var handler = test.Evaluate("() => {}");
        for (var i = 0; i < EventListenerList.MaxListeners; i++)
        {
            target.SetHandler($"x{i}", handler);
        }

        Assert.Equal("\"RangeError\"", test.EvaluateJson("try { t.addEventListener('x', () => {}); } catch (e) { return e.name; }"));
    }

    [Fact]
    public void Event_classes_carry_their_members() => Assert.Equal(
        """["m",1,2,"f",{"a":1},"d","o",[],true,"r"]""", TestRealm.Json("""
            const p = Promise.resolve();
            const e = new ErrorEvent("error", { message: "m", lineno: 1, colno: 2, filename: "f", error: { a: 1 } });
            const m = new MessageEvent("message", { data: "d", origin: "o" });
            const r = new PromiseRejectionEvent("unhandledrejection", { promise: p, reason: "r" });
            return [e.message, e.lineno, e.colno, e.filename, e.error, m.data, m.origin, m.ports, r.promise === p, r.reason];
            """));

    [Fact]
    public void Each_event_has_isTrusted_itself_with_one_getter_for_all() => Assert.Equal("[true,false,[\"isTrusted\"],false]", TestRealm.Json("""
        const of = (e) => Object.getOwnPropertyDescriptor(e, 'isTrusted');
        const event = new Event('x');
        return [of(event).get === of(new CustomEvent('y')).get, of(event).configurable, Object.keys(event), event.isTrusted];
        """));

    [Fact]
    public void An_event_can_be_initialised_anew_but_not_while_it_is_dispatched() => Assert.Equal("[\"a\",\"b\",true,false]", TestRealm.Json("""
        const target = new EventTarget(), event = new Event('a', { cancelable: true });
        let inside;
        target.addEventListener('a', (e) => { e.preventDefault(); e.initEvent('c'); inside = e.type; });
        target.dispatchEvent(event);
        event.initEvent('b', true);
        return [inside, event.type, event.bubbles, event.defaultPrevented];
        """));
}
