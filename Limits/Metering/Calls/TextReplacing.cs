namespace PureEdge.Metering.Calls;

/// <summary>
/// Replacing a part of a text everywhere. The library does all of it in one call, a second for some millions of places; here the meter
/// is passed on the way, so that a request ends where it should.
/// </summary>
internal static class TextReplacing
{
    // Up to here the library takes no time worth a look.
    private const int Short = 4_096;

    // A place found and written is about a step.
    private const int PlacesPerLook = 256;

    // The class library would keep the places of matches in arrays that double: what is charged for them stays the same.
    private const int BytesPerPlace = 8;

    public static string Replace<B>(string text, string part, string? with)
        where B : struct
    {
        TextCost.Find<B>(text.Length, part.Length);
        if (text.Length <= Short || part.Length == 0)
        {
            TextCost.Make<B>(text.Length);
            return text.Replace(part, with, StringComparison.Ordinal);
        }

        // How often it occurs is worth knowing before anything large is made.
        var places = Count(text, part);
        with ??= "";
        var length = text.Length + (places * (with.Length - part.Length));
        TextCost.Make<B>(text.Length + (places * Math.Max(0, with.Length - part.Length)) + (places * BytesPerPlace / sizeof(char)));
        return places == 0 ? text
            : length > int.MaxValue ? text.Replace(part, with, StringComparison.Ordinal) // which throws
            : string.Create((int)length, (text, part, with), static (to, state) => Fill(to, state.text, state.part, state.with));
    }

    private static long Count(string text, string part)
    {
        long places = 0;
        for (var at = 0; (at = text.IndexOf(part, at, StringComparison.Ordinal)) >= 0; at += part.Length)
        {
            Look(++places);
        }

        return places;
    }

    private static void Fill(Span<char> to, string text, string part, string with)
    {
        var from = 0;
        long places = 0;
        for (int at; (at = text.IndexOf(part, from, StringComparison.Ordinal)) >= 0; from = at + part.Length)
        {
            text.AsSpan(from, at - from).CopyTo(to);
            to = to[(at - from)..];
            with.CopyTo(to);
            to = to[with.Length..];
            Look(++places);
        }

        text.AsSpan(from).CopyTo(to);
    }

    // The bill has what both passes cost already.
    private static void Look(long places)
    {
        if (places % PlacesPerLook == 0)
        {
            Meter.Work<Unbilled>(PlacesPerLook);
        }
    }
}
