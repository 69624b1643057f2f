using System.Buffers;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>A part of a multipart form.</summary>
/// <param name="Name">Its name, as it was sent: it may hold anything.</param>
/// <param name="ContentType">Its media type without parameters, or <see langword="null"/>.</param>
/// <param name="Content">Its bytes.</param>
internal sealed record FormPart(string Name, string? ContentType, byte[] Content)
{
    /// <summary>The name of the file it was, or <see langword="null"/> when it was none; it may hold anything, and is empty for a field where no file was chosen.</summary>
    public string? FileName { get; init; }
}

/// <summary>Reads multipart/form-data with a cap on everything a sender chooses, before it is allocated.</summary>
internal static class FormParts
{
    private const int FirstPieceBytes = 64 << 10;
    private const int PieceBytes = 1 << 20;

    /// <summary>Reads the parts of a form.</summary>
    /// <param name="content">The form.</param>
    /// <param name="boundary">What separates its parts.</param>
    /// <param name="most">How many parts there may be, and how many bytes all of them together.</param>
    /// <param name="where">What is read, for errors.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="PureEdgeException"><c>form_invalid</c>: it is damaged; <c>form_too_large</c>.</exception>
    public static async Task<IReadOnlyList<FormPart>> ReadAsync(
        Stream content, string boundary, (int Parts, long Bytes) most, string where, CancellationToken cancel = default)
    {
        var reader = new MultipartReader(boundary, content) { HeadersCountLimit = 16, HeadersLengthLimit = 16 << 10 };
        var parts = new List<FormPart>();
        var left = most.Bytes;
        try
        {
            while (await reader.ReadNextSectionAsync(cancel) is { } section)
            {
                if (parts.Count == most.Parts)
                {
                    throw new PureEdgeException("form_too_large", $"'{where}' has more than {most.Parts} parts.");
                }

                var bytes = await ReadAsync(section.Body, left, cancel)
                    ?? throw new PureEdgeException("form_too_large", $"'{where}' is larger than the {most.Bytes} bytes that are allowed.");
                left -= bytes.Length;
                var disposition = ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var parsed) ? parsed : null;
                parts.Add(new(HeaderUtilities.RemoveQuotes(disposition?.Name ?? default).ToString(), section.ContentType?.Split(';')[0].Trim(), bytes)
                {
                    FileName = disposition is { FileName.HasValue: true } ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : null,
                });
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new PureEdgeException("form_invalid", $"'{where}' is a damaged form: {e.Message.TrimEnd('.')}.", e);
        }

        return parts;
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <returns>Its bytes, or <see langword="null"/> when there are more than <paramref name="most"/>.</returns>
    public static async Task<byte[]?> ReadAsync(Stream source, long most, CancellationToken cancel)
    {
        // In pieces, and then copied once: a stream in memory would be copied each time that it doubles, and a collection waits for the copying of a large array.
        var pieces = new List<byte[]>();
        long length = 0;
        try
        {
            for (var isFull = true; isFull;)
            {
                var piece = ArrayPool<byte>.Shared.Rent(pieces.Count == 0 ? FirstPieceBytes : PieceBytes);
                pieces.Add(piece);
                var read = await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, cancel);
                length += read;
                if (length > most)
                {
                    return null;
                }

                isFull = read == piece.Length;
            }

            return Join(pieces, (int)length);
        }
        finally
        {
            pieces.ForEach(static piece => ArrayPool<byte>.Shared.Return(piece));
        }
    }

    private static byte[] Join(List<byte[]> pieces, int length)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(length);
        var rest = bytes.AsSpan();
        foreach (var piece in pieces)
        {
            var part = piece.AsSpan(0, Math.Min(piece.Length, rest.Length));
            part.CopyTo(rest);
            rest = rest[part.Length..];
        }

        return bytes;
    }
}
