namespace PureEdge.Engine.WebApi.FormData;

/// <summary>A part of a <c>multipart/form-data</c> body.</summary>
/// <param name="Name">The entry's name.</param>
/// <param name="FileName">The file's name, or <see langword="null"/> of a text.</param>
/// <param name="ContentType">The type as it stands in the part, or <see langword="null"/> without one.</param>
/// <param name="Data">The bytes.</param>
internal readonly record struct MultipartPart(string Name, string? FileName, string? ContentType, ReadOnlyMemory<byte> Data);
