using System.Diagnostics;
using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Servers;
using PureEdge.Hostile.Tests.Verdicts;

namespace PureEdge.Hostile.Tests;

/// <summary>Carries out one attack on a running server, and measures.</summary>
internal sealed class Assault(HostileServer server, Attack attack)
{
    // After so many kills in a row nothing new is to be learned: each begins with a fresh isolate.
    private const int MostKills = 5;

    // A server that gives a gigabyte and five seconds a call would take minutes for a script.
    private static readonly TimeSpan MostTimeOfCalls = TimeSpan.FromSeconds(20);

    // From the fourth kill on a worker is slowed (Docs/limits.md): then its requests take long and may.
    private const int KillsBeforeSlowing = 3;

    private readonly List<Breach> _breaches = [];
    private TimeSpan _longest;

    public async Task<Measurement> RunAsync(Reading before)
    {
        WorkerFile worker = WorkerFile.Of(attack);
        string path = attack.Form == Form.Start ? "/" : WorkerFile.ReadyPath;
        long begin = Stopwatch.GetTimestamp();
        (Answer answer, TimeSpan deployment) = await server.DeployAsync(worker, path, attack.Patience);
        long asked = Stopwatch.GetTimestamp() - (long)(answer.Elapsed.TotalSeconds * Stopwatch.Frequency);
        if (Promises.JudgesTimes && deployment > attack.Wall + Promises.DeploymentTolerance && answer.IsAnswer)
        {
            Break(Promise.Ends, $"the deployment took {deployment.TotalSeconds:0.0} s");
        }

        if (attack.Form != Form.Start && answer.Status == 200)
        {
            // The deployment gave the neighbour a new isolate too; its first request is no matter of the attack.
            await server.Neighbour.WaitForAnswersAsync(2);
            asked = Stopwatch.GetTimestamp();
            answer = attack.Form == Form.Calls ? await CallAsync() : Judged(await server.AskAsync("/", attack.Patience), mayBeSlow: false);
        }
        else
        {
            Judged(answer, mayBeSlow: false);
        }

        long end = Stopwatch.GetTimestamp();
        Answer other = await server.AskOtherAsync(attack.Patience);
        Reading? after = await server.MeasureAsync(ProbeAgent.Measure);
        JudgeServer(answer, other, after);
        Latencies all = Latencies.Of(server.Neighbour.Between(begin, Stopwatch.GetTimestamp()));
        Latencies requests = Latencies.Of(server.Neighbour.Between(asked, end));
        if (after is not null)
        {
            Judge(before, after, all);
        }

        Reading last = after ?? before;
        return new(
            attack, answer, deployment, _longest, last.Peak - before.Resident, last.Allocated - before.Allocated, after?.LongestPause ?? default, requests, all.Max, _breaches);
    }

    private async Task<Answer> CallAsync()
    {
        int kills = 0;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; ; i++)
        {
            Answer answer = Judged(await server.AskAsync($"/?i={i}", attack.Patience), mayBeSlow: kills > KillsBeforeSlowing);
            kills += answer.IsKill ? 1 : 0;
            if (!answer.IsAnswer || kills == MostKills || i + 1 >= attack.Script.Calls || Stopwatch.GetElapsedTime(start) > MostTimeOfCalls)
            {
                return answer;
            }
        }
    }

    private Answer Judged(Answer answer, bool mayBeSlow)
    {
        _longest = answer.Elapsed > _longest ? answer.Elapsed : _longest;
        if (!answer.IsAnswer)
        {
            Break(Promise.Ends, answer.Detail);
        }
        else if (Promises.JudgesTimes && !mayBeSlow && answer.Elapsed > attack.Wall + Promises.WallTolerance)
        {
            Break(Promise.Ends, $"the answer came after {answer.Elapsed.TotalSeconds:0.0} s");
        }

        return answer;
    }

    private void JudgeServer(Answer answer, Answer other, Reading? after)
    {
        // A process that dies of its stack writes that for seconds before it ends.
        bool dies = !answer.IsAnswer && (server.Log.Contains("Stack overflow", StringComparison.Ordinal) || server.Log.Contains("\n   at Jint.", StringComparison.Ordinal));
        if (dies || server.HasEnded)
        {
            _breaches.Clear();
            Break(Promise.Lives, "the process died");
        }
        else if (after is null)
        {
            Break(Promise.Ends, "the process does nothing any more, not even its own measurement");
        }
        else if (other.Status != 200)
        {
            Break(Promise.OtherIsolates, $"another worker answers {other.Name}: {other.Detail}");
        }
    }

    private void Judge(Reading before, Reading after, Latencies neighbour)
    {
        long used = after.Peak - before.Resident;
        if (used > attack.MemoryLimit + Promises.MemoryTolerance)
        {
            Break(Promise.Memory, $"{Promises.Megabytes(used)} more were resident");
        }

        if (Promises.JudgesTimes && after.LongestPause > Promises.LongestPause)
        {
            Break(Promise.Pause, $"a garbage collection of {after.LongestPause.TotalMilliseconds:0} ms ({after.Collection})");
        }

        if (neighbour.Failures > 0)
        {
            Break(Promise.Neighbour, $"{neighbour.Failures} requests of the neighbour failed");
        }
        else if (Promises.JudgesTimes && neighbour.Max > Promises.LongestStall.TotalMilliseconds)
        {
            Break(Promise.Neighbour, $"the neighbour waited {neighbour.Max:0} ms");
        }
    }

    private void Break(Promise promise, string detail) => _breaches.Add(new(promise, detail));
}
