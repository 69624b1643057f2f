using System.Buffers.Text;
using System.Text;

namespace PureEdge.Bench.Load;

/// <summary>A response as far as a load generator cares.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Length">Its bytes on the wire, head and body.</param>
/// <param name="KeepsConnection">Whether the connection may be used again.</param>
/// <param name="BodyStart">Where its body begins, with the sizes of its chunks if it has any.</param>
/// <param name="IsChunked">Whether it has.</param>
internal readonly record struct ParsedResponse(int Status, int Length, bool KeepsConnection, int BodyStart, bool IsChunked);

/// <summary>Finds where an HTTP/1.1 response ends: by Content-Length, by its chunks, or because its status has no body.</summary>
internal static class ResponseParser
{
    /// <summary>Parses a response that lies at the start of <paramref name="data"/>.</summary>
    /// <returns>Whether it is complete.</returns>
    /// <exception cref="InvalidDataException">The bytes are no response with a known end.</exception>
    public static bool TryParse(ReadOnlySpan<byte> data, out ParsedResponse response)
    {
        response = default;
        var headEnd = data.IndexOf("\r\n\r\n"u8);
        if (headEnd < 0)
        {
            return false;
        }

        var head = data[..(headEnd + 2)];
        if (head.Length < 14 || !head.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(head[9..12], out int status, out _))
        {
            throw new InvalidDataException("The answer does not begin like a response of HTTP/1.1.");
        }

        var keeps = true;
        var chunked = false;
        long length = status is 204 or 304 ? 0 : -1;
        for (var rest = head[(head.IndexOf("\r\n"u8) + 2)..]; !rest.IsEmpty;)
        {
            var line = rest[..rest.IndexOf("\r\n"u8)];
            rest = rest[(line.Length + 2)..];
            if (HasName(line, "content-length:"u8) && Utf8Parser.TryParse(line[15..].Trim((byte)' '), out long given, out _))
            {
                length = given;
            }
            else if (HasName(line, "transfer-encoding:"u8))
            {
                chunked = true;
            }
            else if (HasName(line, "connection:"u8))
            {
                keeps = line.IndexOf("close"u8) < 0;
            }
        }

        var bodyStart = headEnd + 4;
        if (chunked)
        {
            return TrySkipChunks(data, bodyStart, out var end) && Found(new(status, end, keeps, bodyStart, IsChunked: true), out response);
        }

        if (length < 0)
        {
            throw new InvalidDataException("The response has neither a length nor chunks.");
        }

        return data.Length >= bodyStart + length && Found(new(status, checked((int)(bodyStart + length)), keeps, bodyStart, IsChunked: false), out response);
    }

    /// <summary>The bytes that the chunks of a whole body hold.</summary>
    public static byte[] WithoutChunks(ReadOnlySpan<byte> body)
    {
        var bytes = new List<byte>();
        while (true)
        {
            var lineLength = body.IndexOf("\r\n"u8);
            if (!Utf8Parser.TryParse(body[..lineLength], out int size, out _, 'x') || size == 0)
            {
                return [.. bytes];
            }

            bytes.AddRange(body.Slice(lineLength + 2, size));
            body = body[(lineLength + 2 + size + 2)..];
        }
    }

    private static bool Found(ParsedResponse found, out ParsedResponse response)
    {
        response = found;
        return true;
    }

    private static bool HasName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name) =>
        line.Length >= name.Length && Ascii.EqualsIgnoreCase(line[..name.Length], name);

    private static bool TrySkipChunks(ReadOnlySpan<byte> data, int position, out int end)
    {
        end = 0;
        while (true)
        {
            var lineLength = data[position..].IndexOf("\r\n"u8);
            if (lineLength < 0)
            {
                return false;
            }

            if (!Utf8Parser.TryParse(data.Slice(position, lineLength), out int size, out _, 'x') || size < 0)
            {
                throw new InvalidDataException("A chunk has no size.");
            }

            position += lineLength + 2;
            if (size == 0)
            {
                // Servers under test send no trailers: the empty line follows at once.
                end = position + 2;
                return data.Length >= end;
            }

            if (data.Length < (long)position + size + 2)
            {
                return false;
            }

            position += size + 2;
        }
    }
}
