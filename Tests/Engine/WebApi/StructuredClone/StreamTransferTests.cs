using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.StructuredClone;

public class StreamTransferTests
{
    [Fact]
    public void A_readable_stream_gives_copies_of_its_chunks_in_its_new_place() => Assert.Equal("[true,true,[{\"a\":1},\"b\"],false]", TestRealm.Json("""
        const chunk = { a: 1 };
        const original = new ReadableStream({ start(c) { c.enqueue(chunk); c.enqueue('b'); c.close(); } });
        const moved = structuredClone({ inside: original }, { transfer: [original] }).inside;
        const chunks = [];
        for await (const c of moved) chunks.push(c);
        return [original.locked, moved instanceof ReadableStream, chunks, chunks[0] === chunk];
        """));

    [Fact]
    public void A_writable_stream_takes_chunks_in_its_new_place_and_waits_for_the_old_one() => Assert.Equal("[true,[1,2],\"closed\"]", TestRealm.Json("""
        const seen = [];
        let end;
        const original = new WritableStream({ async write(c) { await null; seen.push(c); }, close() { end = 'closed'; } });
        const moved = structuredClone(original, { transfer: [original] });
        const isLocked = original.locked, writer = moved.getWriter();
        writer.write(1);
        await writer.write(2);
        await writer.close();
        await new Promise((resolve) => setTimeout(resolve));
        return [isLocked, seen, end];
        """));

    [Fact]
    public void Both_halves_of_a_transform_stream_move() => Assert.Equal("[true,\"[object TransformStream]\",[\"A\"]]", TestRealm.Json("""
        class Upper extends TransformStream { constructor() { super({ transform(c, t) { t.enqueue(c.toUpperCase()); } }); } }
        const original = new Upper();
        const moved = structuredClone(original, { transfer: [original] });
        const isLocked = original.readable.locked && original.writable.locked, writer = moved.writable.getWriter();
        writer.write('a');
        writer.close();
        const chunks = [];
        for await (const c of moved.readable) chunks.push(c);
        return [isLocked, `${moved}`, chunks];
        """));

    [Fact]
    public void Streams_move_through_message_ports() => Assert.Equal("[\"through\"]", TestRealm.Json("""
        const { port1, port2 } = new MessageChannel();
        const stream = new ReadableStream({ start(c) { c.enqueue('through'); c.close(); } });
        const arrived = new Promise((resolve) => { port2.onmessage = (e) => resolve(e.data); });
        port1.postMessage(stream, [stream]);
        const chunks = [];
        for await (const c of await arrived) chunks.push(c);
        return chunks;
        """));

    [Fact]
    public void Errors_and_reasons_arrive_as_copies() => Assert.Equal("[\"RangeError: broken\",false,\"TypeError: enough\",false]", TestRealm.Json("""
        const error = new RangeError('broken'), reason = new TypeError('enough');
        const failing = new ReadableStream({ pull(c) { c.error(error); } });
        const a = await structuredClone(failing, { transfer: [failing] }).getReader().read().catch((e) => e);
        let cancelled;
        const endless = new ReadableStream({ pull(c) { c.enqueue(0); }, cancel(r) { cancelled = r; } });
        await structuredClone(endless, { transfer: [endless] }).cancel(reason);
        await new Promise((resolve) => setTimeout(resolve));
        return [`${a}`, a === error, `${cancelled}`, cancelled === reason];
        """));

    [Fact]
    public void A_chunk_that_cannot_be_cloned_fails_both_sides() => Assert.Equal("[\"DataCloneError\",\"DataCloneError\"]", TestRealm.Json("""
        let cancelled;
        const original = new ReadableStream({ start(c) { c.enqueue(() => {}); }, cancel(r) { cancelled = r; } });
        const moved = structuredClone(original, { transfer: [original] });
        const failed = await moved.getReader().read().catch((e) => e);
        await new Promise((resolve) => setTimeout(resolve));
        return [failed.name, cancelled.name];
        """));

    [Fact]
    public void A_locked_stream_stays_and_so_does_one_that_is_not_in_the_list() => Assert.Equal("[\"DataCloneError\",\"DataCloneError\",\"DataCloneError\"]", TestRealm.Json("""
        const name = (f) => { try { f(); return 'passed'; } catch (e) { return e.name; } };
        const locked = new ReadableStream();
        locked.getReader();
        const pair = new TransformStream();
        return [
          name(() => structuredClone(locked, { transfer: [locked] })),
          name(() => structuredClone(new WritableStream())),
          name(() => structuredClone(null, { transfer: [pair.writable, pair] })),
        ];
        """));

    [Theory]
    [InlineData("close()", "[true]")]
    [InlineData("error('e')", "[\"e\"]")]
    public void The_end_of_a_stream_that_was_moved_many_times_does_not_recurse(string end, string expected) => Assert.Equal(expected, TestRealm.Json($$"""
        let controller, stream = new ReadableStream({ start(c) { controller = c; } });
        for (let i = 0; i < 1000; i++) stream = structuredClone(stream, { transfer: [stream] });
        const read = stream.getReader().read();
        await new Promise((resolve) => setTimeout(resolve));
        controller.{{end}};
        return [await read.then((r) => r.done, (e) => e)];
        """));
}
