using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Fetch;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class HostBodyTests
{
    [Fact]
    public async Task A_body_that_exceeds_the_memory_of_its_request_is_not_read_on_and_ends_the_request()
    {
        var scope = new SmallScope();
        await using var source = new SlowStream(new byte[4 << 20], 64 << 10);
        await Assert.ThrowsAsync<HostErrorException>(async () => await HostBody.ReadAllAsync(source, null, scope));
        Assert.True(source.IsDisposed);
        Assert.InRange(scope.Limits.Report.AllocatedBytes, 1 << 20, 3 << 20);
        Assert.Equal(LimitKind.Memory, Assert.Throws<LimitExceededException>(() => scope.Limits.ChargeAllocation(0)).Kind);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_an_error_for_the_script()
    {
        var e = await Assert.ThrowsAsync<HostErrorException>(async () => await HostBody.ReadAllAsync(new BrokenStream(), 10, new SmallScope()));
        Assert.Equal((HostErrorKind.TypeError, "The connection was lost while the body was read."), (e.Kind, e.Message));
    }

    private sealed class SmallScope() : RequestScope(new LimitSession(new ExecutionLimits { AllocationBytes = 1 << 20 }))
    {
        public override CancellationToken Aborted => CancellationToken.None;

        public override bool AllowsIO => true;
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromException<int>(new IOException("10.0.0.1 secret"));
    }
}
