using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Splitting text into what a reader sees as characters; a single one may be as long as the text.</summary>
[Replaces(typeof(StringInfo))]
internal static class StringInfoCalls
{
    public static TextElementEnumerator GetTextElementEnumerator<B>(string text)
        where B : struct
    {
        TextCost.Collate<B>(text.Length);
        return StringInfo.GetTextElementEnumerator(text);
    }
}
