namespace PureEdge.Metering.Normalization;

/// <summary>Syllables of Korean and their letters: a syllable is the sum of its two or three letters.</summary>
/// <remarks>Section 3.12 of the Unicode standard.</remarks>
internal static class Hangul
{
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7;
    private const int LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    public static bool IsSyllable(int codePoint) => (uint)(codePoint - SBase) < SCount;

    /// <summary>Whether a letter or syllable before this can take it in.</summary>
    public static bool Joins(int codePoint) => (uint)(codePoint - VBase) < VCount || (uint)(codePoint - TBase - 1) < TCount - 1;

    /// <summary>How many letters a syllable is.</summary>
    public static int Letters(int syllable) => (syllable - SBase) % TCount == 0 ? 2 : 3;

    /// <summary>Writes the letters of a syllable.</summary>
    /// <returns>How many they are.</returns>
    public static int Write(int syllable, Span<char> to)
    {
        var index = syllable - SBase;
        to[0] = (char)(LBase + (index / (VCount * TCount)));
        to[1] = (char)(VBase + (index % (VCount * TCount) / TCount));
        if (index % TCount == 0)
        {
            return 2;
        }

        to[2] = (char)(TBase + (index % TCount));
        return 3;
    }

    /// <summary>The syllable that two make, or zero.</summary>
    public static int Compose(int first, int second)
    {
        if ((uint)(first - LBase) < LCount && (uint)(second - VBase) < VCount)
        {
            return SBase + ((((first - LBase) * VCount) + (second - VBase)) * TCount);
        }

        return IsSyllable(first) && (first - SBase) % TCount == 0 && (uint)(second - TBase - 1) < TCount - 1 ? first + (second - TBase) : 0;
    }
}
