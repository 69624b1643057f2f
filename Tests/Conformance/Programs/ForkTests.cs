using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.Conformance.Tests.Programs;

/// <summary>
/// Isolates that are copied from an image of a real program answer as isolates that ran its top level, for the same fuel: each request in
/// an isolate of its own, in both orders, and again when the image has been used.
/// </summary>
[Collection(ProgramsCollection.Name)]
public sealed class ForkTests(ProgramsFixture fixture)
{
    // What their top level does that a copy would not repeat: these run it in every isolate.
    private static readonly Dictionary<string, string> Refused = new(StringComparer.Ordinal) { ["lodash-es"] = "reads the time" };

    public static TheoryData<string> Programs => [.. ProgramCatalog.NamesWithRequests, .. ProgramCatalog.NodeNames];

    [SkippableTheory, MemberData(nameof(Programs))]
    public async Task A_copied_isolate_answers_as_one_that_ran_the_top_level(string program)
    {
        fixture.RequireTools();
        Observer observer = new();
        using WorkerRuntime runtime = new(new() { Slots = 1, Observer = observer });
        using WorkerRuntime without = new(new() { Slots = 1, Observer = observer, ImageBytes = 0 });
        string source = await File.ReadAllTextAsync(fixture.BundleOf(program));
        bool isNode = ProgramCatalog.NodeNames.Contains(program, StringComparer.Ordinal);
        WorkerDefinition definition = new()
        {
            Name = program,
            Bundle = WorkerBundle.FromSource(source),
            Isolation = IsolationMode.Request,
            Limits = ExecutionLimits.Default with { CpuMilliseconds = 5_000, TurnMilliseconds = 60_000 },
            CompatibilityFlags = isNode ? ["nodejs_compat"] : [],
        };
        Worker copied = runtime.Load(definition), fresh = without.Load(definition);
        ForkReport report = await copied.PrepareForksAsync();
        if (report.Refusal is { } refusal)
        {
            Assert.True(refusal.Contains("so short", StringComparison.Ordinal) || (Refused.TryGetValue(program, out string? reason) && refusal.Contains(reason, StringComparison.Ordinal)), refusal);
            return;
        }

        Assert.False(Refused.ContainsKey(program), "It has an image: remove it from the list.");
        ProgramRequest[] requests = [.. ProgramCatalog.RequestsOf(program)];
        List<string> problems = [];
        foreach (ProgramRequest request in requests.Concat(requests.Reverse()).Concat(requests))
        {
            // One that fails, as those do whose subrequests have nowhere to go here, must fail alike.
            (ProgramAnswer? wanted, string failure, long fuel) = await AskAsync(fresh, request);
            (ProgramAnswer? answer, string failed, long cost) = await AskAsync(copied, request);
            if (failure != failed)
            {
                problems.Add($"{request}: '{failure}' in a fresh isolate, '{failed}' in a copied one");
            }

            if (wanted is not null && answer is not null)
            {
                problems.AddRange(AnswerComparison.Differences(wanted, answer).Select(x => $"{request}: {x}"));
            }

            if (fuel != cost)
            {
                problems.Add($"{request}: {fuel} fuel in a fresh isolate, {cost} in a copied one");
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.Null(copied.Forks.Refusal);
        Assert.Empty(observer.Faults);

        async Task<(ProgramAnswer? Answer, string Failure, long Fuel)> AskAsync(Worker worker, ProgramRequest request)
        {
            observer.Completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
            FetchResult result = await worker.FetchAsync(NodeProgramTests.ToHost(program, request));
            ProgramAnswer? answer = result.Response is null ? null : await NodeProgramTests.AnswerAsync(result.Response);
            return (answer, result.Failure?.Message ?? "", await observer.Completed.Task);
        }
    }

    private sealed class Observer : IWorkerObserver
    {
        public TaskCompletionSource<long> Completed { get; set; } = new();

        public List<Exception> Faults { get; } = [];

        public void OnLog(WorkerLogEntry entry)
        {
        }

        public void OnCompleted(string worker, WorkerFailure? failure, UsageReport usage) => Completed.TrySetResult(usage.Fuel);

        public void OnThreadLost(string worker, int lostThreads)
        {
        }

        public void OnFault(string worker, Exception exception) => Faults.Add(exception);
    }
}
