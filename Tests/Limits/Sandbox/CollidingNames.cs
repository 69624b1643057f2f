using System.Runtime.InteropServices;
using PureEdge.Metering;

namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>Identifiers of the same hash, as somebody could make them who knew the seed of the process.</summary>
internal static class CollidingNames
{
    /// <summary>Behind any first half there is a second one that leads to a chosen state; those of Chinese and Korean letters make names.</summary>
    /// <param name="count">How many names.</param>
    public static IReadOnlyList<string> Make(int count)
    {
        List<string> names = [];
        for (var i = 0; names.Count < count; i++)
        {
            string first = new([.. Enumerable.Range(0, 4).Select(k => (char)('a' + (i >> (4 * k) & 15)))]);
            var state = TextHash.Mix(TextHash.Seed ^ 8 ^ MemoryMarshal.Cast<char, ulong>(first)[0]);
            var second = MemoryMarshal.Cast<ulong, char>([state ^ 0x1234_5678_9ABC_DEF0]);
            if (second.ToArray().All(static c => c is (>= '\u3400' and <= '\u4DB5') or (>= '\u4E00' and <= '\u9FA5') or (>= '\uAC00' and <= '\uD7A3')))
            {
                names.Add($"{first}{second}");
            }

            Assert.True(i < 1 << 16, "Too few identifiers of the same hash: the hash of names is another one.");
        }

        Assert.Single(names.Select(name => TextHash.Of(name)).Distinct());
        return names;
    }
}
