using System.Text.RegularExpressions;
using PureEdge.Engine.Isolates;
using PureEdge.Engine.Tests.Events;
using PureEdge.Engine.Tests.WebApi.Fetch;
using PureEdge.Limits;
using PureEdge.Limits.Memory;
using PureEdge.Tests.Shared;

namespace PureEdge.Engine.Tests.Realm;

/// <summary>
/// The CLR types in the object graph of an isolate that keeps one of everything. <c>clr-types.txt</c> is the reviewed list: what is
/// followed is the tenant's own; what the walk stops at belongs to the host or the process, each with the reason why it is there.
/// </summary>
public partial class ClrTypesTests
{
    private static readonly string[] TenantAssemblies = ["PureEdge.Jint", "PureEdge.Acornima", "PureEdge.Engine", "PureEdge.Metering"];

    [Fact]
    public async Task An_isolate_leads_to_the_types_of_the_reviewed_list_and_no_others()
    {
        var census = await TakeCensus();
        string[] found =
        [
            .. census.Followed.Where(static t => !t.IsArray).Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
            .. census.Boundaries.Select(t => "stop " + NameOf(t)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        if (Environment.GetEnvironmentVariable("PUREEDGE_CLR_TYPES") is { Length: > 0 } file)
        {
            await File.WriteAllLinesAsync(file, found);
        }

        var reviewed = (await Reviewed()).Select(static line => line.Split("  #")[0]);
        var added = found.Except(reviewed, StringComparer.Ordinal).ToArray();
        Assert.True(
            added.Length == 0,
            $"A tenant's graph has types that nobody has reviewed. Add each to Realm/clr-types.txt, with a reason where the walk stops:\n{string.Join('\n', added)}");
    }

    [Fact]
    public async Task Only_the_interpreter_the_web_platform_and_plain_data_are_followed()
    {
        var census = await TakeCensus();
        // Elements of arrays included, whether there are any or not.
        var foreign = census.Followed.Where(static type =>
        {
            var element = type;
            while (element.HasElementType)
            {
                element = element.GetElementType()!;
            }

            var assembly = element.Assembly.GetName().Name!;
            return element.Namespace is { } name && name.StartsWith("System.Reflection", StringComparison.Ordinal)
                || (!TenantAssemblies.Contains(assembly, StringComparer.Ordinal) && !assembly.StartsWith("System.", StringComparison.Ordinal));
        });
        Assert.Empty(foreign);
    }

    [Fact]
    public async Task Each_type_at_which_the_walk_stops_has_a_reason() =>
        Assert.DoesNotContain(await Reviewed(), static line => line.StartsWith("stop ", StringComparison.Ordinal) && !line.Contains("  # ", StringComparison.Ordinal));

    private static async Task<string[]> Reviewed() =>
        await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "Realm", "clr-types.txt"));

    private static async Task<TypeCensus> TakeCensus()
    {
        var outbound = new FakeOutbound((request, _) => request.Url switch
        {
            "http://a.example/answered" => Task.FromResult(new WorkerResponse { Status = 200, Body = new SlowStream("slow answer"u8.ToArray()) }),
            "http://a.example/text" => Task.FromResult(new WorkerResponse { Status = 200, Bytes = "text"u8.ToArray() }),
            "http://a.example/json" => Task.FromResult(new WorkerResponse { Status = 200, Bytes = "{}"u8.ToArray() }),
            "http://a.example/socket" => Task.FromResult(new WorkerResponse { Status = 101, WebSocket = SocketPair.Create().Server }),
            "http://a.example/never" => new TaskCompletionSource<WorkerResponse>().Task,
            _ => Task.FromException<WorkerResponse>(new HostErrorException(HostErrorKind.TypeError, "fetch failed")),
        });
        using var test = new TestWorker(
            TestWorker.Define(
                await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Realm", "keep-everything.js")),
                ExecutionLimits.Default with { CpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30, RetainedBytes = 1L << 30 }) with { CompatibilityFlags = ["nodejs_compat"] },
            new() { Outbound = outbound });
        Assert.Equal("kept", await test.TextAsync("/", "POST", "a body"));
        var isolate = Assert.Single(test.Worker.Isolates);
        Assert.True(SpinWait.SpinUntil(() => !isolate.IsActive, TimeSpan.FromSeconds(30)));
        var census = new TypeCensus();
        Assert.True(Isolate.Memory.Measure(isolate, long.MaxValue, null, null, census).IsComplete);
        Assert.True(census.Followed.Count > 200);
        return census;
    }

    // Without what compilers number, and without the arguments of generic types.
    private static string NameOf(Type type)
    {
        while (type.HasElementType)
        {
            type = type.GetElementType()!;
        }

        if (type.Namespace == "Acornima.Ast")
        {
            return "Acornima.Ast.*";
        }

        var name = (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!;
        return CompilerGenerated().Replace(name, "+(closure)");
    }

    [GeneratedRegex(@"\+<.*$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CompilerGenerated();
}
