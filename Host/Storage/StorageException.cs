namespace PureEdge.Storage;

/// <summary>The store cannot do what was asked, for a reason that an operator can see and mend.</summary>
/// <param name="code">
/// A stable code: <c>data_in_use</c> (another process has the directory), <c>data_version</c> (a version of PureEdge wrote it that this one
/// cannot read), <c>data_corrupt</c> (a file is damaged), <c>data_unwritable</c> (the directory cannot be made or written),
/// <c>storage_full</c> (too little space is left), <c>storage_failed</c> (reading or writing failed), <c>blob_too_large</c>.
/// </param>
/// <param name="message">The thing in quotes, what is wrong with it, and what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class StorageException(string code, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>A stable code, such as <c>data_in_use</c>.</summary>
    public string Code { get; } = code;
}
