namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>Where the bytes of assets are.</summary>
internal interface IAssetFiles
{
    /// <summary>Opens a part of a file, or <see langword="null"/> when it is gone.</summary>
    ValueTask<Stream?> OpenAsync(Asset asset, long offset, long length, CancellationToken cancel);
}
