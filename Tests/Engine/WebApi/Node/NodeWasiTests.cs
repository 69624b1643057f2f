using System.Text;
using System.Text.RegularExpressions;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>Programs of WASI preview 1 with node:wasi. What the functions answer is compared with Node.js in expressions.txt.</summary>
public sealed class NodeWasiTests
{
    // Copies standard input to standard output in pieces of 4 bytes, and exits with 7:
    // (func (export "_start")
    //   (i32.store (i32.const 0) (i32.const 16))
    //   loop
    //     (i32.store (i32.const 4) (i32.const 4))
    //     (drop (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8)))
    //     (i32.store (i32.const 4) (i32.load (i32.const 8)))
    //     (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    //     (br_if 0 (i32.load (i32.const 8)))
    //   end
    //   (call $proc_exit (i32.const 7)) unreachable)
    private static readonly byte[] s_cat = Convert.FromBase64String(
        "AGFzbQEAAAABEANgBH9/f38Bf2ABfwBgAAACZwMWd2FzaV9zbmFwc2hvdF9wcmV2aWV3MQhmZF93cml0ZQAAFndhc2lfc25hcHNob3RfcHJldmlldzEHZmRfcmVhZAAA"
        + "Fndhc2lfc25hcHNob3RfcHJldmlldzEJcHJvY19leGl0AAEDAgECBQMBAAEHEwIGbWVtb3J5AgAGX3N0YXJ0AAMKQQE/AEEAQRA2AgADQEEEQQQ2AgBBAEEAQQFBCBABGkEE"
        + "QQgoAgA2AgBBAUEAQQFBCBAAGkEIKAIADQALQQcQAgAL");

    [Fact]
    public async Task Lines_of_standard_output_go_to_the_log_and_the_exit_code_to_the_worker()
    {
        using var test = Run("const code = new WASI({ version: 'preview1', stdin: 'one\\n\\ntwo é three' }); return start(code);");
        Assert.Equal("7", await test.TextAsync());
        Assert.Equal("Log: one\nLog: \nLog: two é three", test.Log);
    }

    [Fact]
    public async Task A_worker_can_have_what_a_program_writes()
    {
        using var test = Run("let text = ''; start(new WASI({ version: 'preview1', stdin: new TextEncoder().encode('abcdefghij').buffer, stdout: (bytes) => (text += bytes.length + '|' + String.fromCharCode(...bytes) + ' ') })); return text;");
        Assert.Equal("4|abcd 4|efgh 2|ij 0| ", await test.TextAsync());
        Assert.Equal("", test.Log);
    }

    [Fact]
    public async Task An_exit_without_a_return_is_an_error()
    {
        using var test = Run("try { return start(new WASI({ version: 'preview1', returnOnExit: false })); } catch (e) { return e.message; }");
        Assert.Matches(new Regex("exit code 7.*no process to end", RegexOptions.None, TimeSpan.FromSeconds(5)), await test.TextAsync());
    }

