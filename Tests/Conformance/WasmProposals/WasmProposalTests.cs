using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureEdge.Conformance.Tests.Programs;
using PureEdge.Conformance.Tests.Wpt;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.Conformance.Tests.WasmProposals;

/// <summary>
/// The scripts of WebAssembly's official suite for exceptions and tail calls. Their modules are text, which the assembler of npm's wabt
/// makes bytes of; they run through the JavaScript API, in an isolate.
/// </summary>
[Collection(ProgramsCollection.Name)]
public sealed class WasmProposalTests(ProgramsFixture fixture)
{
    private static readonly string[] Scripts = ["throw", "throw_ref", "tag", "return_call", "return_call_indirect"];

    private static readonly string Folder = Path.Combine(ProgramCatalog.Metadata("Artifacts")!, "wpt", "wasm", "tests", "wasm", "spec", "spec");

    [SkippableFact]
    public async Task Every_assertion_of_the_scripts_for_exceptions_and_tail_calls_holds_compiled_and_interpreted()
    {
        fixture.RequireTools();
        bool mayMiss = !ProgramsFixture.IsBuildServer(Environment.GetEnvironmentVariable("CI")) || Environment.GetEnvironmentVariable("PUREEDGE_NO_WASM_SUITE") == "1";
        Assert.True(Directory.Exists(Folder) || mayMiss, "The suite is missing: run Tests/Conformance/Wpt/fetch-wpt --wasm.");
        Skip.If(!Directory.Exists(Folder), "The suite is missing: Tests/Conformance/Wpt/fetch-wpt --wasm brings it.");

        string own = Path.Combine(WptCatalog.Folder, "..", "WasmProposals");
        string assembled = (await ToolProcess.RunAsync(
            "node", [Path.Combine(own, "assemble.mjs"), ProgramCatalog.Folder, .. Scripts.Select(x => Path.Combine(Folder, x + ".wast.js"))], own, TimeSpan.FromMinutes(1)))!;
        using JsonDocument lists = JsonDocument.Parse(assembled);
        using WorkerRuntime runtime = new();
        byte[] harness = await File.ReadAllBytesAsync(Path.Combine(own, "harness.mjs"));
        List<string> failures = [];
        List<byte[]> answers = [];
        foreach ((string script, JsonElement commands) in Scripts.Zip(lists.RootElement.EnumerateArray()))
        {
            WorkerBundle bundle = new(
            [
                new("harness.mjs", WorkerModuleKind.EsModule, harness),
                new("commands.json", WorkerModuleKind.Json, JsonSerializer.SerializeToUtf8Bytes(commands)),
            ]);
            Worker worker = runtime.Load(new() { Name = script, Bundle = bundle, AllowsEval = true, Limits = ExecutionLimits.Default with { CpuMilliseconds = 10_000, TurnMilliseconds = 20_000 } });
            FetchResult result = await worker.FetchAsync(new() { Method = "GET", Url = "http://a.example/" });
            Assert.True(result.Failure is null, $"{script}: {result.Failure?.Message}");
            ProgramAnswer answer = await NodeProgramTests.AnswerAsync(result.Response!);
            using JsonDocument report = JsonDocument.Parse(answer.Body);
            Assert.True(report.RootElement.GetProperty("passed").GetInt32() > 0, script);
            answers.Add(answer.Body);
            failures.AddRange(report.RootElement.GetProperty("failures").EnumerateArray().Select(x => $"{script}: {x.GetString()}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        await InterpretAsync(lists, Encoding.UTF8.GetString(harness), answers);
    }

    // In a process where no code may be made at run time: the same answers, of which it prints a hash.
    private async Task InterpretAsync(JsonDocument lists, string harness, List<byte[]> answers)
    {
        string folder = Directory.CreateDirectory(Path.Combine(fixture.Folder, "proposals")).FullName;
        string requests = Path.Combine(folder, "requests.json");
        await File.WriteAllTextAsync(requests, """[{ "method": "GET", "path": "/" }]""");
        const string Import = "import commands from \"./commands.json\";";
        Assert.Contains(Import, harness, StringComparison.Ordinal);
        List<string> files = [];
        foreach ((string script, JsonElement commands) in Scripts.Zip(lists.RootElement.EnumerateArray()))
        {
            files.AddRange([Path.Combine(folder, script + ".mjs"), requests]);
            await File.WriteAllTextAsync(files[^2], harness.Replace(Import, $"const commands = {commands.GetRawText()};", StringComparison.Ordinal));
        }

        string printed = (await ToolProcess.RunAsync(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [ProgramCatalog.Metadata("FuelProbe")!, "interpreted-eval", .. files], folder, TimeSpan.FromMinutes(5)))!;
        string[] lines = [.. printed.Split('\n').Where(x => x.Contains(" 0 GET /\t1\t", StringComparison.Ordinal))];
        Assert.Equal(Scripts.Length, lines.Length);
        foreach ((string line, byte[] answer) in lines.Zip(answers))
        {
            Assert.Contains($"\t200 {Convert.ToHexStringLower(SHA256.HashData(answer))[..8]}", line, StringComparison.Ordinal);
        }
    }
}
