using System.Collections.Concurrent;
using System.Text;
using PureEdge.Engine.Scripts;
using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;
using PureEdge.Wasm;

namespace PureEdge.Engine.Tests.WebApi.WebAssembly;

/// <summary>Modules of WebAssembly in workers, and the limits that hold for both.</summary>
public sealed class WasmWorkerTests
{
    // (memory (export "mem") 1) (func (export "add") (param i32 i32) (result i32) ...) (func (export "loop") loop br 0 end)
    // (func (export "deep") call 2) (func (export "eat") loop i32.const 16 memory.grow drop br 0 end)
    private static readonly byte[] s_module =
    [
        .. "\0asm"u8, 1, 0, 0, 0, 1, 10, 2, 0x60, 2, 0x7F, 0x7F, 1, 0x7F, 0x60, 0, 0, 3, 5, 4, 0, 1, 1, 1, 5, 3, 1, 0, 1,
        7, 33, 5, 3, .. "mem"u8, 2, 0, 3, .. "add"u8, 0, 0, 4, .. "loop"u8, 0, 1, 4, .. "deep"u8, 0, 2, 3, .. "eat"u8, 0, 3,
        10, 35, 4, 7, 0, 0x20, 0, 0x20, 1, 0x6A, 0x0B, 7, 0, 0x03, 0x40, 0x0C, 0, 0x0B, 0x0B, 4, 0, 0x10, 2, 0x0B,
        12, 0, 0x03, 0x40, 0x41, 16, 0x40, 0, 0x1A, 0x0C, 0, 0x0B, 0x0B,
    ];

    private static readonly string Main = $$"""
        import module from "./x.wasm";
        const bytes = new Uint8Array([{{string.Join(',', s_module)}}]);
        const { exports } = new WebAssembly.Instance(module);
        export default {
          fetch(request) {
            switch (new URL(request.url).pathname) {
              case "/loop": console.log("begun"); exports.loop(); break;
              case "/calls": for (;;) exports.add(1, 2);
              case "/made": return new Response(String(new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.add(3, 4)));
              case "/work": {
                const { exports } = new WebAssembly.Instance(module);
                let sum = 0;
                for (let i = 0; i < 3_000; i++) sum = exports.add(sum, i);
                for (let i = 0; i < 20; i++) sum += exports.mem.grow(1);
                try { exports.add(Symbol()); } catch { sum++; }
                return new Response(String(sum + new Uint8Array(exports.mem.buffer, 1 << 16, 9)[8]));
              }
              case "/eat": exports.eat(); break;
              case "/deep": try { exports.deep(); } catch (e) { return new Response(e.name); }
              case "/compile": try { new WebAssembly.Module(new Uint8Array(8)); } catch (e) { return new Response(e.name); }
            }
            return new Response(String(exports.add(2, 3)));
          },
        };
        """;

    [Fact]
    public async Task A_module_of_the_bundle_is_imported_as_a_WebAssembly_Module()
    {
        using var test = new TestWorker(Define(ExecutionLimits.Default));
        Assert.Equal("5", await test.TextAsync("/"));
        Assert.Equal("RangeError", await test.TextAsync("/deep"));
        Assert.Equal("CompileError", await test.TextAsync("/compile"));
        Assert.Equal("5", await test.TextAsync("/"));
    }

