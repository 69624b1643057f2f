using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Api.Access;

namespace PureEdge.AspNetCore.Api;

/// <summary>
/// What deployments that were refused have cost, for each token and worker: it is paid back at one per cent of time, as what killed requests cost is. Who owes too much
/// is told to come again before the body is read, so that neighbours see less of one who deploys hostile code without end. What is accepted is for free.
/// </summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="time">The clock.</param>
internal sealed class RefusedDeployments(TimeProvider time)
{
    /// <summary>Who owes so much is refused.</summary>
    public static readonly TimeSpan MostDebt = TimeSpan.FromMilliseconds(500);

    /// <summary>One counts for no more, however long it took on a busy machine: a few mistakes are for free, and after them there is one each ten seconds.</summary>
    public static readonly TimeSpan MostEach = TimeSpan.FromMilliseconds(100);

    private const double Repayment = 0.01;

    // A debt is there for a minute: so many refusals in that time are swept through.
    private const int SweepEvery = 1_000;

    private readonly ConcurrentDictionary<(string Token, string Worker), (TimeSpan Debt, long AsOf)> _debts = new();
    private int _added;

    /// <summary>How many owe something, those included who have paid since the last sweep.</summary>
    public int Count => _debts.Count;

    /// <summary>Lets a deployment go on.</summary>
    /// <exception cref="ApiException">429: the token has had too many of the worker refused.</exception>
    public void Require(HttpContext context, ApiCaller caller, string worker)
    {
        if (_debts.TryGetValue((caller.Name, worker), out var debt) && Left(debt) is var left && left >= MostDebt)
        {
            // Whole seconds, and never too few.
            var wait = 1 + (long)((left - MostDebt).TotalSeconds / Repayment);
            context.Response.Headers.RetryAfter = wait.ToString(System.Globalization.CultureInfo.InvariantCulture);
            throw new ApiException(StatusCodes.Status429TooManyRequests, 10429, $"Deployments of '{worker}' were refused again and again; try again in {wait} s.");
        }
    }

    /// <summary>A deployment was refused after its code was looked at for some time.</summary>
    public void Add(ApiCaller caller, string worker, TimeSpan took)
    {
        var cost = took < MostEach ? took : MostEach;
        _debts.AddOrUpdate((caller.Name, worker), _ => (cost, time.GetTimestamp()), (_, debt) => (Left(debt) + cost, time.GetTimestamp()));
        if (Interlocked.Increment(ref _added) % SweepEvery == 0)
        {
            foreach (var entry in _debts.Where(entry => Left(entry.Value) == TimeSpan.Zero))
            {
                _debts.TryRemove(entry);
            }
        }
    }

    private TimeSpan Left((TimeSpan Debt, long AsOf) debt)
    {
        var left = debt.Debt - (time.GetElapsedTime(debt.AsOf) * Repayment);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
