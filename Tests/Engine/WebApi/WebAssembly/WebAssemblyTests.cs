using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.WebAssembly;

public sealed class WebAssemblyTests
{
    // (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add)
    private const string Add = "new Uint8Array([0,97,115,109,1,0,0,0,1,7,1,96,2,127,127,1,127,3,2,1,0,7,7,1,3,97,100,100,0,0,10,9,1,7,0,32,0,32,1,106,11])";

    // (import "m" "f" (func (param i64) (result i64))) (memory (export "mem") 1 3) (global (export "g") (mut i32) (i32.const 7))
    // (func (export "call") (param i64) (result i64) local.get 0 call 0) (func (export "trap") unreachable) (func (export "grow") i32.const 1 memory.grow drop)
    private const string Rich = "new Uint8Array([0,97,115,109,1,0,0,0,1,9,2,96,1,126,1,126,96,0,0,2,7,1,1,109,1,102,0,0,3,4,3,0,1,1,5,4,1,1,1,3,6,6,1,127,1,65,7,11,"
        + "7,32,5,3,109,101,109,2,0,1,103,3,0,4,99,97,108,108,0,1,4,116,114,97,112,0,2,4,103,114,111,119,0,3,10,20,3,6,0,32,0,16,0,11,3,0,0,11,7,0,65,1,64,0,26,11])";

    [Fact]
    public void A_module_is_compiled_instantiated_and_called() =>
        Assert.Equal("[5,-1,1,\"0\",2]", TestRealm.Json($$"""
            const { instance } = await WebAssembly.instantiate({{Add}});
            const { add } = instance.exports;
            return [add(2, 3), add(2 ** 31, 2 ** 31 - 1), add("1"), add.name, add.length];
            """));

    [Fact]
    public void Functions_go_both_ways_and_64_bit_integers_are_BigInts() =>
        Assert.Equal("""["-9223372036854775808","TypeError","boom"]""", TestRealm.Json($$"""
            let f = x => x + 1n;
            const { exports } = new WebAssembly.Instance(new WebAssembly.Module({{Rich}}), { m: { f: x => f(x) } });
            const result = [String(exports.call(2n ** 63n - 1n))];
            try { exports.call(1); } catch (e) { result.push(e.name); }
            f = () => { throw new Error("boom"); };
            try { exports.call(1n); } catch (e) { result.push(e.message); }
            return result;
            """));

    [Fact]
    public void The_buffer_of_a_memory_is_the_memory_and_is_detached_when_it_grows() =>
        Assert.Equal("[65536,true,0,131072,5,true,\"TypeError\"]", TestRealm.Json($$"""
            const { exports } = new WebAssembly.Instance(new WebAssembly.Module({{Rich}}), { m: { f() {} } });
            const before = exports.mem.buffer, same = before === exports.mem.buffer, length = before.byteLength;
            new Uint8Array(before)[9] = 5;
            exports.grow();
            const after = exports.mem.buffer;
            let refused;
            try { structuredClone(after, { transfer: [after] }); } catch (e) { refused = e.name; }
            return [length, same, before.byteLength, after.byteLength, new Uint8Array(after)[9], after !== before, refused];
            """));

    // workerd 1.20261023 answers the same to this and to what follows, but for the name of the error that refuses a transfer (DataCloneError).
    [Fact]
    public void A_buffer_that_can_be_resized_is_the_memory_and_follows_it_whoever_lets_it_grow() =>
        Assert.Equal("[true,0,196608,65536,131072,131072,true,5,196608,196608,7,true,true]", TestRealm.Json($$"""
            const { exports } = new WebAssembly.Instance(new WebAssembly.Module({{Rich}}), { m: { f() {} } });
            const fixed = exports.mem.buffer, buffer = exports.mem.toResizableBuffer(), bytes = new Uint8Array(buffer);
            const result = [buffer.resizable, fixed.byteLength, buffer.maxByteLength, buffer.byteLength];
            bytes[9] = 5;
            exports.grow();
            result.push(buffer.byteLength, bytes.length, buffer === exports.mem.buffer, bytes[9]);
            buffer.resize(3 * 65536);
            result.push(buffer.byteLength, bytes.length);
            bytes[3 * 65536 - 1] = 7;
            const again = exports.mem.toFixedLengthBuffer();
            result.push(new Uint8Array(again)[3 * 65536 - 1], buffer.detached && bytes.length === 0, again === exports.mem.buffer && again === exports.mem.toFixedLengthBuffer());
            return result;
            """));

    [Fact]
    public void A_memorys_buffer_grows_by_pages_to_the_maximum_and_nobody_takes_it() =>
        Assert.Equal(
            """["RangeError 65536","RangeError 65536","RangeError 65536","RangeError 65536","TypeError 65536","TypeError 65536","TypeError","TypeError","none 131072","none 131072"]""",
            TestRealm.Json("""
                const memory = new WebAssembly.Memory({ initial: 1, maximum: 2 }), buffer = memory.toResizableBuffer();
                const attempt = action => { try { action(); } catch (e) { return e.name; } return "none"; };
                const of = action => attempt(action) + " " + memory.buffer.byteLength;
                return [
                    of(() => buffer.resize(0)), of(() => buffer.resize(65537)), of(() => buffer.resize(3 * 65536)), of(() => memory.grow(2)),
                    of(() => buffer.transfer()), of(() => structuredClone(buffer, { transfer: [buffer] })),
                    attempt(() => memory.toFixedLengthBuffer().resize(131072)), attempt(() => new WebAssembly.Memory({ initial: 1 }).toResizableBuffer()),
                    of(() => memory.toResizableBuffer().resize(131072)), of(() => memory.buffer.resize(131072)),
                ];
                """));

