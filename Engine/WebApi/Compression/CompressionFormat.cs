namespace PureEdge.Engine.WebApi.Compression;

/// <summary>https://compression.spec.whatwg.org/#enumdef-compressionformat</summary>
internal enum CompressionFormat
{
    Deflate,
    DeflateRaw,
    Gzip,
}
