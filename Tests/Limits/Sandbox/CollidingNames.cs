namespace PureEdge.Limits.Tests.Sandbox;

/// <summary>Names with the same FNV-1a hash over 16-bit characters, which is how the interpreter hashes the names of a script.</summary>
internal static class CollidingNames
{
    /// <summary>Puts pairs of blocks that lead from one state to the same next one behind each other: each choice is a name.</summary>
    /// <param name="count">How many names, a power of two.</param>
    public static IReadOnlyList<string> Make(int count)
    {
        var state = unchecked((int)2166136261);
        List<string> names = [""];
        while (names.Count < count)
        {
            var (one, other) = Collide(ref state);
            names = [.. names.SelectMany(name => new[] { name + one, name + other })];
        }

        return names;
    }

    private static (string One, string Other) Collide(ref int state)
    {
        var seen = new Dictionary<int, string>();
        for (var i = 0; ; i++)
        {
            var bits = unchecked((uint)i * 0x9E3779B1);
            string block = new([.. Enumerable.Range(0, 8).Select(k => (char)('a' + (bits >> (4 * k) & 15)))]);
            var next = block.Aggregate(state, (hash, c) => unchecked((hash ^ c) * 16777619));
            if (!seen.TryAdd(next, block))
            {
                var other = seen[next];
                state = next;
                return (block, other);
            }
        }
    }
}
