using System.Text;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Bytes that may be anything, for people to read.</summary>
internal static class ShownBytes
{
    /// <summary>As text when they are that in UTF-8, else in hexadecimal digits. The last character may be cut in two.</summary>
    public static string Of(byte[] bytes)
    {
        var text = Encoding.UTF8.GetString(bytes).TrimEnd('\uFFFD');
        return text.Any(static c => c == '\uFFFD' || (char.IsControl(c) && c is not ('\n' or '\r' or '\t')))
            ? string.Join('\n', Convert.ToHexStringLower(bytes).Chunk(64).Select(static line => string.Join(' ', line.Chunk(4).Select(static part => new string(part)))))
            : text;
    }
}
