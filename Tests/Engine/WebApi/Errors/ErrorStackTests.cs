using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Errors;

public class ErrorStackTests
{
    [Theory]
    [InlineData("const e = new Error('x'); e.stack = undefined; return [e.stack === undefined, 'stack' in e, Object.keys(e), e.message];", """[true,true,[],"x"]""")]
    [InlineData("const e = new RangeError('x'); e.stack = 1; return [e.stack, e instanceof Error, delete e.stack, typeof e.stack];", """[1,true,true,"string"]""")]
    [InlineData("try { null.x } catch (e) { Error; e.stack = null; return e.stack; }", "null")]
    [InlineData("const o = Object.create(Error.prototype); o.stack = 2; return Object.entries(o);", """[["stack",2]]""")]
    [InlineData("class E extends Error { constructor() { super('m'); this.stack = { own: 1 }; } } return new E().stack;", """{"own":1}""")]
    public void The_stack_of_an_error_takes_any_value(string body, string expected) => Assert.Equal(expected, TestRealm.Json(body));

    [Fact]
    public void An_error_that_was_not_touched_has_its_stack_and_no_property_for_it() => Assert.Equal(
        """[true,["message"],true]""",
        TestRealm.Json("""
            function thrower() { return new Error("x"); }
            const e = thrower();
            return [e.stack.includes("thrower"), Object.getOwnPropertyNames(e), Error === e.constructor];
            """));

    [Fact]
    public void The_global_Error_is_what_ECMAScript_says() => Assert.Equal(
        """["function",true,false,true,"set stack",["TypeError","TypeError","TypeError"]]""",
        TestRealm.Json("""
            const d = Object.getOwnPropertyDescriptor(globalThis, "Error");
            const set = Object.getOwnPropertyDescriptor(Error.prototype, "stack").set;
            const name = f => { try { f(); return "none"; } catch (e) { return e.constructor.name; } };
            return [typeof d.value, d.writable, d.enumerable, d.configurable, set.name,
                [name(() => set.call(1, "")), name(() => { Error.prototype.stack = ""; }), name(() => { "use strict"; Object.freeze(new Error()).stack = 1; })]];
            """));

    [Theory]
    [InlineData(3, 6)]
    [InlineData(8, 10)]
    [InlineData(500, 10)]
    public void A_stack_has_ten_frames_at_most(int depth, int most) => Assert.Equal(
        "true",
        TestRealm.Json($$"""
            function f(n) { if (n > 1) f(n - 1); else throw new Error("x"); }
            let stack; try { f({{depth}}); } catch (e) { stack = e.stack; }
            const frames = stack.split("\n");
            return frames.length <= {{most}} && frames.length >= Math.min({{depth}}, 10) && frames[0].includes("at f (");
            """));

    [Theory]
    [InlineData("new Error('x').stack")]
    [InlineData("new DOMException('x').stack")]
    [InlineData("structuredClone(new Error('x')).stack")]
    [InlineData("(() => { try { null.x } catch (e) { Error; return e.stack; } })()")]
    public void Lines_of_a_stack_are_cut(string make) => Assert.Equal(
        "[true,false]",
        TestRealm.Json($$"""
            const o = { ['n'.repeat(1e6)](depth) { return depth ? this[Object.keys(this)[0]](depth - 1) : {{make}}; } };
            const stack = o[Object.keys(o)[0]](50);
            return [stack.includes('n'.repeat(100)), stack.length > 10 * 1201];
            """));

    [Fact]
    public void A_stack_is_read_as_it_was_when_the_error_was_made() => Assert.Equal(
        "[true,true]",
        TestRealm.Json("""
            function maker() { return new Error("x"); }
            const e = maker(), first = e.stack;
            return [first === e.stack, first.includes("maker")];
            """));
}
