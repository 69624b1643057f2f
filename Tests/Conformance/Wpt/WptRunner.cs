using System.Text;
using System.Text.Json;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.Conformance.Tests.Wpt;

/// <summary>Runs test files, each in an isolate of its own, through the door that every worker has.</summary>
internal sealed class WptRunner : IDisposable
{
    private static readonly TimeSpan NormalTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongTimeout = TimeSpan.FromSeconds(60);
    private static readonly string[] HarnessStatus = ["OK", "ERROR", "TIMEOUT", "PRECONDITION_FAILED"];

    // Tests are not what the limits are for: all that there is.
    private static readonly ExecutionLimits Limits = ExecutionLimits.Default with
    {
        CpuMilliseconds = 300_000, TurnMilliseconds = 300_000, AllocationBytes = 16L << 30, RetainedBytes = 4L << 30, PendingOperations = 100_000,
        Subrequests = 10_000, SubrequestsAtOnce = 100, LogLines = 0,
    };

    private readonly string _folder;
    private readonly byte[] _shim;
    private readonly byte[] _harness;
    private readonly WorkerRuntime _runtime;

    /// <param name="harness">testharness.js.</param>
    /// <param name="folder">Where tests, their scripts and their data are.</param>
    public WptRunner(string harness, string folder)
    {
        _folder = folder;
        _shim = File.ReadAllBytes(Path.Combine(WptCatalog.Folder, "shim.mjs"));
        _harness = File.ReadAllBytes(harness);
        _runtime = new WorkerRuntime(new() { Outbound = new WptFiles(folder) });
    }

    /// <summary>Runs tests, several at once.</summary>
    /// <returns>Their results in the order of the tests.</returns>
    public async Task<IReadOnlyList<WptResult>> RunAsync(IReadOnlyList<WptTest> tests)
    {
        WptResult[] results = new WptResult[tests.Count];
        // Most of them wait for timers; the runtime itself has only so many turns at once.
        ParallelOptions options = new() { MaxDegreeOfParallelism = Environment.ProcessorCount * 4 };
        await Parallel.ForAsync(0, tests.Count, options, async (i, _) => results[i] = await RunAsync(tests[i]));
        return results;
    }

    /// <summary>Runs one test.</summary>
    public async Task<WptResult> RunAsync(WptTest test, TimeSpan? timeout = null)
    {
        TimeSpan patience = timeout ?? (test.IsLong ? LongTimeout : NormalTimeout);
        if (test.Scripts.Prepend(test.Path).FirstOrDefault(x => !File.Exists(PathOf(_folder, x))) is { } missing)
        {
            return new(test, [new(WptResult.Harness, false, $"There is no script \"{missing}\".")]);
        }

        byte[] config = JsonSerializer.SerializeToUtf8Bytes(new { url = test.Url, title = test.Title, timeoutMilliseconds = patience.TotalMilliseconds });
        WorkerBundle bundle = new(
        [
            new("shim.mjs", WorkerModuleKind.EsModule, _shim),
            new("testharness.js.txt", WorkerModuleKind.Text, _harness),
            new("test.js.txt", WorkerModuleKind.Text, Encoding.UTF8.GetBytes(ScriptOf(test))),
            new("config.json", WorkerModuleKind.Json, config),
        ]);
        Worker worker = _runtime.Load(new() { Name = "wpt", Bundle = bundle, Limits = Limits, AllowsEval = true, Isolation = IsolationMode.Request });
        FetchResult result = await worker.FetchAsync(new() { Method = "GET", Url = test.Url });
        if (result.Failure is { } failure)
        {
            return new(test, [new(WptResult.Harness, false, $"{failure.Outcome}: {failure.Message}")]);
        }

        WorkerResponse response = result.Response!;
        using MemoryStream copied = new();
        if (response.Body is { } body)
        {
            await using (body)
            {
                await body.CopyToAsync(copied);
            }
        }

        return new(test, Subtests(copied.Length > 0 ? copied.ToArray() : response.Bytes));
    }

    public void Dispose() => _runtime.Dispose();

    private static List<WptSubtest> Subtests(ReadOnlyMemory<byte> json)
    {
        using JsonDocument report = JsonDocument.Parse(json);
        List<WptSubtest> subtests = [];
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (JsonElement subtest in report.RootElement.GetProperty("subtests").EnumerateArray())
        {
            string name = subtest.GetProperty("name").GetString()!;
            int times = seen[name] = seen.GetValueOrDefault(name) + 1;
            subtests.Add(new(times == 1 ? name : $"{name} ({times})", subtest.GetProperty("status").GetInt32() == 0, subtest.GetProperty("message").GetString()));
        }

        int status = report.RootElement.GetProperty("status").GetInt32();
        if (status != 0)
        {
            subtests.Add(new(WptResult.Harness, false, $"{HarnessStatus[status]}: {report.RootElement.GetProperty("message").GetString()}"));
        }
        else if (subtests.Count == 0)
        {
            subtests.Add(new(WptResult.Harness, false, "The file has no subtest."));
        }

        return subtests;
    }

    // All scripts as one, since evaluated scripts do not share what they declare with let and const. Strict if the test itself is; then
    // the functions of the scripts are not global, and idlharness.js looks for one of its own there.
    private string ScriptOf(WptTest test)
    {
        string own = Read(test.Path);
        bool isStrict = own.Split('\n').Select(x => x.Trim())
            .SkipWhile(x => x.Length == 0 || x.StartsWith("//", StringComparison.Ordinal))
            .FirstOrDefault() is { } first && (first.StartsWith("'use strict'", StringComparison.Ordinal) || first.StartsWith("\"use strict\"", StringComparison.Ordinal));
        return (isStrict ? "'use strict';" : ";") + string.Join("\n;", test.Scripts.Select(Read))
            + (isStrict && test.Scripts.Contains("resources/idlharness.js", StringComparer.Ordinal) ? "\n;globalThis.fetch_spec = fetch_spec" : "") + "\n;" + own;
    }

    /// <summary>The file of a path, which for a few is another than its name says: the wpt server has these rules.</summary>
    public static string PathOf(string folder, string path) =>
        Path.GetFullPath(Path.Combine(folder, path == "resources/WebIDLParser.js" ? "resources/webidl2/lib/webidl2.js" : path));

    private string Read(string path)
    {
        string text = File.ReadAllText(PathOf(_folder, path));
        return path.EndsWith(".sub.js", StringComparison.Ordinal) ? WptFiles.Substitute(text) : text;
    }
}
