using System.Text;
using PureEdge.Engine;
using PureEdge.Limits;

const string Source = """
    export default {
      fetch(request, env) {
        if (new URL(request.url).pathname === "/endless") for (;;) {}
        return new Response(`${env.GREETING} from ${request.url}`);
      },
    };
    """;

using var runtime = new WorkerRuntime();
var worker = runtime.Load(new WorkerDefinition
{
    Name = "hello",
    Bundle = WorkerBundle.FromSource(Source),
    Limits = ExecutionLimits.Default with { CpuMilliseconds = 10 },
    Variables = new Dictionary<string, System.Text.Json.JsonElement>(StringComparer.Ordinal)
    {
        ["GREETING"] = System.Text.Json.JsonSerializer.SerializeToElement("Hello"),
    },
});

foreach (var path in new[] { "/world", "/endless" })
{
    var result = await worker.FetchAsync(new WorkerRequest { Method = "GET", Url = $"http://example.com{path}" });
    if (result.Failure is { } failure)
    {
        Console.WriteLine($"{failure.Outcome.ToWireName()}: {failure.Message} ({failure.Location})");
        continue;
    }

    await using var body = result.Response!.Body;
    var text = body is null ? Encoding.UTF8.GetString(result.Response.Bytes.Span) : await new StreamReader(body).ReadToEndAsync();
    Console.WriteLine($"{result.Response.Status}: {text} ({result.Usage.Fuel} fuel)");
}
