namespace PureEdge.Metering.Calls;

/// <summary>What regular expressions cost: in proportion to the text, where backtracking does not make them worse.</summary>
internal static class RegexCost
{
    // A match object with its groups for every character, at worst.
    private const int BytesPerMatch = 300;

    // Some hundred bytes of stack each, several times over.
    private const int MostNested = 500;

    // Nothing can interrupt the class library's matcher but its own clock.
    private static readonly TimeSpan MostTime = TimeSpan.FromMilliseconds(250);

    public static TimeSpan Timeout(TimeSpan asked) => asked < TimeSpan.Zero || asked > MostTime ? MostTime : asked;

    /// <summary>Never billed: a pattern that the process knows already is not compiled again.</summary>
    public static void Compile(string pattern)
    {
        // Parsing and code generation: some 100 steps and 200 bytes a character.
        Meter.Work<Unbilled>(pattern.Length * 100L);
        Meter.Bytes<Unbilled>(pattern.Length * 200L);
    }

    /// <summary>
    /// Refuses a pattern whose groups are so deep in each other that the class library would go on on another thread, whose memory is on nobody's bill. The interpreter then tries a
    /// matcher of its own, as for all that the class library cannot do, which nests less deep: a SyntaxError for the script.
    /// </summary>
    /// <exception cref="ArgumentException">It is nested too deep.</exception>
    public static void RequireShallow(string pattern)
    {
        var depth = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            switch (pattern[i])
            {
                case '\\':
                    i++;
                    break;
                case '(' when ++depth > MostNested:
                    throw new ArgumentException($"Groups are nested more than {MostNested} deep.", nameof(pattern));
                case ')':
                    depth--;
                    break;
            }
        }
    }

    public static void Match<B>(int length)
        where B : struct => Meter.Work<B>(4 + (length >> 4));

    public static void MatchAll<B>(int length)
        where B : struct
    {
        Match<B>(length);
        Meter.Bytes<B>((long)length * BytesPerMatch / 4);
    }

    public static void Replace<B>(string text, string with)
        where B : struct
    {
        Match<B>(text.Length);
        TextCost.Make<B>(text.Length * (1L + with.Length));
    }
}
