using System.Net;
using System.Text.Json;
using PureEdge.Conformance.Tests.Programs;
using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Surface;

/// <summary>Runs <c>probe.mjs</c>, which describes each property that a script can reach, by its path.</summary>
internal static class SurfaceProbe
{
    /// <summary>Where the probe and the tables are.</summary>
    public static string Folder { get; } = ProgramCatalog.Metadata("SurfaceFolder")!;

    private static string File => Path.Combine(Folder, "probe.mjs");

    public static async Task<SortedDictionary<string, string>> InWorkerdAsync(string workerd, string folder)
    {
        await using WorkerdProcess process = await WorkerdProcess.StartAsync(workerd, new Dictionary<string, string>(StringComparer.Ordinal) { ["probe"] = File }, folder);
        using HttpClient client = new();
        using HttpResponseMessage response = await client.GetAsync(process.AddressOf("probe"));
        string body = await response.Content.ReadAsStringAsync();
        return response.StatusCode == HttpStatusCode.OK ? Parse(body) : throw new InvalidOperationException($"The probe failed in workerd: {body}\n{process.Log}");
    }

    public static async Task<SortedDictionary<string, string>> InPureEdgeAsync()
    {
        using WorkerRuntime runtime = new();
        Worker worker = runtime.Load(new()
        {
            Name = "probe",
            Bundle = WorkerBundle.FromSource(await System.IO.File.ReadAllTextAsync(File)),
            Limits = Limits.ExecutionLimits.Default with { CpuMilliseconds = 60_000, TurnMilliseconds = 60_000 },
        });
        FetchResult result = await worker.FetchAsync(new() { Method = "GET", Url = "http://probe.example/" });
        if (result.Response is not { } response)
        {
            throw new InvalidOperationException($"The probe failed: {result.Failure!.Message}\n{result.Failure.Stack}");
        }

        if (response.Body is not { } body)
        {
            return Parse(System.Text.Encoding.UTF8.GetString(response.Bytes.Span));
        }

        await using (body)
        {
            using StreamReader reader = new(body);
            return Parse(await reader.ReadToEndAsync());
        }
    }

    private static SortedDictionary<string, string> Parse(string json) => new(JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, StringComparer.Ordinal);
}