    [Fact]
    public async Task An_endless_loop_ends_with_the_fuel_of_the_request()
    {
        using var test = new TestWorker(Define(ExecutionLimits.Default with { CpuMilliseconds = 20 }));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync("/loop")).Outcome);
        Assert.Equal("5", await test.TextAsync("/"));
    }

    [Fact]
    public async Task Calls_without_end_from_a_script_end_with_the_fuel_of_the_request()
    {
        using var test = new TestWorker(Define(ExecutionLimits.Default with { CpuMilliseconds = 20 }));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync("/calls")).Outcome);
        Assert.Equal("5", await test.TextAsync("/"));
    }

    [Fact]
    public async Task An_endless_loop_ends_with_the_time_of_its_turn()
    {
        using var test = new TestWorker(Define(ExecutionLimits.Default with { CpuMilliseconds = 300_000, TurnMilliseconds = 50 }));
        Assert.Equal(WorkerOutcome.ExceededWall, (await test.FailureAsync("/loop")).Outcome);
        Assert.Equal("5", await test.TextAsync("/"));
    }

    [Fact]
    public async Task An_endless_loop_delays_a_neighbour_by_slices_only()
    {
        // One slot, as for scripts (LimitTests): those who ask while it runs are answered before its budget is used up.
        using var test = new TestWorker(Define(ExecutionLimits.Default with { CpuMilliseconds = 1_000, TurnMilliseconds = 60_000 }));
        var neighbour = test.Runtime.Load(TestWorker.Define("export default { fetch() { return new Response('ok'); } }", name: "neighbour"));
        var request = new WorkerRequest { Method = "GET", Url = "http://a.example/" };
        await AskAsync();
        var ended = new ConcurrentQueue<string>();
        test.Completed = ended.Enqueue;
        var answers = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        test.Logged = _ => answers.SetResult(Task.WhenAll(Enumerable.Range(0, 20).Select(_ => AskAsync())));
        Assert.Equal(WorkerOutcome.ExceededCpu, (await Task.Run(() => test.FetchToEndAsync("/loop"))).Failure?.Outcome);
        await await answers.Task;
        Assert.Equal(string.Concat(Enumerable.Repeat("neighbour ", 20)) + "test", string.Join(' ', ended));

        async Task AskAsync() => await TestWorker.ToEndAsync(await neighbour.FetchAsync(request));
    }

    [Fact]
    public async Task The_same_request_costs_the_same_in_fifty_fresh_isolates_and_whatever_is_compiled_already()
    {
        var fuel = new HashSet<(string, long)>();
        for (var i = 0; i < 50; i++)
        {
            using var test = new TestWorker(Define(ExecutionLimits.Default) with { Isolation = IsolationMode.Request, AllowsEval = true });
            foreach (var path in new[] { "/made", "/work", "/made", "/" })
            {
                var result = await test.FetchAsync(path);
                Assert.Null(result.Failure);
                await TestWorker.TextOf(result);
                await result.Completed;
                fuel.Add((path, result.Usage.Fuel));
            }

            if (i % 10 == 0)
            {
                // What was compiled is forgotten now and then.
                GC.Collect();
            }
        }

        Assert.Equal(3, fuel.Count);
    }

    [Fact]
    public async Task Memory_that_grows_without_end_ends_with_a_limit()
    {
        using var test = new TestWorker(Define(ExecutionLimits.Default));
        var failure = await test.FailureAsync("/eat");
        Assert.True(failure.Outcome is WorkerOutcome.ExceededMemory or WorkerOutcome.ExceededCpu, failure.Message);
    }

    [Fact]
    public void A_broken_module_is_refused_when_the_worker_is_loaded()
    {
        var refused = Assert.Throws<WorkerLoadException>(() => new TestWorker(Define(ExecutionLimits.Default, s_module[..^1])));
        Assert.Contains("'x.wasm'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_module_may_take_to_compile_grows_with_its_length()
    {
        // 300 KB in two functions of nops: far more than 10 ms.
        byte[] body = [0, .. Enumerable.Repeat((byte)0x01, 300_000 / 2), 0x0B];
        byte[] code = [2, .. Leb(body.Length), .. body, .. Leb(body.Length), .. body];
        byte[] large = [.. "\0asm"u8, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 3, 2, 0, 0, 10, .. Leb(code.Length), .. code];
        using var test = new TestWorker(Define(ExecutionLimits.Default with { StartupCpuMilliseconds = 10 }) with
        {
            Bundle = new([new("worker.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(Main)), new("x.wasm", WorkerModuleKind.Wasm, s_module), new("y.wasm", WorkerModuleKind.Wasm, large)]),
        });
        Assert.Equal("5", await test.TextAsync("/"));
    }

    [Fact]
    public async Task A_request_that_compiles_pays_for_the_machine_code_too_whether_it_is_made_or_not()
    {
        // 100 KB: 40 ms to make IL of, and 100 ms more when .NET makes machine code of it at the first call.
        byte[] body = [0, .. Enumerable.Repeat<byte[]>([0x41, 1, 0x1A], 33_000).SelectMany(static drop => drop), 0x0B];
        byte[] module = [.. "\0asm"u8, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 10, .. Leb(body.Length + 4), 1, .. Leb(body.Length), .. body];
        using var test = new TestWorker(new WorkerDefinition
        {
            Name = "test",
            AllowsEval = true,
            Limits = ExecutionLimits.Default with { CpuMilliseconds = 60 },
            Bundle = new(
            [
                new("worker.js", WorkerModuleKind.EsModule, "import bytes from './x.bin'; export default { fetch() { return new Response(String(new WebAssembly.Module(bytes))); } };"u8.ToArray()),
                new("x.bin", WorkerModuleKind.Data, module),
            ]),
        });
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync()).Outcome);
    }

    [Fact]
    public async Task A_version_that_is_loaded_has_no_slot_and_others_are_answered_meanwhile()
    {
        using var cache = new HeldCache(1);
        using var test = new TestWorker("export default { fetch() { return new Response('ok'); } }", options: new() { Slots = 1, WasmCodeCache = cache });
        var loading = Task.Run(() => test.Runtime.Load(Large(0, 40_000)));
        await cache.AreInside;

        // By the only slot.
        Assert.Equal("ok", await test.TextAsync());
        Assert.False(loading.IsCompleted);
        cache.LetGo();
        await loading;
    }

    [Fact]
    public async Task Large_modules_wait_for_each_other_so_that_compiling_leaves_processors_and_memory()
    {
        using var cache = new HeldCache(PreparedBundle.MostLargeModules);
        using var runtime = new WorkerRuntime(new() { Slots = 1, WasmCodeCache = cache });
        var loading = Enumerable.Range(0, (2 * PreparedBundle.MostLargeModules) + 1).Select(i => Task.Run(() => runtime.Load(Large(i, 1 << 20)))).ToArray();
        await cache.AreInside;

        // What is smaller goes on.
        runtime.Load(Define(ExecutionLimits.Default));
        cache.LetGo();
        await Task.WhenAll(loading);
        Assert.Equal(PreparedBundle.MostLargeModules, cache.Most);
    }

    private static byte[] Leb(int value) => [(byte)(value | 0x80), (byte)((value >> 7) | 0x80), (byte)(value >> 14)];

    /// <summary>A worker with a module of so many bytes that no other test has.</summary>
    private static WorkerDefinition Large(int number, int bytes)
    {
        byte[] padding = [1, (byte)'n', .. BitConverter.GetBytes(number), .. new byte[bytes]];
        return Define(ExecutionLimits.Default, [.. s_module, 0, .. Leb(padding.Length), .. padding]);
    }

    private static WorkerDefinition Define(ExecutionLimits limits, byte[]? module = null) => new()
    {
        Name = "test",
        Bundle = new([new("worker.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(Main)), new("x.wasm", WorkerModuleKind.Wasm, module ?? s_module)]),
        Limits = limits,
    };

    /// <summary>Keeps nothing, and holds whoever asks: until so many have come, and it is told to let them go.</summary>
    private sealed class HeldCache(int count) : IWasmCodeCache, IDisposable
    {
        private readonly TaskCompletionSource _areInside = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _gate = new();
        private readonly Lock _lock = new();
        private int _inside;

        public Task AreInside => _areInside.Task;

        /// <summary>How many there were at once.</summary>
        public int Most { get; private set; }

        public void LetGo() => _gate.Set();

        public void Dispose() => _gate.Dispose();

        public ReadOnlyMemory<byte>? Find(string key)
        {
            lock (_lock)
            {
                Most = Math.Max(Most, ++_inside);
                if (_inside == count)
                {
                    _areInside.TrySetResult();
                }
            }

            _gate.Wait();
            lock (_lock)
            {
                _inside--;
            }

            return null;
        }

        public void Keep(string key, ReadOnlyMemory<byte> code)
        {
        }
    }
}