    [Theory]
    [InlineData("preopens: { '/': '/tmp' }", "must be empty: a worker has no file system")]
    [InlineData("stdin: 3", "there are no files")]
    [InlineData("stdout: 2", "a function that takes what is written")]
    [InlineData("version: 'unstable'", "unsupported WASI version")]
    public async Task What_needs_files_is_refused_by_name(string option, string message)
    {
        using var test = Run($"try {{ return start(new WASI({{ version: 'preview1', {option} }})); }} catch (e) {{ return e.code + e.message; }}");
        var text = await test.TextAsync();
        Assert.StartsWith("ERR_INVALID_ARG_VALUE", text, StringComparison.Ordinal);
        Assert.Contains(message, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_output_is_logged_as_errors_and_a_line_without_end_when_the_call_is_over()
    {
        using var test = Call("""
            const bytes = new TextEncoder().encode("a\nb");
            new Uint8Array(memory.buffer).set(bytes, 100);
            view.setUint32(0, 100, true);
            view.setUint32(4, bytes.length, true);
            const first = wasi.fd_write(2, 0, 1, 8);
            await null;
            await null;
            wasi.fd_write(2, 0, 1, 8);
            // More than is kept of a line.
            new Uint8Array(memory.buffer).fill(120, 100, 20100);
            view.setUint32(4, 20000, true);
            wasi.fd_write(1, 0, 1, 8);
            return [first, view.getUint32(8, true)];
            """);
        Assert.Equal("[0,20000]", await test.TextAsync());
        Assert.Equal(
            ["Error: a", "Error: b", "Error: a", "Log: " + new string('x', 8192), "Log: " + new string('x', 8192), "Error: b", "Log: " + new string('x', 3616)],
            test.Log.Split('\n'));
    }

    [Fact]
    public async Task Clocks_stand_still_sleeping_is_over_at_once_and_random_bytes_come()
    {
        using var test = Call("""
            const result = [wasi.clock_time_get(0, 0n, 0), view.getBigUint64(0, true) === BigInt(Date.now()) * 1000000n, wasi.clock_time_get(1, 0n, 8), wasi.clock_time_get(1, 0n, 16), view.getBigUint64(8, true) === view.getBigUint64(16, true)];
            // Two clocks: the second rings in a second, the first in two.
            for (const [i, seconds] of [2n, 1n].entries()) {
              view.setBigUint64(100 + i * 48, BigInt(i + 5), true);
              view.setUint32(116 + i * 48, 1, true);
              view.setBigUint64(124 + i * 48, seconds * 1000000000n, true);
            }
            result.push(wasi.poll_oneoff(100, 300, 2, 0), view.getUint32(0, true), Number(view.getBigUint64(300, true)), view.getUint16(308, true));
            const bytes = new Uint8Array(memory.buffer, 0, 70000);
            result.push(wasi.random_get(1000, 69000), new Set(bytes.subarray(69000)).size > 100);
            return result;
            """);
        Assert.Equal("[0,true,0,0,true,0,1,6,0,0,true]", await test.TextAsync());
    }

    [Fact]
    public async Task What_a_descriptor_may_do_can_be_taken_from_it()
    {
        using var test = Call("""
            const rights = () => (wasi.fd_fdstat_get(1, 0), view.getBigUint64(8, true));
            const write = 1n << 6n, all = rights();
            return [view.getUint8(0), (all & write) !== 0n, wasi.fd_fdstat_set_rights(1, all | 1n << 13n, 0n), wasi.fd_write(1, 0, 0, 8), wasi.fd_fdstat_set_rights(1, all & ~write, 0n),
              wasi.fd_write(1, 0, 0, 8), wasi.fd_read(1, 0, 0, 8), wasi.fd_write(2, 0, 0, 8), wasi.fd_renumber(2, 1), wasi.fd_write(1, 0, 0, 8), wasi.fd_write(2, 0, 0, 8)];
            """);
        Assert.Equal("[2,true,76,0,0,76,76,0,0,0,8]", await test.TextAsync());
    }

    [Fact]
    public async Task A_program_that_writes_without_end_ends_with_its_fuel_and_the_log_has_an_end()
    {
        using var test = Call("for (;;) { view.setUint8(100, 10); view.setUint32(0, 100, true); view.setUint32(4, 1, true); wasi.fd_write(1, 0, 1, 8); }");
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync()).Outcome);
        Assert.InRange(test.Log.Split('\n').Length, 200, 300);
    }

    private static TestWorker Run(string body) => new(new WorkerDefinition
    {
        Name = "test",
        Bundle = new(
        [
            new("worker.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes($$"""
                import { WASI } from "node:wasi";
                import module from "./cat.wasm";
                const start = (wasi) => wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
                export default { fetch() { return new Response(String((() => { {{body}} })())); } };
                """)),
            new("cat.wasm", WorkerModuleKind.Wasm, s_cat),
        ]),
        Limits = ExecutionLimits.Default,
        CompatibilityFlags = ["nodejs_compat"],
    });

    /// <summary>The functions of the interface themselves, with a memory.</summary>
    private static TestWorker Call(string body) => new(NodeWorker.Define($$"""
        import { WASI } from "node:wasi";
        export default { async fetch() {
          const memory = new WebAssembly.Memory({ initial: 2 }), view = new DataView(memory.buffer), library = new WASI({ version: "preview1" }), wasi = library.wasiImport;
          library.initialize({ exports: { memory } });
          return Response.json(await (async () => { {{body}} })());
        } };
        """));
}
