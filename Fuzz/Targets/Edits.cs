using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Targets;

/// <summary>Texts that are nearly what a parser expects: seeds that are cut, repeated, swapped, and given what parsers stumble over.</summary>
internal static class Edits
{
    private static readonly string[] Stones =
    [
        "\0", "%", "%00", "\r\n", "\"", "\\", "/", "..", ":", "@", "\ud800", "\u00ad", "\u202e", "[", "]", "{", ";", "=", "9999999999", "--x", "e", "\t", "\ufeff", "\u3002", "xn--", "+", ".",
        "<", ">", "<!--", "-->", "</", "&#", "*", "?", "#", ",", "-", "'", "(", ")", "|", "~",
    ];

    /// <summary>One of the seeds with up to three edits.</summary>
    public static Gen<string> Of(string[] seeds) =>
        from seed in Gen.Elements(seeds) from edits in One.ArrayOf(3) select edits.Aggregate(seed, static (done, edit) => edit(done));

    private static Gen<Func<string, string>> One =>
        from kind in Gen.Choose(0, 7)
        from at in Gen.Choose(0, 1_000)
        from length in Gen.Choose(0, 20)
        from insert in Gen.Elements(Stones)
        select (Func<string, string>)(text => Apply(text, kind, at, length, insert));

    private static string Apply(string text, int kind, int at, int length, string insert)
    {
        var start = text.Length == 0 ? 0 : at % text.Length;
        var count = Math.Min(length, text.Length - start);
        return kind switch
        {
            0 => text.Remove(start, count),
            1 => text.Insert(start, text.Substring(start, count)),
            2 => text[..start] + insert + text[(start + count)..],
            3 => text.Insert(start, insert),
            4 => text[start..] + text[..start],
            5 => text.Insert(start, new StringBuilder().Insert(0, insert, length * 10).ToString()),
            6 => text.Replace(text.Length == 0 ? "x" : text[start].ToString(), insert, StringComparison.Ordinal),
            _ => text,
        };
    }
}
