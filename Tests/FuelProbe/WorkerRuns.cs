using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureEdge.Engine;
using PureEdge.Limits;

namespace FuelProbe;

/// <summary>Runs workers in this process and prints what their top level and each of their requests cost, and a hash of the answer.</summary>
internal static class WorkerRuns
{
    // What a request costs may depend on chance too: SQLite's file is called by a random number, and Go's maps have an order of their own in each process.
    private const string SameChance = """
        {
          let state = 1;
          const next = () => (state = Math.imul(state, 48271) & 0x7FFFFFFF);
          Math.random = () => next() / 0x80000000;
          crypto.getRandomValues = array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength).fill(next()) && array;
        }

        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static async Task<int> RunAsync(string[] files, bool allowsEval)
    {
        using var runtime = new WorkerRuntime(new() { Time = new StoppedClock() });
        // The second pass finds everything compiled, and every script parsed.
        for (var pass = 1; pass <= 2; pass++)
        {
            foreach (var pair in files.Chunk(2))
            {
                await RunAsync(runtime, pair[0], pair[1], pass, allowsEval);
            }
        }

        return 0;
    }

    private static async Task RunAsync(WorkerRuntime runtime, string bundle, string requests, int pass, bool allowsEval)
    {
        var name = Path.GetFileNameWithoutExtension(bundle);
        var worker = runtime.Load(new WorkerDefinition
        {
            Name = name,
            Bundle = new(
            [
                new("worker.js", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(SameChance + await File.ReadAllTextAsync(bundle))),
                .. Directory.GetFiles(Path.GetDirectoryName(bundle)!, "*.wasm").Select(static file => new WorkerModule(Path.GetFileName(file), WorkerModuleKind.Wasm, File.ReadAllBytes(file))),
            ]),
            // What a library keeps between requests is its own affair: each finds a fresh isolate.
            Isolation = IsolationMode.Request,
            AllowsEval = allowsEval,
            Limits = new ExecutionLimits { CpuMilliseconds = 60_000, StartupCpuMilliseconds = 60_000, TurnMilliseconds = 600_000, AllocationBytes = 1L << 30 },
        });
        var start = await worker.StartAsync();
        Console.WriteLine($"{name} start\t{pass}\t{start.Usage.Fuel}\t");
        var list = JsonSerializer.Deserialize<List<Request>>(await File.ReadAllTextAsync(requests), Json)!;
        foreach (var (request, index) in list.Select((request, index) => (request, index)))
        {
            Console.WriteLine($"{name} {index} {request.Method} {request.Path}\t{pass}\t{await CostAsync(worker, name, request)}");
        }
    }

    private static async Task<string> CostAsync(Worker worker, string name, Request request)
    {
        var headers = new HeaderList();
        foreach (var (key, value) in request.Headers ?? [])
        {
            headers.Append(key, value);
        }

        var result = await worker.FetchAsync(new WorkerRequest
        {
            Method = request.Method,
            Url = $"http://{name}.example{request.Path}",
            Headers = headers,
            Body = request.Body is null ? null : new MemoryStream(Encoding.UTF8.GetBytes(request.Body)),
        });
        var answer = result.Response?.Bytes.ToArray() ?? [];
        if (result.Response is { Body: { } body })
        {
            await using (body)
            {
                using var whole = new MemoryStream();
                await body.CopyToAsync(whole);
                answer = whole.ToArray();
            }
        }

        var failure = await result.Completed ?? result.Failure;
        return $"{(failure is null ? $"{result.Usage.Fuel}" : $"{result.Usage.Fuel} {failure.Outcome}")}\t{result.Response?.Status} {Convert.ToHexStringLower(SHA256.HashData(answer))[..8]}";
    }

    /// <summary>What a request costs may depend on what a clock told it; timers run as ever.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }

    private sealed record Request(string Method, string Path, Dictionary<string, string>? Headers = null, string? Body = null);
}
