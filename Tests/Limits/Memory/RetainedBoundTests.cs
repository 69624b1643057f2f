using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class RetainedBoundTests
{
    private const long Limit = 8 << 20;

    private MemoryMeasurement _kept;

    [Fact]
    public void Nothing_is_measured_before_objects_and_their_measurement_could_cross_the_limit()
    {
        var bound = New(1 << 20, (1 << 20) / 16);
        bound.Add(Limit / 4 * 3);
        Assert.Null(bound.Check(null));
        Assert.Equal(0, bound.Measurements);
        bound.Add(1);
        Assert.Null(bound.Check(null));
        Assert.Equal(1, bound.Measurements);
        Assert.Equal(2 << 20, bound.Bytes);
        // Six megabytes are left, and as many of these objects take half of it.
        bound.Add(3 << 20);
        Assert.False(bound.IsDue);
        bound.Add(1);
        Assert.True(bound.IsDue);
    }

    [Fact]
    public void Near_the_limit_a_sixteenth_of_it_is_allocated_between_two_measurements()
    {
        var bound = Crossed(Limit - 16, 1);
        Assert.Null(bound.Check(null));
        bound.Add(Limit / 16);
        Assert.False(bound.IsDue);
        bound.Add(1);
        Assert.True(bound.IsDue);
    }

    [Fact]
    public void Each_object_counts_what_measuring_it_takes()
    {
        Assert.Null(Crossed(Limit / 2, Limit / 2 / 16).Check(null));
        Assert.NotNull(Crossed(Limit / 2, (Limit / 2 / 16) + 1).Check(null));
    }

    [Fact]
    public void Past_the_limit_or_beyond_measuring_the_engine_must_go()
    {
        Assert.Equal(LimitKind.RetainedMemory, Crossed(Limit + 1, 0).Check(null)?.Kind);
        Assert.Equal("The isolate kept 9 MB; at most 8 MB are allowed.", Crossed(9 << 20, 0).Check(null)?.Message);
        Assert.NotNull(Crossed(1, 1, isComplete: false).Check(null));
    }

    [Fact]
    public void What_the_thread_allocates_counts_once_and_what_the_measurement_does_never()
    {
        var bound = new RetainedBound(new ExecutionLimits { RetainedBytes = Limit }, (_, _) =>
        {
            GC.KeepAlive(new byte[1 << 20]);
            return default(MemoryMeasurement) with { IsComplete = true };
        });
        bound.BeginTurn();
        GC.KeepAlive(new byte[(int)Limit]);
        Assert.InRange(bound.Count(), Limit, Limit + 10_000);
        Assert.InRange(bound.Count(), Limit, Limit + 10_000);
        Assert.InRange(bound.Bytes, Limit, Limit + 10_000);
        Assert.Null(bound.Check(null));
        Assert.InRange(bound.Count(), Limit, Limit + 10_000);
        Assert.InRange(bound.Bytes, 0, 10_000);
    }

    private RetainedBound New(long bytes, long objects, bool isComplete = true)
    {
        _kept = new(bytes, objects, isComplete);
        return new(new ExecutionLimits { RetainedBytes = Limit }, (_, _) => _kept);
    }

    private RetainedBound Crossed(long bytes, long objects, bool isComplete = true)
    {
        var bound = New(bytes, objects, isComplete);
        bound.Add(Limit + 1);
        return bound;
    }
}
