namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>The validity criteria of a label.</summary>
/// <remarks>https://www.unicode.org/reports/tr46/#Validity_Criteria</remarks>
internal static class IdnaLabel
{
    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    public static bool IsValid(List<int> label, bool isBidiDomain)
    {
        if (label.Count == 0)
        {
            return true;
        }

        var data = IdnaData.Instance;
        return NormalizationFormC.IsNormalized(label)
            && label is not ['x', 'n', '-', '-', ..]
            && !data.IsMark(label[0])
            && label.TrueForAll(c => c != '.' && data.Status(c, out _) == IdnaStatus.Valid)
            && HasValidJoiners(data, label)
            && (!isBidiDomain || SatisfiesBidiRule(data, label));
    }

    /// <summary>Whether a label makes its domain a Bidi domain name.</summary>
    public static bool HasRightToLeft(List<int> label) =>
        label.Exists(static c => c >= 0x590 && IdnaData.Instance.Bidi(c) is BidiClass.RightToLeft or BidiClass.ArabicNumber);

    /// <summary>The ContextJ rules. https://www.rfc-editor.org/rfc/rfc5892#appendix-A.1</summary>
    private static bool HasValidJoiners(IdnaData data, List<int> label)
    {
        for (var i = 0; i < label.Count; i++)
        {
            if (label[i] is ZeroWidthNonJoiner or ZeroWidthJoiner)
            {
                var afterVirama = i > 0 && data.IsVirama(label[i - 1]);
                if (!afterVirama && (label[i] == ZeroWidthJoiner || !IsBetweenJoining(data, label, i)))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsBetweenJoining(IdnaData data, List<int> label, int at)
    {
        var before = at - 1;
        while (before >= 0 && data.IsTransparent(label[before]))
        {
            before--;
        }

        var after = at + 1;
        while (after < label.Count && data.IsTransparent(label[after]))
        {
            after++;
        }

        return before >= 0 && after < label.Count && data.JoinsNext(label[before]) && data.JoinsPrevious(label[after]);
    }

    /// <summary>https://www.rfc-editor.org/rfc/rfc5893#section-2</summary>
    private static bool SatisfiesBidiRule(IdnaData data, List<int> label)
    {
        var first = data.Bidi(label[0]);
        if (first is not (BidiClass.LeftToRight or BidiClass.RightToLeft))
        {
            return false;
        }

        bool europeanNumber = false, arabicNumber = false;
        var last = BidiClass.Other;
        foreach (var codePoint in label)
        {
            var bidi = data.Bidi(codePoint);
            var foreign = first == BidiClass.LeftToRight
                ? bidi is BidiClass.Other or BidiClass.RightToLeft or BidiClass.ArabicNumber
                : bidi is BidiClass.Other or BidiClass.LeftToRight;
            if (foreign)
            {
                return false;
            }

            europeanNumber |= bidi == BidiClass.EuropeanNumber;
            arabicNumber |= bidi == BidiClass.ArabicNumber;
            last = bidi == BidiClass.NonspacingMark ? last : bidi;
        }

        return first == BidiClass.LeftToRight
            ? last is BidiClass.LeftToRight or BidiClass.EuropeanNumber
            : last is BidiClass.RightToLeft or BidiClass.EuropeanNumber or BidiClass.ArabicNumber && !(europeanNumber && arabicNumber);
    }
}
