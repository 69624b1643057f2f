using System.Buffers;
using System.Text;
using Jint;
using Jint.Native;
using Jint.Runtime;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Streams;

namespace PureEdge.Engine.Tests.WebApi.Streams;

public class HostBridgeTests
{
    private const string Read = """
        async function text(s) { let out = ''; for await (const c of s) out += String.fromCharCode(...c); return out; }
        """;

    [Fact]
    public void A_script_reads_a_stream_of_the_host()
    {
        var test = new TestRealm();
        var source = new Chunks("ab", "c");
        test.Engine.SetValue("s", JsReadableStream.FromHost(test.Realm, source, 3));
        Assert.Equal(0, source.Reads);
        Assert.Equal("abc", test.Evaluate(Read + "text(s)").AsString());
        Assert.True(source.Disposed);
    }

    [Fact]
    public void Nothing_is_read_until_a_script_asks_and_then_one_chunk_at_a_time()
    {
        var test = new TestRealm();
        var source = new Chunks("ab", "c", "d");
        test.Engine.SetValue("s", JsReadableStream.FromHost(test.Realm, source, null));
        test.Evaluate("globalThis.r = s.getReader(); Promise.resolve()");
        Assert.Equal(0, source.Reads);
        test.Evaluate("r.read()");
        Assert.Equal(1, source.Reads);
    }

    [Fact]
    public void Cancelling_disposes_the_source()
    {
        var test = new TestRealm();
        var source = new Chunks("ab", "c");
        test.Engine.SetValue("s", JsReadableStream.FromHost(test.Realm, source, null));
        test.Evaluate("s.cancel()");
        Assert.True(source.Disposed);
    }

    [Fact]
    public void A_failure_of_the_source_shows_nothing_of_the_host()
    {
        var test = new TestRealm();
        test.Engine.SetValue("s", JsReadableStream.FromHost(test.Realm, new Chunks("ab", null!), null));
        Assert.Equal("internal error", Assert.Throws<JavaScriptException>(() => test.Evaluate(Read + "text(s)")).Message);
    }

    [Fact]
    public void A_byob_reader_reads_a_stream_of_the_host()
    {
        var test = new TestRealm();
        test.Engine.SetValue("s", JsReadableStream.FromHost(test.Realm, new Chunks("abc"), null));
        Assert.Equal("[2,1,true]", test.EvaluateJson("""
            const r = s.getReader({ mode: 'byob' });
            const a = await r.read(new Uint8Array(2)), b = await r.read(new Uint8Array(2)), c = await r.read(new Uint8Array(2));
            return [a.value.length, b.value.length, c.done];
            """));
    }

    [Fact]
    public void An_untouched_source_is_handed_over_and_locks_the_stream()
    {
        var test = new TestRealm();
        var source = new Chunks("ab");
        var stream = JsReadableStream.FromHost(test.Realm, source, 2);
        Assert.True(stream.TryTakeSource(out var taken, out _, out var length));
        Assert.Same(source, taken);
        Assert.Equal(2, length);
        Assert.True(stream.IsLocked);
        Assert.True(stream.IsDisturbed);
        Assert.False(stream.TryTakeSource(out _, out _, out _));
    }

    [Fact]
    public void A_stream_that_was_read_is_not_handed_over()
    {
        var test = new TestRealm();
        var stream = JsReadableStream.FromBytes(test.Realm, "abc"u8.ToArray());
        test.Engine.SetValue("s", stream);
        test.Evaluate("const r = s.getReader(); r.read(); r.releaseLock();");
        Assert.False(stream.IsLocked);
        Assert.False(stream.TryTakeSource(out _, out _, out _));
    }

    [Theory]
    [InlineData("new ReadableStream({ start(c) { c.enqueue(new Uint8Array([97])); c.enqueue(new Uint8Array([98])); c.close(); } })", "ab")]
    [InlineData("new ReadableStream({ type: 'bytes', async pull(c) { c.enqueue(new Uint8Array([97])); c.close(); } })", "a")]
    [InlineData("(() => { let n = 0; return new ReadableStream({ pull(c) { n++ < 5000 ? c.enqueue(new Uint8Array(1)) : c.close(); } }) })()", null)]
    [InlineData("(() => { return new ReadableStream({ start(c) { for (let n = 0; n < 50000; n++) c.enqueue(new Uint8Array(0)); c.close(); } }) })()", "")]
    [InlineData("bytes", "xyz")]
    [InlineData("host", "hi")]
    public void All_bytes_are_read(string script, string? expected)
    {
        var test = new TestRealm();
        test.Engine.SetValue("bytes", JsReadableStream.FromBytes(test.Realm, "xyz"u8.ToArray()));
        test.Engine.SetValue("host", JsReadableStream.FromHost(test.Realm, new Chunks("h", "i"), null));
        var bytes = ReadAll(test, script, 10_000, out var error);
        Assert.Null(error);
        Assert.Equal(expected ?? new string('\0', 5000), Encoding.Latin1.GetString(bytes!));
    }

