using Jint;
using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Streams;

public class ReadableStreamTests
{
    private const string Read = """
        async function all(s) { const out = []; for await (const c of s) out.push(c); return out; }
        """;

    [Theory]
    [InlineData("return all(new ReadableStream({start(c){ c.enqueue(1); c.enqueue('b'); c.close(); }}))", "[1,\"b\"]")]
    [InlineData("let n = 0; return all(new ReadableStream({pull(c){ n < 5 ? c.enqueue(n++) : c.close(); }}))", "[0,1,2,3,4]")]
    [InlineData("return all(ReadableStream.from([1, Promise.resolve(2), 3]))", "[1,2,3]")]
    [InlineData("return all(ReadableStream.from('héy'))", "[\"h\",\"é\",\"y\"]")]
    [InlineData("return all(ReadableStream.from((async function*(){ yield 1; yield 2; })()))", "[1,2]")]
    [InlineData("return all(ReadableStream.from(ReadableStream.from([7])))", "[7]")]
    public void A_stream_gives_what_its_source_enqueues(string body, string expected)
    {
        Assert.Equal(expected, TestRealm.Json(Read + body));
    }

    [Fact]
    public void Backpressure_stops_pulling()
    {
        Assert.Equal("[3,0]", TestRealm.Json("""
            let pulls = 0, ctl;
            const s = new ReadableStream({ pull(c) { ctl = c; pulls++; c.enqueue(pulls); } }, new CountQueuingStrategy({ highWaterMark: 3 }));
            await new Promise(r => r()); for (let i = 0; i < 20; i++) await null;
            return [pulls, ctl.desiredSize];
            """));
    }

    [Fact]
    public void A_size_function_counts_and_a_bad_size_errors_the_stream()
    {
        Assert.Equal("[6,\"RangeError\",\"RangeError\"]", TestRealm.Json("""
            let c1; new ReadableStream({ start(c) { c1 = c; c.enqueue(new Uint8Array(4)); } }, new ByteLengthQueuingStrategy({ highWaterMark: 10 }));
            let thrown; let c2;
            const s = new ReadableStream({ start(c) { c2 = c; } }, { size() { return -1; } });
            try { c2.enqueue(1); } catch (e) { thrown = e.name; }
            const closed = await s.getReader().closed.catch(e => e.name);
            return [c1.desiredSize, thrown, closed];
            """));
    }

    [Fact]
    public void Cancel_reaches_the_source_with_its_reason()
    {
        Assert.Equal("[\"why\",true,true]", TestRealm.Json("""
            let reason;
            const s = new ReadableStream({ cancel(r) { reason = r; } });
            const r = s.getReader();
            const read = r.read();
            await r.cancel('why');
            return [reason, (await read).done, s.locked];
            """));
    }

    [Fact]
    public void A_locked_stream_refuses_a_second_reader_and_a_cancel()
    {
        Assert.Equal("[\"TypeError\",\"TypeError\",false]", TestRealm.Json("""
            const s = new ReadableStream(); const r = s.getReader(); let e1;
            try { s.getReader(); } catch (e) { e1 = e.name; }
            const e2 = await s.cancel().catch(e => e.name);
            r.releaseLock();
            return [e1, e2, s.locked];
            """));
    }

    [Fact]
    public void Releasing_a_reader_rejects_its_pending_reads_and_keeps_the_chunk()
    {
        Assert.Equal("[\"TypeError\",\"TypeError\",5]", TestRealm.Json("""
            let c; const s = new ReadableStream({ start(x) { c = x; } });
            const r = s.getReader(); const p = r.read(); r.releaseLock();
            const e1 = await p.catch(e => e.name), e2 = await r.closed.catch(e => e.name);
            c.enqueue(5);
            return [e1, e2, (await s.getReader().read()).value];
            """));
    }

    [Fact]
    public void Leaving_a_loop_cancels_unless_told_otherwise()
    {
        Assert.Equal("[true,false,2]", TestRealm.Json("""
            let cancelled = false;
            const make = () => new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); }, cancel() { cancelled = true; } });
            for await (const x of make()) break;
            const first = cancelled; cancelled = false;
            const s = make();
            for await (const x of s.values({ preventCancel: true })) break;
            return [first, cancelled, (await s.getReader().read()).value];
            """));
    }

    [Fact]
    public void Reads_of_an_iterator_come_in_order()
    {
        Assert.Equal("[1,2,3,null]", TestRealm.Json("""
            let c; const s = new ReadableStream({ start(x) { c = x; } });
            const it = s.values(); const ps = [it.next(), it.next(), it.next(), it.return('x')];
            c.enqueue(1); await null; c.enqueue(2); await null; c.enqueue(3);
            return (await Promise.all(ps)).map(r => r.done ? null : r.value);
            """));
    }

