using System.Text;
using PureEdge.Metering.Calls;

namespace PureEdge.Metering.Normalization;

/// <summary>
/// The normalisation forms of Unicode. string.Normalize changes nothing under InvariantGlobalization, which all that we ship runs with.
/// Time is in proportion to the text and to what it becomes.
/// </summary>
/// <remarks>https://www.unicode.org/reports/tr15/</remarks>
internal static class TextNormalizer
{
    /// <summary>A text in a form.</summary>
    /// <param name="text">Any text: a surrogate without its other half stays as it is.</param>
    /// <param name="form">The form.</param>
    /// <returns>The same string where it is in that form already and has nothing that may have to be composed.</returns>
    public static string Normalize(string text, NormalizationForm form)
    {
        var from = IndexOfSpecial(text, form);
        return from < 0 ? text : Normalize<Unbilled>(text, form, from);
    }

    /// <summary>Whether a text is in a form.</summary>
    public static bool IsNormalized(string text, NormalizationForm form) => string.Equals(Normalize(text, form), text, StringComparison.Ordinal);

    /// <summary>The place of the first character that takes more than a glance, or -1: the text is in that form as it is.</summary>
    public static int IndexOfSpecial(string text, NormalizationForm form) => text.AsSpan().IndexOfAnyExceptInRange('\0', form switch
    {
        NormalizationForm.FormC => '\u02FF',
        NormalizationForm.FormD => '\u00BF',
        _ => '\u009F',
    });

    /// <summary>As <see cref="Normalize(string, NormalizationForm)"/>, for a text in which there is something special.</summary>
    /// <param name="from">What <see cref="IndexOfSpecial"/> says.</param>
    public static string Normalize<B>(string text, NormalizationForm form, int from)
        where B : struct
    {
        var data = NormalizationData.Instance;
        from = IndexOfChange(data, text, form, from);
        if (from < 0)
        {
            return text;
        }

        var compatibly = form is NormalizationForm.FormKC or NormalizationForm.FormKD;
        var length = Decomposing.Length(data, text.AsSpan(from), compatibly);
        TextCost.NormalizeFurther<B>(text.Length, form, text.Length - from, length);
        return form is NormalizationForm.FormC or NormalizationForm.FormKC
            ? Compose(data, text, from, compatibly, length)
            : Decompose(data, text, from, compatibly, length);
    }

    /// <summary>The place of a character before which nothing changes, and nothing depends on what follows; or -1: nothing changes at all.</summary>
    private static int IndexOfChange(NormalizationData data, string text, NormalizationForm form, int from)
    {
        var composed = form is NormalizationForm.FormC or NormalizationForm.FormKC;
        var changes = form switch
        {
            NormalizationForm.FormC => Changes.NeverComposed | Changes.Joins,
            NormalizationForm.FormKC => Changes.NeverComposedCompatibly | Changes.Joins,
            NormalizationForm.FormD => Changes.Decomposes,
            _ => Changes.DecomposesCompatibly,
        };
        var pace = new Pace();
        int safe = Math.Max(0, from - 1), lastRank = 0, width;
        for (var at = from; at < text.Length; at += width)
        {
            pace.Step();
            var codePoint = CodePoint.Read(text, at, out width);
            ref readonly var traits = ref data[codePoint];
            if ((traits.Changes & changes) != Changes.None || (traits.Rank != 0 && traits.Rank < lastRank) || (!composed && Hangul.IsSyllable(codePoint)))
            {
                return safe;
            }

            lastRank = traits.Rank;
            safe = lastRank == 0 ? at : safe;
        }

        return -1;
    }

    private static string Decompose(NormalizationData data, string text, int from, bool compatibly, long length)
    {
        var whole = Charge(from + length);
        return string.Create(whole, (data, text, from, compatibly), static (to, state) =>
        {
            state.text.AsSpan(0, state.from).CopyTo(to);
            to = to[state.from..];
            Decomposing.Write(state.data, state.text.AsSpan(state.from), state.compatibly, to);
            MarkOrder.Sort(state.data, to);
        });
    }

    private static string Compose(NormalizationData data, string text, int from, bool compatibly, long length)
    {
        // Not from the pool of arrays, which would keep what a script made it hold.
        Span<char> buffer = new char[Charge(length)];
        Decomposing.Write(data, text.AsSpan(from), compatibly, buffer);
        MarkOrder.Sort(data, buffer);
        buffer = buffer[..Composing.Compose(data, buffer)];
        if (buffer.SequenceEqual(text.AsSpan(from)))
        {
            return text;
        }

        Charge((long)from + buffer.Length);
        return string.Concat(text.AsSpan(0, from), buffer);
    }

    /// <summary>Charges so many characters before they are allocated. The bill has an estimate of them already.</summary>
    /// <returns>Their number, or one that the class library refuses.</returns>
    private static int Charge(long length)
    {
        Meter.Bytes<Unbilled>(length * 2);
        return (int)Math.Min(length, int.MaxValue);
    }
}
