using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Verdicts;
using Xunit.Abstractions;

namespace PureEdge.Hostile.Tests;

/// <summary>Scripts that try to crash, hold or exhaust the server, run by a real one: what was promised to its other tenants holds.</summary>
public sealed class HostileTests(HostileFixture fixture, ITestOutputHelper output) : IClassFixture<HostileFixture>
{
    private const string NoTimes = "Times are judged by hand, on a quiet machine: PUREEDGE_HOSTILE_TIMES=judge.";

    public static TheoryData<string> Folders => [.. ScriptCatalog.Folders];

    [Theory, MemberData(nameof(Folders))]
    public void The_scripts_of_a_folder_break_no_promise(string folder)
    {
        string[] failures = [..
            from measurement in fixture.Result.Measurements
            where measurement.Attack.Script.Folder == folder
            group measurement by measurement.Attack.Script into script
            let failure = fixture.Expectations.Judge(script.Key, script, fixture.IsWhole)
            where failure is not null
            select failure];
        Assert.True(failures.Length == 0, string.Join("\n", failures));
    }

    [SkippableFact]
    public void The_neighbour_waits_hardly_longer_than_when_the_server_is_idle()
    {
        Skip.If(HostileFixture.IsExcerpt, "A p99 needs many requests.");
        Skip.IfNot(Promises.JudgesTimes, NoTimes);
        Latencies during = Latencies.All(Unexpected().Select(m => m.Requests));
        output.WriteLine($"idle {fixture.Result.Idle}\nattacked {during}");
        double most = Promises.MostNeighbourP99(fixture.Result.Idle.Quantile(0.99));
        Assert.True(during.Quantile(0.99) <= most, $"The neighbour's p99 is {during.Quantile(0.99):0.0} ms; at most {most:0.0} ms are allowed.");
        Assert.Equal(0, during.Failures);
    }

    [Fact]
    public void Memory_comes_back()
    {
        foreach (Session session in fixture.Result.Sessions.Where(s => s.IsTame && s.After is not null))
        {
            output.WriteLine($"{session.Attacks} attacks: resident {session.Before.Resident} -> {session.After!.Resident}, heap {session.Before.Heap} -> {session.After.Heap}, compiled {session.Before.Code} -> {session.After.Code}, parsed code {session.Kept}");
            Assert.True(session.After.Heap - session.Kept - session.Before.Heap <= Promises.MemoryTolerance,
                $"After {session.Attacks} attacks {Promises.Megabytes(session.After.Heap)} are on the heap, {Promises.Megabytes(session.Before.Heap)} before, and parsed code is {Promises.Megabytes(session.Kept)} of it.");
            Assert.True(!Promises.JudgesTimes || session.IsResidentBack,
                $"After {session.Attacks} attacks {Promises.Megabytes(session.ResidentAfter)} are resident, {Promises.Megabytes(session.ResidentBefore)} before, without code, parsed or compiled.");
        }
    }

    [SkippableFact]
    public void No_garbage_collection_stops_the_process_for_long()
    {
        Skip.IfNot(Promises.JudgesTimes, NoTimes);
        Assert.Empty(Unexpected().Where(m => m.Breaches.Any(b => b.Promise == Promise.Pause)).Select(m => $"{m.Attack}: {m.Pause.TotalMilliseconds:0} ms"));
    }

    /// <summary>Against a harness that measures nothing: a sample without these is no sample.</summary>
    [SkippableFact]
    public void The_attacks_are_felt_and_measured()
    {
        Skip.If(HostileFixture.IsExcerpt, "Only some scripts were asked for.");
        IReadOnlyList<Measurement> all = fixture.Result.Measurements;
        Assert.Contains(all, m => m.Answer.Status == 200);
        Assert.Contains(all, m => m.Answer.Outcome == "exception");
        Assert.Contains(all, m => m.Answer.Outcome == "exceededCpu");
        Assert.Contains(all, m => m.Answer.Outcome == "exceededMemory");
        Assert.Contains(all, m => m.Peak > Promises.MemoryTolerance);
        Assert.Contains(all, m => m.Pause > TimeSpan.Zero);
        Assert.True(Latencies.All(all.Select(m => m.Requests)).Count > 1_000);
    }

    [Fact]
    public void Every_expectation_names_one_script_and_its_reason() =>
        Assert.Empty(fixture.Expectations.Faults([.. ScriptCatalog.All.Select(script => script.Name)]));

    private IEnumerable<Measurement> Unexpected() => fixture.Result.Measurements.Where(m => !fixture.Expectations.Expects(m.Attack.Script));
}
