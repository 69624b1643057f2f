using System.Text;
using PureEdge.Metering.Normalization;

namespace PureEdge.Engine.WebApi.Url.Idna;

/// <summary>Normalization Form C of code points, such as a domain is worked on.</summary>
internal static class NormalizationFormC
{
    /// <summary>Code points in Form C.</summary>
    public static List<int> Normalize(List<int> codePoints)
    {
        var text = ToText(codePoints);
        var normalized = TextNormalizer.Normalize(text, NormalizationForm.FormC);
        return ReferenceEquals(normalized, text) ? codePoints : ToCodePoints(normalized);
    }

    /// <summary>Whether code points are in Form C.</summary>
    public static bool IsNormalized(List<int> codePoints) => TextNormalizer.IsNormalized(ToText(codePoints), NormalizationForm.FormC);

    private static string ToText(List<int> codePoints)
    {
        var text = new StringBuilder(codePoints.Count);
        Span<char> characters = stackalloc char[2];
        foreach (var codePoint in codePoints)
        {
            text.Append(characters[..CodePoint.Write(codePoint, characters)]);
        }

        return text.ToString();
    }

    private static List<int> ToCodePoints(string text)
    {
        var codePoints = new List<int>(text.Length);
        for (int at = 0, width; at < text.Length; at += width)
        {
            codePoints.Add(CodePoint.Read(text, at, out width));
        }

        return codePoints;
    }
}
