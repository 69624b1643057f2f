using System.Text;

namespace PureEdge.Engine.WebApi.Fetch;

/// <summary>"UTF-8 decode" of https://encoding.spec.whatwg.org/#utf-8-decode.</summary>
internal static class Utf8Text
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public static string Decode(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes);
}
