using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Jint;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.StructuredClone;

public class StructuredCloneTests
{
    [Property(MaxTest = 60)]
    public Property A_json_value_is_equal_to_its_clone() => Prop.ForAll(Json(4).ToArbitrary(), json =>
    {
        var test = new TestRealm();
        test.Engine.SetValue("text", json);
        return test.Evaluate("JSON.stringify(structuredClone(JSON.parse(text))) === JSON.stringify(JSON.parse(text))").AsBoolean();
    });

    [Fact]
    public void Kinds_of_objects_are_kept() => Assert.Equal(
        """[true,true,true,true,true,true,true,true,true]""", TestRealm.Json("""
            const v = { d: new Date(5), bad: new Date(NaN), r: /a+/gi, m: new Map([[{ k: 1 }, [1]]]), s: new Set(["x"]), n: new Number(3), t: new String("s"), b: new Boolean(false), i: Object(5n), u: undefined, z: -0, big: 7n };
            const c = structuredClone(v);
            return [
                c !== v && c.d instanceof Date && +c.d === 5 && Number.isNaN(+c.bad), c.r instanceof RegExp && String(c.r) === "/a+/gi",
                c.m instanceof Map && [...c.m][0][0].k === 1 && [...c.m][0][1][0] === 1, c.s.has("x"), c.n instanceof Number && +c.n === 3,
                c.t instanceof String && c.t.length === 1, c.b instanceof Boolean && !c.b.valueOf(), typeof c.i === "object" && c.i + 1n === 6n,
                "u" in c && Object.is(c.z, -0) && c.big === 7n];
            """));

    [Fact]
    public void Identity_and_circles_are_kept() => Assert.Equal(
        "[true,true,true]", TestRealm.Json("""
            const shared = {}, v = { a: shared, b: shared, list: [] }; v.self = v; v.list.push(v.list); v.map = new Map([[v, v]]);
            const c = structuredClone(v);
            return [c.a === c.b && c.a !== shared, c.self === c && c.list[0] === c.list, c.map.get(c) === c];
            """));

    [Fact]
    public void Buffers_and_views_are_copied_with_their_layout() => Assert.Equal(
        "[[1,2,3,4],true,[2,3],2,1,\"1.5\",\"9\",true]", TestRealm.Json("""
            const b = new Uint8Array([1, 2, 3, 4]).buffer;
            const c = structuredClone({ b, v: new Uint8Array(b, 1, 2), d: new DataView(b, 1, 2), f: new Float64Array([1.5]), g: new BigInt64Array([9n]) });
            new Uint8Array(b)[0] = 99;
            return [[...new Uint8Array(c.b)], c.v.buffer === c.b, [...c.v], c.d.byteLength, c.d.byteOffset, String(c.f[0]), String(c.g[0]), c.d.buffer === c.b];
            """));

    [Fact]
    public void A_transferred_buffer_moves() => Assert.Equal(
        "[0,0,3,7,\"DataCloneError\"]", TestRealm.Json("""
            const view = new Uint8Array([7, 8, 9]);
            const c = structuredClone({ view }, { transfer: [view.buffer] });
            let name; try { structuredClone(view); } catch (e) { name = e.name; }
            return [view.byteLength, view.buffer.byteLength, c.view.length, c.view[0], name];
            """));

    [Fact]
    public void Errors_keep_their_class_message_and_cause() => Assert.Equal(
        """[true,"m",{"x":1},"RangeError",true,"string","AbortError",true,"Error","x"]""", TestRealm.Json("""
            const c = structuredClone(new RangeError("m", { cause: { x: 1 } }));
            const d = structuredClone(new DOMException("gone", "AbortError"));
            class Mine extends Error { get name() { return "Mine"; } }
            const e = structuredClone(new Mine("x"));
            return [c instanceof RangeError, c.message, c.cause, c.name, !Object.keys(c).length, typeof c.stack, d.name, d instanceof DOMException, e.name, e.message];
            """));

