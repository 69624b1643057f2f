using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Metering;

namespace PureEdge.Limits.Tests.Metering;

public sealed class TextHashTests
{
    [Property]
    public Property A_name_has_one_hash_wherever_it_lies(string? before, string? name, string? after) =>
        (TextHash.Of((before + name + after).AsSpan((before ?? "").Length, (name ?? "").Length)) == TextHash.Of(name ?? "")).ToProperty();

    [Theory]
    [InlineData("")]
    [InlineData("p")]
    [InlineData("some")]
    [InlineData("property")]
    [InlineData("aVeryLongNameOfSomething_")]
    public void Names_spread_over_the_buckets_of_a_table(string prefix)
    {
        // Chance would fill 7,480 of 16,384 buckets.
        var buckets = Enumerable.Range(0, 10_000).Select(i => TextHash.Of(prefix + i) & 16_383).Distinct().Count();
        Assert.InRange(buckets, 7_000, 8_000);
        Assert.InRange(Enumerable.Range(0, 10_000).Select(i => TextHash.Of(i + prefix) & 16_383).Distinct().Count(), 7_000, 8_000);
    }
}
