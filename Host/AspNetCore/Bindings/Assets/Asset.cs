using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>A file of a version's static assets. Immutable.</summary>
/// <param name="Path">Where it is, unescaped: <c>/</c> and then names with <c>/</c> between them.</param>
/// <param name="Hash">What wrangler calls its content: 32 hexadecimal digits. It is the ETag.</param>
/// <param name="ContentType">Its media type, or <see langword="null"/> to send none.</param>
/// <param name="Blob">Its bytes.</param>
internal sealed record Asset(string Path, string Hash, string? ContentType, BlobReference Blob);
