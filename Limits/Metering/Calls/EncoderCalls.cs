using System.Text;

namespace PureEdge.Metering.Calls;

/// <summary>Bytes from text, piece by piece.</summary>
[Replaces(typeof(Encoder))]
internal static class EncoderCalls
{
    public static void Convert<B>(Encoder encoder, ReadOnlySpan<char> from, Span<byte> to, bool flush, out int read, out int written, out bool completed)
        where B : struct
    {
        TextCost.Copy<B>(from.Length);
        encoder.Convert(from, to, flush, out read, out written, out completed);
    }
}
