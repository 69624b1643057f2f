using System.Buffers;
using System.Text.Unicode;

namespace PureEdge.Metering.Calls;

/// <summary>Text from UTF-8.</summary>
[Replaces(typeof(Utf8))]
internal static class Utf8Calls
{
    public static OperationStatus ToUtf16<B>(ReadOnlySpan<byte> from, Span<char> to, out int read, out int written, bool replace, bool isFinal)
        where B : struct
    {
        TextCost.Copy<B>(from.Length);
        return Utf8.ToUtf16(from, to, out read, out written, replace, isFinal);
    }
}
