using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class RetainedBoundTests
{
    private const long Limit = 8 << 20;

    [Fact]
    public void Nothing_is_measured_before_the_bound_crosses_the_limit()
    {
        var bound = New();
        bound.Add(Limit);
        Assert.False(bound.IsDue);
        bound.Add(1);
        Assert.True(bound.IsDue);
        Assert.Null(bound.Measured(new(1 << 20, 1, true)));
        Assert.Equal(1 << 20, bound.Bytes);
        bound.Add(7 << 20);
        Assert.False(bound.IsDue);
    }

    [Fact]
    public void Near_the_limit_an_eighth_of_it_is_allocated_between_two_measurements()
    {
        var bound = New();
        Assert.Null(bound.Measured(new(Limit, 1, true)));
        bound.Add(Limit / 8);
        Assert.False(bound.IsDue);
        bound.Add(1);
        Assert.True(bound.IsDue);
    }

    [Fact]
    public void Past_the_limit_or_beyond_measuring_the_engine_must_go()
    {
        Assert.Equal(LimitKind.RetainedMemory, New().Measured(new(Limit + 1, 1, true))?.Kind);
        Assert.Equal("The isolate kept 9 MB; at most 8 MB are allowed.", New().Measured(new(9 << 20, 1, true))?.Message);
        Assert.NotNull(New().Measured(new(1, 1, false)));
    }

    private static RetainedBound New() => new(new ExecutionLimits { RetainedBytes = Limit });
}
