using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;
using PureEdge.Engine.Isolates;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.Isolates;

public class CircuitBreakerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly CircuitBreaker _breaker;

    public CircuitBreakerTests() => _breaker = new(_time);

    [Fact]
    public void A_few_kills_change_nothing_and_more_lead_to_rations_and_refusal()
    {
        Assert.False(_breaker.IsInDebt);
        Waste(60);
        Assert.True(_breaker.IsInDebt);
        Assert.Equal(CircuitState.Closed, _breaker.State);
        Waste(90);
        Waste(100);
        Assert.Equal(CircuitState.HalfOpen, _breaker.State);
        Waste(100);
        Waste(100);
        Waste(60);
        Assert.Equal(CircuitState.Open, _breaker.State);
    }

    [Fact]
    public void A_kill_that_took_long_does_not_close_a_worker()
    {
        Waste(10_000);
        Waste(10_000);
        Assert.Equal(CircuitState.Closed, _breaker.State);
        Waste(10_000);
        Assert.Equal(CircuitState.HalfOpen, _breaker.State);
    }

    [Fact]
    public void Debt_is_paid_back_at_one_per_cent_of_time()
    {
        for (var i = 0; i < 6; i++)
        {
            Waste(100);
        }

        Assert.Equal(TimeSpan.FromSeconds(11), _breaker.Refusal().RetryAfter);
        _time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(CircuitState.Open, _breaker.State);
        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(CircuitState.HalfOpen, _breaker.State);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.Equal(CircuitState.Closed, _breaker.State);
        _time.Advance(TimeSpan.FromSeconds(25));
        Assert.False(_breaker.IsInDebt);
    }

    [Property]
    public void No_worker_is_refused_for_longer_than_a_minute(int[] wastes)
    {
        foreach (var waste in wastes)
        {
            Waste(Math.Abs((double)waste));
        }

        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotEqual(CircuitState.Open, _breaker.State);
    }

    [Fact]
    public void Rations_are_never_more_than_the_budget()
    {
        Assert.Equal(5, CircuitBreaker.Rations(ExecutionLimits.Default).CpuMilliseconds);
        Assert.Equal(2, CircuitBreaker.Rations(ExecutionLimits.Default with { CpuMilliseconds = 2 }).CpuMilliseconds);
        Assert.Equal(1 << 20, CircuitBreaker.Rations(ExecutionLimits.Default with { AllocationBytes = 1 << 20 }).AllocationBytes);
    }

    private void Waste(double milliseconds) => _breaker.Add(TimeSpan.FromMilliseconds(milliseconds));
}
