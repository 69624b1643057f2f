using System.IO.Compression;
using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Compression;

public class CompressionStreamTests
{
    private const string Through = """
        const through = async (bytes, stream) => new Uint8Array(await new Response(new Response(bytes).body.pipeThrough(stream)).arrayBuffer());
        """;

    [Theory]
    [InlineData("gzip", "")]
    [InlineData("deflate", "")]
    [InlineData("deflate-raw", "")]
    [InlineData("gzip", "some text, some text")]
    [InlineData("deflate", "some text, some text")]
    [InlineData("deflate-raw", "some text, some text")]
    public void What_was_compressed_comes_back(string format, string text) => Assert.Equal($"\"{text}\"", TestRealm.Json($$"""
        {{Through}}
        const packed = await through('{{text}}', new CompressionStream('{{format}}'));
        return new TextDecoder().decode(await through(packed, new DecompressionStream('{{format}}')));
        """));

    [Fact]
    public void Output_comes_before_the_end() => Assert.Equal("\"aaaa\"", TestRealm.Json($$"""
        {{Through}}
        const packed = await through('aaaa', new CompressionStream('gzip'));
        const stream = new DecompressionStream('gzip');
        const writer = stream.writable.getWriter(), reader = stream.readable.getReader();
        writer.write(packed.subarray(0, packed.length - 3));
        return new TextDecoder().decode((await reader.read()).value);
        """));

    [Theory]
    [InlineData("packed.subarray(0, -1)")]
    [InlineData("new Uint8Array([...packed, 0])")]
    [InlineData("packed.map((b, i) => i === packed.length - 5 ? b ^ 1 : b)")]
    [InlineData("new Uint8Array(20)")]
    public void What_is_cut_off_followed_or_damaged_is_a_TypeError(string damaged) => Assert.Equal("\"TypeError\"", TestRealm.Json($$"""
        {{Through}}
        const packed = await through('some text', new CompressionStream('gzip'));
        return through({{damaged}}, new DecompressionStream('gzip')).then(() => 'passed', (e) => e.name);
        """));

    [Fact]
    public async Task A_bomb_ends_its_request_when_its_memory_is_used_up()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var i = 0; i < 100; i++)
            {
                gzip.Write(new byte[1 << 20]);
            }
        }

        using var test = new TestWorker(
            $$"""
            const bomb = Uint8Array.from(atob('{{Convert.ToBase64String(packed.ToArray())}}'), (c) => c.charCodeAt(0));
            export default {
              async fetch() {
                const stream = new DecompressionStream('gzip');
                stream.writable.getWriter().write(bomb);
                const reader = stream.readable.getReader();
                for (;;) { if ((await reader.read()).done) return new Response('all of it'); }
              },
            };
            """,
            ExecutionLimits.Default with { CpuMilliseconds = 60_000, StartupCpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 30 << 20 });
        Assert.Equal(WorkerOutcome.ExceededMemory, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public void Unfinished_compressors_are_counted_and_finished_ones_are_not() => Assert.Equal("[100,\"RangeError\"]", TestRealm.Json("""
        for (let i = 0; i < 100; i++) {
          const stream = new CompressionStream('deflate');
          const writer = stream.writable.getWriter();
          stream.readable.getReader().read().catch(() => {});
          await writer.write(new Uint8Array(1));
          await writer.abort();
        }
        globalThis.open = [];
        for (let i = 0; ; i++) {
          const stream = new CompressionStream('deflate');
          const writer = stream.writable.getWriter();
          open.push(stream);
          stream.readable.getReader().read().catch(() => {});
          try { await writer.write(new Uint8Array(1)); } catch (e) { return [100, e.name]; }
        }
        """));

    [Theory]
    [InlineData("new CompressionStream()")]
    [InlineData("new CompressionStream('br')")]
    [InlineData("new DecompressionStream('a')")]
    public void An_unknown_format_is_a_TypeError(string code) => Assert.Equal("\"TypeError\"", TestRealm.Json($"try {{ {code}; }} catch (e) {{ return e.name; }}"));
}
