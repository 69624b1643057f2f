using PureEdge.Metering;
using PureEdge.Metering.Calls;

namespace PureEdge.Limits.Tests.Metering;

/// <summary>Whoever decides about an allocation is told whether it will hold references: what the collector has to look at.</summary>
public class ReferenceArrayTests
{
    private const int Length = 100_000;

    [Fact]
    public void Arrays_of_references_are_told_from_others()
    {
        Assert.True(References(static () => Meter.ArrayLength<object, Billed>(Length)));
        Assert.True(References(static () => Meter.NativeArrayLength<(int, string), Unbilled>(Length)));
        Assert.True(References(static () => ArrayCost.Make<string, Billed>(Length)));
        Assert.True(References(static () => ArrayCost.GrowTo<object>(Length, Length)));
        Assert.True(References(static () => ArrayCost.MakeTable<object, int, Unbilled>(Length)));
        Assert.False(References(static () => Meter.ArrayLength<double, Billed>(Length)));
        Assert.False(References(static () => Meter.NativeArrayLength<byte, Billed>(Length)));
        Assert.False(References(static () => ArrayCost.Make<(int, long), Billed>(Length)));
        Assert.False(References(static () => ArrayCost.GrowTo<char>(Length, Length)));
        Assert.False(References(static () => ArrayCost.MakeTable<int, int, Unbilled>(Length)));
        Assert.False(References(static () => Meter.Bytes<Billed>(8 * Length)));
    }

    private static bool References(Action allocate)
    {
        var meter = new RecordingMeter();
        meter.Run(allocate);
        return Assert.Single(meter.Allocations);
    }
}
