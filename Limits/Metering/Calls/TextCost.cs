using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using PureEdge.Metering.Normalization;

namespace PureEdge.Metering.Calls;

/// <summary>What work on text costs, by its length in characters.</summary>
internal static class TextCost
{
    // A mark of a run costs more the longer the run is; from here on no more.
    private const int MostMarksBilled = 16;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scan<B>(long length)
        where B : struct
    {
        if (length > 256)
        {
            Meter.Work<B>(length >> 7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Compare<B>(string? a, string? b)
        where B : struct
    {
        if (a is { Length: > 256 } && b?.Length == a.Length && !ReferenceEquals(a, b))
        {
            Meter.Work<B>(a.Length >> 7);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy<B>(long length)
        where B : struct
    {
        if (length > 256)
        {
            Meter.Work<B>(length >> 6);
        }
    }

    /// <summary>A string of this length is about to be made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Make<B>(long length)
        where B : struct
    {
        if (length > 64)
        {
            Meter.Bytes<B>(length * 2);
        }
    }

    public static void MapCase<B>(int length)
        where B : struct
    {
        Meter.Bytes<B>(length * 2L);
        Meter.Work<B>(length >> 5);
    }

    /// <summary>Comparing or splitting by the rules of Unicode.</summary>
    public static void Collate<B>(long length)
        where B : struct
    {
        if (length > 16)
        {
            Meter.Work<B>(length >> 2);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ParseNumber<B>(ReadOnlySpan<char> text)
        where B : struct
    {
        if (text.Length > 64)
        {
            Meter.Work<B>(text.Length >> 4);
        }
    }

    /// <summary>A search for a part from the end, which does not say how far it got before it did.</summary>
    public static void Find<B>(int length, int part)
        where B : struct
    {
        if (length > 64)
        {
            Meter.Work<B>((length >> 6) + TextSearch.Steps(length, part));
        }
    }

    /// <summary>
    /// Normalising, as far as the text itself shows: looking for what changes, sorting runs of combining marks, making the result. What
    /// is allocated is compared with the budget when its size is known.
    /// </summary>
    public static void Normalize<B>(string text, NormalizationForm form)
        where B : struct
    {
        if (text.Length <= 16)
        {
            return;
        }

        var bytes = text.Length * (form is NormalizationForm.FormKC or NormalizationForm.FormKD ? 36L : 6L);
        Meter.Work<B>(text.Length >> 2);
        Meter.Work<B>(bytes >= 128 ? bytes >> 6 : 0);

        long run = 0, sorting = 0;
        var pace = new Pace();
        foreach (var c in text)
        {
            pace.Step();
            run = c >= 0x300 && IsMark(c) ? Math.Min(run + 1, MostMarksBilled) : 0;
            sorting += run;
        }

        Meter.Work<B>(sorting >> 3);
    }

    /// <summary>
    /// What <see cref="Normalize{B}"/> leaves out, as it does not know whether it comes to that: composing what was decomposed, and
    /// text that becomes more than twice as long.
    /// </summary>
    /// <param name="changing">How much of the text is gone through.</param>
    /// <param name="decomposed">How long that is decomposed.</param>
    public static void NormalizeFurther<B>(int length, NormalizationForm form, int changing, long decomposed)
        where B : struct
    {
        if (length > 16)
        {
            Meter.Work<B>(form == NormalizationForm.FormC ? decomposed : decomposed - (changing * 2L));
        }
    }

    public static void Split<B>(int length)
        where B : struct
    {
        // At worst a string of 32 bytes and a reference for every second character.
        if (length > 64)
        {
            Meter.Bytes<B>(length * 20L);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Length(string? text) => text?.Length ?? 0;

    public static long Length(object? value) => value is string text ? text.Length : 16;

    public static long Length(string?[] parts)
    {
        long length = 0;
        foreach (var part in parts)
        {
            length += Length(part);
        }

        return length;
    }

    public static long Length(ReadOnlySpan<object?> values)
    {
        long length = 0;
        foreach (var value in values)
        {
            length += Length(value);
        }

        return length;
    }

    private static bool IsMark(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.SpacingCombiningMark;
}