    [Fact]
    public void A_copy_of_a_memorys_buffer_is_a_buffer_of_its_own() =>
        Assert.Equal("[true,131072,1,65536,0]", TestRealm.Json("""
            const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536 }), buffer = memory.toResizableBuffer();
            const copy = structuredClone(new WebAssembly.Memory({ initial: 1, maximum: 2 }).toResizableBuffer());
            copy.resize(65537);
            copy.resize(1);
            new Uint8Array(copy)[0] = 1;
            return [copy.resizable && buffer.maxByteLength >= 32767 * 65536, copy.maxByteLength, copy.byteLength, buffer.byteLength, new Uint8Array(buffer)[0]];
            """));

    [Fact]
    public void A_trap_is_a_RuntimeError_and_a_recursion_without_end_a_RangeError() =>
        Assert.Equal("""["RuntimeError","unreachable",true,true,"RangeError"]""", TestRealm.Json($$"""
            const module = new WebAssembly.Module({{Rich}});
            const { exports } = new WebAssembly.Instance(module, { m: { f() {} } });
            const result = [];
            try { exports.trap(); } catch (e) { result.push(e.name, e.message, e instanceof WebAssembly.RuntimeError, e instanceof Error); }
            const again = new WebAssembly.Instance(module, { m: { f: x => again.exports.call(x) } });
            try { again.exports.call(1n); } catch (e) { result.push(e.name); }
            return result;
            """));

    [Fact]
    public void A_module_says_what_it_imports_and_exports() =>
        Assert.Equal(
            """[[{"module":"m","name":"f","kind":"function"}],["mem memory","g global","call function","trap function","grow function"],0,"[object WebAssembly.Module]"]""",
            TestRealm.Json($$"""
                const module = new WebAssembly.Module({{Rich}});
                return [WebAssembly.Module.imports(module), WebAssembly.Module.exports(module).map(e => e.name + " " + e.kind),
                    WebAssembly.Module.customSections(module, "name").length, String(module)];
                """));

    [Fact]
    public void A_response_is_compiled_when_it_says_that_it_is_WebAssembly() =>
        Assert.Equal("""[5,true,"TypeError","TypeError","CompileError","TypeError"]""", TestRealm.Json($$"""
            const response = (body, type = "application/wasm", status = 200) => new Response(body, { status, headers: { "content-type": type } });
            const name = promise => promise.then(() => "none", e => e.name);
            const { instance } = await WebAssembly.instantiateStreaming(Promise.resolve(response({{Add}})));
            return [instance.exports.add(2, 3), (await WebAssembly.compileStreaming(response({{Add}}, "APPLICATION/wasm"))) instanceof WebAssembly.Module,
                await name(WebAssembly.compileStreaming(response({{Add}}, "application/wasm;x"))), await name(WebAssembly.compileStreaming(response({{Add}}, undefined, 404))),
                await name(WebAssembly.compileStreaming(response(""))), await name(WebAssembly.compileStreaming({}))];
            """));

    [Fact]
    public void Errors_have_their_names() =>
        Assert.Equal("""["CompileError","LinkError","TypeError",false,true]""", TestRealm.Json($$"""
            const result = [];
            await WebAssembly.compile(new Uint8Array([0, 97])).catch(e => result.push(e.name));
            await WebAssembly.instantiate({{Rich}}, { m: { f: 1 } }).catch(e => result.push(e.name));
            await WebAssembly.instantiate({{Rich}}).catch(e => result.push(e.name));
            result.push(WebAssembly.validate(new Uint8Array([0])), WebAssembly.validate({{Add}}));
            return result;
            """));

    [Fact]
    public void Tables_globals_and_tags_work() =>
        Assert.Equal("[7,8,\"7\",2,true,null,2,5,\"RangeError\",true,[4]]", TestRealm.Json($$"""
            const { exports } = new WebAssembly.Instance(new WebAssembly.Module({{Rich}}), { m: { f() {} } });
            const g = exports.g, first = g.value;
            g.value = 8;
            const constant = new WebAssembly.Global({ value: "i64" }, 7n);
            const table = new WebAssembly.Table({ element: "anyfunc", initial: 2, maximum: 5 });
            table.set(0, exports.trap);
            let grown = table.grow(3), refused;
            try { table.get(5); } catch (e) { refused = e.name; }
            const tag = new WebAssembly.Tag({ parameters: ["i32"] });
            const thrown = new WebAssembly.Exception(tag, [4]);
            return [first, g.value, String(constant.value), 2, table.get(0) === exports.trap, table.get(1), grown, table.length, refused, thrown.is(tag), [thrown.getArg(tag, 0)]];
            """));

    [Fact]
    public void Nothing_compiles_from_bytes_in_a_realm_that_does_not_allow_it()
    {
        var engine = new TestRealm();
        Assert.False(new PureEdge.Engine.Interop.WorkerRealm(engine.Engine, engine).AllowsCodeFromData);
        var refused = Assert.Throws<JavaScriptException>(() => engine.Evaluate($"new WebAssembly.Module({Add})"));
        Assert.Contains("disallowed by embedder", refused.Message, StringComparison.Ordinal);
    }
}