    [Theory]
    [InlineData("() => {}")]
    [InlineData("Symbol()")]
    [InlineData("{ a: { b: [() => {}] } }")]
    [InlineData("new Headers2()")]
    [InlineData("new EventTarget()")]
    [InlineData("new Proxy({}, {})")]
    [InlineData("Promise.resolve()")]
    [InlineData("new WeakMap()")]
    [InlineData("Object(Symbol())")]
    [InlineData("class {}")]
    [InlineData("(function () { return arguments; })(1)")]
    [InlineData("(function () { 'use strict'; return arguments; })(1)")]
    public void What_cannot_be_cloned_is_a_data_clone_error(string value) => Assert.Equal(
        "[\"DataCloneError\",25]", TestRealm.Json($"class Headers2 extends AbortController {{}} try {{ structuredClone({value}); }} catch (e) {{ return [e.name, e.code]; }}"));

    [Theory]
    [InlineData("{}", "[{}]", "DataCloneError")]
    [InlineData("{}", "[b, b]", "DataCloneError")]
    [InlineData("{}", "[gone]", "DataCloneError")]
    [InlineData("{ get x() { structuredClone(b, { transfer: [b] }); } }", "[b]", "DataCloneError")]
    [InlineData("{}", "1", "TypeError")]
    public void Wrong_transfers_are_refused(string value, string transfer, string error) => Assert.Equal(
        $"\"{error}\"", TestRealm.Json($"const b = new ArrayBuffer(2), gone = new ArrayBuffer(1); structuredClone(gone, {{ transfer: [gone] }}); try {{ structuredClone({value}, {{ transfer: {transfer} }}); }} catch (e) {{ return e.name; }}"));

    [Fact]
    public void Getters_run_and_their_errors_pass_through_and_sparse_arrays_stay_sparse() => Assert.Equal(
        """[5,"thrown",4000000000,[3],"extra"]""", TestRealm.Json("""
            let thrown; try { structuredClone({ get a() { throw "thrown"; } }); } catch (e) { thrown = e; }
            const a = []; a[3] = 1; a.length = 4000000000; a.extra = "extra";
            const c = structuredClone(a);
            return [structuredClone({ get a() { return 5; } }).a, thrown, c.length, Object.keys(c).filter(k => k !== "extra").map(Number), c.extra];
            """));

    [Fact]
    public void A_very_deep_value_is_cloned_without_recursion() => Assert.Equal(
        "5000", TestRealm.Json("let v = null; for (let i = 0; i < 5000; i++) v = { v }; let c = structuredClone(v), n = 0; while (c) { c = c.v; n++; } return n;"));

    [Fact]
    public void Copied_bytes_are_charged() => Assert.Throws<LimitExceededException>(() =>
        new TestRealm().Evaluate("const b = new ArrayBuffer(40 << 20), all = []; for (;;) all.push(structuredClone(b));"));

    private static Gen<string> Json(int depth)
    {
        var leaf = Gen.OneOf(
            ArbMap.Default.GeneratorFor<int>().Select(n => JsonSerializer.Serialize(n)),
            ArbMap.Default.GeneratorFor<NormalFloat>().Select(n => JsonSerializer.Serialize(n.Get)),
            ArbMap.Default.GeneratorFor<NonNull<string>>().Select(s => JsonSerializer.Serialize(s.Get)),
            Gen.Elements("true", "false", "null", "{}", "[]"));
        if (depth == 0)
        {
            return leaf;
        }

        var nested = Gen.Choose(0, 4).SelectMany(n => Json(depth - 1).ListOf(n));
        return Gen.OneOf(
            leaf,
            nested.Select(items => $"[{string.Join(',', items)}]"),
            nested.SelectMany(items => ArbMap.Default.GeneratorFor<NonNull<string>>().ListOf(items.Count).Select(keys =>
                $"{{{string.Join(',', keys.Zip(items, (key, item) => $"{JsonSerializer.Serialize(key.Get)}:{item}"))}}}")));
    }
}
