using System.Text;

namespace PureEdge.AspNetCore.Pipeline;

/// <summary>
/// How Kestrel is to read <c>Content-Length</c>: digits and nothing else (https://www.rfc-editor.org/rfc/rfc9110#section-8.6). By itself it takes "+5" for 5, which a proxy in front of the
/// server may read otherwise, and then the two cut a connection's bytes at different places.
/// </summary>
/// <remarks>Immutable. Kestrel decodes the header's bytes with it and parses the text: what is no digit becomes a character that no number has.</remarks>
internal sealed class LengthEncoding : Encoding
{
    public static readonly LengthEncoding Instance = new();

    private LengthEncoding()
    {
    }

    public override int GetChars(ReadOnlySpan<byte> bytes, Span<char> chars)
    {
        // Kestrel's buffer is one character longer than any length it takes.
        var count = Math.Min(bytes.Length, chars.Length);
        for (var i = 0; i < count; i++)
        {
            chars[i] = bytes[i] is >= (byte)'0' and <= (byte)'9' ? (char)bytes[i] : '?';
        }

        return count;
    }

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex) => GetChars(bytes.AsSpan(byteIndex, byteCount), chars.AsSpan(charIndex));

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetCharCount(ReadOnlySpan<byte> bytes) => bytes.Length;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    public override int GetByteCount(char[] chars, int index, int count) => Latin1.GetByteCount(chars, index, count);

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) => Latin1.GetBytes(chars, charIndex, charCount, bytes, byteIndex);

    public override int GetMaxByteCount(int charCount) => Latin1.GetMaxByteCount(charCount);
}
