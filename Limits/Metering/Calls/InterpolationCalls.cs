using System.Runtime.CompilerServices;

namespace PureEdge.Metering.Calls;

/// <summary>Interpolated text.</summary>
[Replaces(typeof(DefaultInterpolatedStringHandler))]
internal static class InterpolationCalls
{
    public static void AppendFormatted<B>(ref DefaultInterpolatedStringHandler handler, string? text)
        where B : struct
    {
        TextCost.Make<B>(2 * TextCost.Length(text));
        handler.AppendFormatted(text);
    }
}
