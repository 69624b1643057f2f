using System.Diagnostics;
using PureEdge.Hostile.Tests.Attacks;
using PureEdge.Hostile.Tests.Servers;
using PureEdge.Hostile.Tests.Verdicts;

namespace PureEdge.Hostile.Tests;

/// <summary>What a server's memory was before the attacks and after them.</summary>
/// <param name="Before">After the warm-up, all garbage collected.</param>
/// <param name="After">After the last attack, with harmless workers again and all garbage collected; null when the server did not live that long.</param>
/// <param name="Attacks">How many there were.</param>
/// <param name="IsTame">Whether no script was among them that is expected to break a promise.</param>
internal sealed record Session(Reading Before, Reading? After, int Attacks, bool IsTame)
{
    /// <summary>The estimated bytes of parsed code that the server keeps on purpose.</summary>
    public long Kept => After!.ScriptCache - Before.ScriptCache;

    /// <summary>Resident memory before, without compiled code.</summary>
    public long ResidentBefore => Before.Resident - Before.Code;

    /// <summary>Resident memory afterwards, without code, parsed or compiled.</summary>
    public long ResidentAfter => After!.Resident - After.Code - Kept;

    public bool IsResidentBack => ResidentAfter <= Promises.MostMemoryAfter(ResidentBefore);
}

/// <summary>What a series of attacks came to.</summary>
internal sealed record CampaignResult(IReadOnlyList<Measurement> Measurements, IReadOnlyList<Session> Sessions, Latencies Idle)
{
    public static CampaignResult All(IReadOnlyList<CampaignResult> parts) =>
        new([.. parts.SelectMany(p => p.Measurements)], [.. parts.SelectMany(p => p.Sessions)], Latencies.All(parts.Select(p => p.Idle)));
}

/// <summary>A series of attacks, one after the other on one server; a server that dies or hangs is replaced.</summary>
/// <remarks>Mutable state: the present server.</remarks>
/// <param name="isExpected">Whether a script is expected to break a promise.</param>
internal sealed class Campaign(Func<Script, bool> isExpected) : IAsyncDisposable
{
    private const int WarmUpAnswers = 500;
    private const int IdleAnswers = 2_000;

    // Above this the garbage of the attack before is collected first, so that it does not count as this attack's.
    private const long LeftOver = 24L << 20;

    // A thread of the pool that ran a deep recursion keeps the stack until it has had nothing to do for twenty seconds.
    private static readonly TimeSpan ThreadsEnd = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(3);

    private readonly List<Measurement> _measurements = [];
    private readonly List<Session> _sessions = [];
    private readonly List<Latencies> _idle = [];
    private HostileServer? _server;
    private Reading? _base;
    private int _attacks;
    private bool _isTame = true;

    /// <summary>Attacks, one by one.</summary>
    /// <param name="attacks">The attacks.</param>
    /// <param name="onMeasured">Told each result.</param>
    public async Task<CampaignResult> RunAsync(IEnumerable<Attack> attacks, Action<Measurement> onMeasured)
    {
        foreach (Attack attack in attacks)
        {
            if (_isTame && isExpected(attack.Script))
            {
                await EndSessionAsync();
                _isTame = false;
            }

            Measurement measured = await AttackAsync(attack);
            if (measured.Breaches.Count > 0 && !measured.EndsSession)
            {
                measured = measured.ConfirmedBy(await AttackAsync(attack));
            }

            _measurements.Add(measured);
            onMeasured(measured);
        }

        await EndSessionAsync();
        return new(_measurements, _sessions, Latencies.All(_idle));
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server)
        {
            _server = null;
            await server.DisposeAsync();
        }
    }

    private async Task<Measurement> AttackAsync(Attack attack)
    {
        HostileServer server = _server ??= await BeginSessionAsync();
        Reading? before = await server.MeasureAsync(ProbeAgent.Reset);
        if (before is not null && before.Resident > _base!.Resident + LeftOver)
        {
            await server.DeployAsync(WorkerFile.Harmless, "/", Promises.Patience);
            before = await server.MeasureAsync(ProbeAgent.Collect);
        }

        _attacks++;
        Measurement measured = await new Assault(server, attack).RunAsync(before ?? _base!);
        if (measured.EndsSession)
        {
            _sessions.Add(new(_base!, null, _attacks, _isTame));
            await DisposeAsync();
        }

        return measured;
    }

    private async Task<HostileServer> BeginSessionAsync()
    {
        HostileServer server = await HostileServer.StartAsync();
        _attacks = 0;
        foreach (Attack attack in WarmUp.Attacks)
        {
            await new Assault(server, attack).RunAsync(new(0, 0, 0, 0, default, 0));
        }

        await server.Neighbour.WaitForAnswersAsync(WarmUpAnswers);
        await server.DeployAsync(WorkerFile.Harmless, "/", Promises.Patience);
        _base = await server.MeasureAsync(ProbeAgent.Collect) ?? throw new InvalidOperationException("The server does not measure itself:\n" + server.Log);
        if (_idle.Count < 2)
        {
            long start = Stopwatch.GetTimestamp();
            await server.Neighbour.WaitForAnswersAsync(IdleAnswers);
            _idle.Add(Latencies.Of(server.Neighbour.Between(start, Stopwatch.GetTimestamp())));
        }

        return server;
    }

    private async Task EndSessionAsync()
    {
        if (_server is { } server)
        {
            await server.DeployAsync(WorkerFile.Harmless, "/", Promises.Patience);
            await server.AskOtherAsync(Promises.Patience);
            _sessions.Add(await MeasureAfterAsync(server));
            await DisposeAsync();
        }
    }

    private async Task<Session> MeasureAfterAsync(HostileServer server)
    {
        long start = Stopwatch.GetTimestamp();
        using PeriodicTimer look = new(LookAgain);
        while (true)
        {
            Session session = new(_base!, await server.MeasureAsync(ProbeAgent.Collect), _attacks, _isTame);
            if (!Promises.JudgesTimes || session.After is null || session.IsResidentBack || Stopwatch.GetElapsedTime(start) > ThreadsEnd)
            {
                return session;
            }

            await look.WaitForNextTickAsync();
        }
    }
}