    [Theory]
    [InlineData("new ReadableStream(null)", "TypeError")]
    [InlineData("new ReadableStream(1)", "TypeError")]
    [InlineData("new ReadableStream({pull: 1})", "TypeError")]
    [InlineData("new ReadableStream({type: 'x'})", "TypeError")]
    [InlineData("new ReadableStream({type: 'bytes'}, {size() {}})", "RangeError")]
    [InlineData("new ReadableStream({type: 'bytes', autoAllocateChunkSize: 0})", "TypeError")]
    [InlineData("new ReadableStream({}, {highWaterMark: -1})", "RangeError")]
    [InlineData("new ReadableStream({}, {highWaterMark: NaN})", "RangeError")]
    [InlineData("new ReadableStream({start() { throw new SyntaxError() }})", "SyntaxError")]
    [InlineData("new ReadableStreamDefaultController()", "TypeError")]
    [InlineData("new ReadableStreamDefaultReader({})", "TypeError")]
    [InlineData("new ReadableStream().getReader({mode: 'x'})", "TypeError")]
    [InlineData("new ReadableStream().getReader({mode: 'byob'})", "TypeError")]
    [InlineData("ReadableStream.from(null)", "TypeError")]
    [InlineData("ReadableStream.from({})", "TypeError")]
    [InlineData("ReadableStream.from()", "TypeError")]
    [InlineData("new CountQueuingStrategy({})", "TypeError")]
    [InlineData("Object.getOwnPropertyDescriptor(ReadableStream.prototype, 'locked').get.call({})", "TypeError")]
    public void Bad_arguments_are_refused(string script, string error)
    {
        Assert.Equal(error, TestRealm.Run($"try {{ {script}; 'none' }} catch (e) {{ e.name }}").AsString());
    }

    [Fact]
    public void Many_chunks_need_no_native_stack()
    {
        Assert.Equal(20000, TestRealm.Run("""
            (async () => {
                let n = 0;
                const s = new ReadableStream({ start(c) { for (let i = 0; i < 20000; i++) c.enqueue(i); c.close(); } });
                const [a, b] = s.tee();
                b.cancel();
                const r = a.getReader();
                while (!(await r.read()).done) n++;
                return n;
            })()
            """).AsNumber());
    }

    [Fact]
    public void Branches_of_branches_end_before_the_native_stack_does()
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run("""
            let s = new ReadableStream(); for (let i = 0; i < 1e5; i++) { const [a, b] = s.tee(); b.cancel(); s = a; }
            """));
        Assert.Contains("teed", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Both_branches_give_the_chunks_and_cancelling_both_cancels_the_stream()
    {
        Assert.Equal("[[1,2],[1,2],[\"a\",\"b\"]]", TestRealm.Json(Read + """
            const [a, b] = ReadableStream.from([1, 2]).tee();
            const both = await Promise.all([all(a), all(b)]);
            let reason;
            const [c, d] = new ReadableStream({ cancel(r) { reason = r; } }).tee();
            await Promise.all([c.cancel('a'), d.cancel('b')]);
            return [...both, reason];
            """));
    }

    [Fact]
    public void The_interfaces_have_the_shape_of_the_standard()
    {
        Assert.Equal("[\"function\",0,\"ReadableStream\",true,true,\"from\",\"values\"]", TestRealm.Json("""
            return [typeof ReadableStream, ReadableStream.length, Object.prototype.toString.call(new ReadableStream()).slice(8, -1),
              ReadableStream.prototype[Symbol.asyncIterator] === ReadableStream.prototype.values,
              new CountQueuingStrategy({highWaterMark: 1}).size === new CountQueuingStrategy({highWaterMark: 2}).size,
              ReadableStream.from.name, ReadableStream.prototype[Symbol.asyncIterator].name];
            """));
    }

    [Theory]
    [InlineData("undefined")]
    [InlineData("7")]
    [InlineData("'text'")]
    [InlineData("{}")]
    public void An_operation_that_gives_a_promise_rejects_it_for_every_receiver_that_is_no_stream(string receiver) =>
        Assert.Equal("[\"TypeError\",\"TypeError\",\"cancel\",0]", TestRealm.Json($$"""
            const { cancel } = ReadableStream.prototype, { close } = WritableStream.prototype, receiver = {{receiver}};
            return [await cancel.call(receiver).catch((e) => e.name), await close.call(receiver).catch((e) => e.name), cancel.name, cancel.length];
            """));
}
