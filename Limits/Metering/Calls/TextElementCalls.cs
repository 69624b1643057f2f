using System.Globalization;

namespace PureEdge.Metering.Calls;

/// <summary>Characters as a reader sees them.</summary>
[Replaces(typeof(TextElementEnumerator))]
internal static class TextElementCalls
{
    public static string GetTextElement<B>(TextElementEnumerator elements)
        where B : struct
    {
        Meter.Work<B>(1);
        return elements.GetTextElement();
    }
}