    [Theory]
    [InlineData("ReadableStream.from(['text'])", "TypeError")]
    [InlineData("ReadableStream.from([new Uint16Array(1)])", "TypeError")]
    [InlineData("ReadableStream.from([new Uint8Array(6), new Uint8Array(6)])", "RangeError")]
    [InlineData("bytes", "RangeError")]
    [InlineData("host", "RangeError")]
    [InlineData("new ReadableStream({ start(c) { c.error(new SyntaxError()); } })", "SyntaxError")]
    [InlineData("(() => { const s = new ReadableStream(); s.getReader(); return s; })()", "TypeError")]
    public void What_cannot_be_read_whole_is_an_error(string script, string expected)
    {
        var test = new TestRealm();
        test.Engine.SetValue("bytes", JsReadableStream.FromBytes(test.Realm, new byte[11]));
        test.Engine.SetValue("host", JsReadableStream.FromHost(test.Realm, new Chunks("123456", "789012"), null));
        Assert.Null(ReadAll(test, script, 10, out var error));
        Assert.Equal(expected, error);
    }

    [Theory]
    [InlineData("ReadableStream.from([new Uint8Array([97, 98, 99]), new Uint8Array(0), new Uint8Array([100])])", "abcd")]
    [InlineData("new ReadableStream({ start(c) { for (let n = 0; n < 20000; n++) c.enqueue(new Uint8Array(0)); c.close(); } })", "")]
    [InlineData("bytes", "xyz")]
    [InlineData("host", "hi")]
    public async Task The_host_reads_a_stream_of_a_script(string script, string expected)
    {
        var test = new TestRealm();
        test.Engine.SetValue("bytes", JsReadableStream.FromBytes(test.Realm, "xyz"u8.ToArray()));
        test.Engine.SetValue("host", JsReadableStream.FromHost(test.Realm, new Chunks("h", "i"), null));
        var stream = (JsReadableStream)test.Evaluate(script);
        var target = new MemoryStream();
        await using (var source = stream.OpenRead(test.Scope))
        {
            await Pump(test, source.CopyToAsync(target, 2));
        }

        Assert.Equal(expected, Encoding.Latin1.GetString(target.ToArray()));
        Assert.Equal(0, test.Scope.Pending);
    }

    [Fact]
    public async Task An_error_of_the_stream_reaches_the_host_without_running_script()
    {
        var test = new TestRealm();
        var stream = (JsReadableStream)test.Evaluate(
            "new ReadableStream({ pull(c) { const e = new Error('bad luck'); Object.defineProperty(e, 'name', { get() { throw 1; } }); c.error(e); } })");
        var e = await Assert.ThrowsAsync<HostErrorException>(() => Pump(test, stream.OpenRead(test.Scope).CopyToAsync(Stream.Null)));
        Assert.Equal("bad luck", e.Message);
        Assert.Equal(0, test.Scope.Pending);
    }

    [Fact]
    public async Task The_host_asks_for_one_chunk_at_a_time_and_disposing_cancels()
    {
        var test = new TestRealm();
        var stream = (JsReadableStream)test.Evaluate("""
            globalThis.pulls = 0; globalThis.cancelled = false;
            new ReadableStream({ pull(c) { pulls++; c.enqueue(new Uint8Array(10)); }, cancel() { cancelled = true; } }, { highWaterMark: 0 })
            """);
        var source = stream.OpenRead(test.Scope);
        Assert.Equal(1, test.Scope.Pending);
        var buffer = new byte[4];
        for (var i = 0; i < 3; i++)
        {
            await Pump(test, source.ReadExactlyAsync(buffer).AsTask());
        }

        Assert.Equal(2, test.Evaluate("pulls").AsNumber());
        await source.DisposeAsync();
        await source.DisposeAsync();
        test.Evaluate("new Promise(r => r())");
        await Pump(test, Task.CompletedTask);
        Assert.True(test.Evaluate("cancelled").AsBoolean());
        Assert.Equal(0, test.Scope.Pending);
    }

    private static byte[]? ReadAll(TestRealm test, string script, long maxBytes, out string? error)
    {
        byte[]? bytes = null;
        var failure = default(string);
        test.Engine.SetValue("readAll", test.Realm.NewFunction("readAll", 1, (realm, arguments) =>
        {
            var done = realm.NewPromise();
            var calls = 0;
            ((JsReadableStream)arguments[0]).ReadAll(
                maxBytes,
                result =>
                {
                    Assert.Equal(1, ++calls);
                    bytes = result;
                    done.Resolve(JsValue.Undefined);
                },
                reason =>
                {
                    Assert.Equal(1, ++calls);
                    failure = reason.Get("name").AsString();
                    done.Resolve(JsValue.Undefined);
                });
            return done.Promise;
        }));
        test.Evaluate($"readAll({script})");
        error = failure;
        return bytes;
    }

    private static async Task Pump(TestRealm test, Task task)
    {
        while (!task.IsCompleted || test.HasPosted)
        {
            test.RunOne();
        }

        await task;
    }

    /// <summary>Each string is what one read gives; <see langword="null"/> fails.</summary>
    private sealed class Chunks(params string[] chunks) : MemoryStream
    {
        public int Reads { get; private set; }

        public bool Disposed { get; private set; }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Reads++;
            await Task.Yield();
            if (Reads > chunks.Length)
            {
                return 0;
            }

            var text = chunks[Reads - 1] ?? throw new IOException("secret path");
            return Encoding.Latin1.GetBytes(text, buffer.Span);
        }

        protected override void Dispose(bool disposing)
        {
            Disposed = true;
            base.Dispose(disposing);
        }
    }
}
