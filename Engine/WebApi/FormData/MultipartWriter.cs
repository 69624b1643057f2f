using System.Buffers;
using System.Text;

namespace PureEdge.Engine.WebApi.FormData;

/// <summary>Writes a <c>multipart/form-data</c> body (https://html.spec.whatwg.org/#multipart-form-data, RFC 7578).</summary>
internal static class MultipartWriter
{
    private const string DefaultType = "application/octet-stream";

    /// <summary>An upper bound of the bytes that <see cref="Write"/> gives, so that they can be charged first.</summary>
    public static long SizeBound(IReadOnlyList<MultipartPart> parts, string boundary)
    {
        var size = boundary.Length + 8L;
        foreach (var part in parts)
        {
            // An escape makes three bytes of one, and so may UTF-8.
            size += boundary.Length + 128 + (3L * (part.Name.Length + (part.FileName?.Length ?? 0))) + (part.ContentType?.Length ?? 0) + part.Data.Length;
        }

        return size;
    }

    /// <summary>The body. Nobody but the caller knows <paramref name="boundary"/>, so no part contains it.</summary>
    public static ReadOnlyMemory<byte> Write(IReadOnlyList<MultipartPart> parts, string boundary, int sizeBound)
    {
        var output = new ArrayBufferWriter<byte>(sizeBound);
        foreach (var part in parts)
        {
            Append(output, $"--{boundary}\r\nContent-Disposition: form-data; name=\"{Escape(part.Name)}\"");
            if (part.FileName is { } fileName)
            {
                var type = string.IsNullOrEmpty(part.ContentType) ? DefaultType : part.ContentType;
                Append(output, $"; filename=\"{Escape(fileName)}\"\r\nContent-Type: {type}");
            }

            Append(output, "\r\n\r\n");
            output.Write(part.Data.Span);
            Append(output, "\r\n");
        }

        Append(output, $"--{boundary}--\r\n");
        return output.WrittenMemory;
    }

    /// <summary>Every line break as CR LF, as names and texts of a form have them.</summary>
    public static string NormalizeNewlines(string text) => text.AsSpan().ContainsAny('\r', '\n')
        ? text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal)
        : text;

    private static string Escape(string name) => name.AsSpan().ContainsAny('\r', '\n', '"')
        ? name.Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal).Replace("\"", "%22", StringComparison.Ordinal)
        : name;

    private static void Append(ArrayBufferWriter<byte> output, string text) => Encoding.UTF8.GetBytes(text, output);
}
