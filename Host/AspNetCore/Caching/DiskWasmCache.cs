using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PureEdge.Storage.Caching;
using PureEdge.Wasm;

namespace PureEdge.AspNetCore.Caching;

/// <summary>
/// Keeps what modules of WebAssembly are compiled to on the disk, so that a server that starts again need not compile them. Such a file is code that may do all that the
/// server may: each has a mark (HMAC-SHA-256) of its key and content, made with a secret that is not in the folder, and without the right one it is not there.
/// </summary>
/// <remarks>Thread-safe. Waits for the disk: a bundle is loaded on a thread that may.</remarks>
internal sealed class DiskWasmCache(CacheFolderOptions options, byte[] secret) : IWasmCodeCache, IAsyncDisposable
{
    private const string Group = "wasm";

    private readonly CacheFolder _folder = new(options);

    /// <summary>What is on the disk, in bytes.</summary>
    public long Bytes => _folder.Bytes;

    /// <inheritdoc/>
    public ReadOnlyMemory<byte>? Find(string key)
    {
        foreach (var item in _folder.FindAsync(Group, NumberOf(key), CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            var content = _folder.ReadAsync(item, static (head, _) => head.Length == HMACSHA256.HashSizeInBytes, CancellationToken.None).AsTask().GetAwaiter().GetResult();
            if (content is not null && CryptographicOperations.FixedTimeEquals(content.Head.Span, MarkOf(key, content.Body.Span)))
            {
                return content.Body;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Keep(string key, ReadOnlyMemory<byte> code) =>
        _folder.PutAsync(Group, NumberOf(key), 0, long.MaxValue, MarkOf(key, code.Span), code, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _folder.DisposeAsync();

    private static UInt128 NumberOf(string key) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // The key by its hash, which has one length: no two pairs have the same bytes.
    private byte[] MarkOf(string key, ReadOnlySpan<byte> code)
    {
        using var mark = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        mark.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        mark.AppendData(code);
        return mark.GetHashAndReset();
    }
}
