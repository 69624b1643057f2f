using System.Diagnostics;
using FsCheck.Xunit;
using PureEdge.Limits.Memory;

namespace PureEdge.Limits.Tests.Memory;

public class PausesCausedTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    [Fact]
    public void The_first_megabytes_are_free_and_the_next_are_not()
    {
        var pauses = new PausesCaused();
        for (var bytes = 1L << 20; bytes <= PausesCaused.FreeBytes; bytes += 1 << 20)
        {
            Assert.Equal(TimeSpan.Zero, pauses.OwedFor(Pause, 1 << 20, TimeSpan.Zero));
        }

        Assert.Equal(Pause * PausesCaused.Times, pauses.OwedFor(Pause, 1 << 20, TimeSpan.Zero));
        Assert.Equal(PausesCaused.LongestPause * PausesCaused.Times, pauses.OwedFor(TimeSpan.FromSeconds(1), 1 << 20, TimeSpan.Zero));
    }

    [Fact]
    public void What_is_free_comes_back()
    {
        var pauses = new PausesCaused();
        Assert.NotEqual(TimeSpan.Zero, pauses.OwedFor(Pause, PausesCaused.FreeBytes + 1, TimeSpan.Zero));
        var later = TimeSpan.FromSeconds((double)PausesCaused.FreeBytes / PausesCaused.FreeBytesPerSecond);
        Assert.Equal(TimeSpan.Zero, pauses.OwedFor(Pause, PausesCaused.FreeBytes - 1, later));
        Assert.NotEqual(TimeSpan.Zero, pauses.OwedFor(Pause, 1 << 20, later));
    }

    [Property]
    public void Small_turns_owe_nothing(ushort count)
    {
        var pauses = new PausesCaused();
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(TimeSpan.Zero, pauses.OwedFor(Pause, 100_000, TimeSpan.Zero));
        }
    }

    [Property]
    public bool Nobody_owes_more_than_three_of_the_longest(int bytes, uint pause, uint at) =>
        new PausesCaused().OwedFor(TimeSpan.FromMicroseconds(pause), bytes, TimeSpan.FromMicroseconds(at)) <= PausesCaused.LongestPause * PausesCaused.Times;

    [Fact]
    public void Others_are_there_once_another_engine_had_a_turn()
    {
        var (one, another) = (new PausesCaused(), new PausesCaused());
        // Far ahead of what other tests of the process note.
        var now = Stopwatch.GetTimestamp() + (3600 * Stopwatch.Frequency);
        one.BeginTurn(now, 0);
        another.BeginTurn(now + 1, 0);
        Assert.True(PausesCaused.AreOthersThere(now + 2));
        Assert.False(PausesCaused.AreOthersThere(now + Stopwatch.Frequency));
    }
}
