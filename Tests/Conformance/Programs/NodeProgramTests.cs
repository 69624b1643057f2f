using System.Text;
using PureEdge.Engine;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>Programs that use modules of Node.js: the same bundle, the same requests, in workerd and in an isolate of this process.</summary>
[Collection(ProgramsCollection.Name)]
public sealed class NodeProgramTests(ProgramsFixture fixture)
{
    public static TheoryData<string> Programs => [.. ProgramCatalog.NodeNames];

    [SkippableTheory, MemberData(nameof(Programs))]
    public async Task A_program_with_modules_of_Node_answers_as_it_does_in_workerd(string program)
    {
        fixture.RequireTools();
        using WorkerRuntime runtime = new();
        Worker worker = runtime.Load(new()
        {
            Name = program,
            Bundle = WorkerBundle.FromSource(await File.ReadAllTextAsync(fixture.BundleOf(program))),
            CompatibilityFlags = ["nodejs_compat"],
        });
        List<string> problems = [];
        foreach (ProgramRequest request in ProgramCatalog.RequestsOf(program))
        {
            ProgramAnswer wanted = await ProgramAnswer.AskAsync(fixture.ReferenceOf(program), program, request);
            string body = Encoding.UTF8.GetString(wanted.Body);
            Assert.True(wanted.Status < 500, $"{program}: {request} gave {wanted.Status} in workerd: {body}");
            FetchResult result = await worker.FetchAsync(ToHost(program, request));
            problems.AddRange(result.Failure is { } failure
                ? [$"{request}: {failure.Outcome}: {failure.Message}\n{failure.Stack}"]
                : AnswerComparison.Differences(wanted, await AnswerAsync(result.Response!)).Select(x => $"{request}: {x}"));
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Fact]
    public void Every_program_with_modules_of_Node_has_at_least_three_requests() =>
        Assert.All(ProgramCatalog.NodeNames, x => Assert.True(ProgramCatalog.RequestsOf(x).Count >= 3, x));

    internal static WorkerRequest ToHost(string program, ProgramRequest request)
    {
        byte[]? body = request.Body is null ? null : Encoding.UTF8.GetBytes(request.Body);
        WorkerRequest host = new()
        {
            Method = request.Method,
            Url = $"http://{program}.example{request.Path}",
            Body = body is null ? null : new MemoryStream(body),
            ContentLength = body?.Length,
        };
        foreach ((string name, string value) in request.Headers ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            host.Headers.Append(name, value);
        }

        return host;
    }

    internal static async Task<ProgramAnswer> AnswerAsync(WorkerResponse response)
    {
        using MemoryStream bytes = new();
        if (response.Body is { } body)
        {
            await using (body)
            {
                await body.CopyToAsync(bytes);
            }
        }
        else
        {
            bytes.Write(response.Bytes.Span);
        }

        return ProgramAnswer.Of(response.Status, Enumerable.Range(0, response.Headers.Count).Select(i => response.Headers[i]), bytes.ToArray());
    }
}
