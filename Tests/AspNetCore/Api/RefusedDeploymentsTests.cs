using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using PureEdge.AspNetCore.Api;
using PureEdge.AspNetCore.Api.Access;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class RefusedDeploymentsTests
{
    private static readonly ApiCaller Caller = new("token", TokenScope.Deploy, ["w", "other"]);

    private readonly FakeTimeProvider _time = new();
    private readonly RefusedDeployments _refused;
    private readonly DefaultHttpContext _context = new();

    public RefusedDeploymentsTests() => _refused = new(_time);

    [Fact]
    public void A_few_are_for_free_and_after_them_there_is_one_each_ten_seconds()
    {
        for (var i = 0; i < 5; i++)
        {
            Require();
            Add(TimeSpan.FromSeconds(3));
        }

        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(429, Assert.Throws<ApiException>(() => Require()).Status);
            var wait = int.Parse(_context.Response.Headers.RetryAfter.ToString(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.InRange(wait, 1, 11);
            _time.Advance(TimeSpan.FromSeconds(wait));
            Require();
            Add(TimeSpan.FromSeconds(3));
        }
    }

    [Fact]
    public void Small_mistakes_count_for_what_they_cost()
    {
        for (var i = 0; i < 499; i++)
        {
            Require();
            Add(TimeSpan.FromMilliseconds(1));
        }

        Require();
    }

    [Fact]
    public void Other_workers_and_other_tokens_owe_nothing()
    {
        Enumerable.Range(0, 5).ToList().ForEach(_ => Add(TimeSpan.FromSeconds(1)));
        Assert.Throws<ApiException>(() => Require());
        _refused.Require(_context, Caller, "other");
        _refused.Require(_context, Caller with { Name = "another" }, "w");
    }

    [Fact]
    public void What_is_paid_back_is_forgotten()
    {
        Enumerable.Range(0, 1_000).ToList().ForEach(i => _refused.Add(Caller, $"w{i}", TimeSpan.FromSeconds(1)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Enumerable.Range(0, 1_000).ToList().ForEach(_ => Add(TimeSpan.Zero));
        Assert.Equal(0, _refused.Count);
    }

    private void Require() => _refused.Require(_context, Caller, "w");

    private void Add(TimeSpan took) => _refused.Add(Caller, "w", took);
}
