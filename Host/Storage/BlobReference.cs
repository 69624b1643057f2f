namespace PureEdge.Storage;

/// <summary>Refers to a blob from an entry, and keeps it from being swept.</summary>
/// <param name="Hash">Its name.</param>
/// <param name="Length">Its length in bytes.</param>
public readonly record struct BlobReference(BlobHash Hash, long Length);
