using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PureEdge.Storage;

namespace PureEdge.AspNetCore.Bindings.Assets;

/// <summary>
/// What an upload of assets is authorised with: which worker, which manifest (a blob), until when. Signed, so that nothing is kept of it here.
/// It has the form of a JWT (https://www.rfc-editor.org/rfc/rfc7519), since wrangler looks at <c>exp</c>.
/// </summary>
/// <param name="Worker">The worker.</param>
/// <param name="Manifest">The manifest.</param>
/// <param name="Expires">When it ends.</param>
internal sealed record AssetSession(string Worker, BlobReference Manifest, DateTimeOffset Expires)
{
    private const string Header = """{"alg":"HS256","typ":"JWT"}""";
    private const int MaxLength = 1024;

    /// <summary>The token.</summary>
    public string Sign(byte[] key)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(new Payload(Worker, Manifest.Hash.Hex, Manifest.Length, Expires.ToUnixTimeSeconds()));
        var body = $"{Base64Url.EncodeToString(Encoding.ASCII.GetBytes(Header))}.{Base64Url.EncodeToString(payload)}";
        return $"{body}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(body)))}";
    }

    /// <summary>Reads a token.</summary>
    /// <returns>The session, or <see langword="null"/> when it was not signed here or has ended.</returns>
    public static AssetSession? Read(string token, byte[] key, DateTimeOffset now)
    {
        // Checked before a byte of it is read as anything: what follows was written by us.
        if (token.Length > MaxLength || token.LastIndexOf('.') is not (> 0 and var end) || !Ascii.IsValid(token))
        {
            return null;
        }

        var signature = new byte[HMACSHA256.HashSizeInBytes];
        var given = token.AsSpan(end + 1);
        if (!Base64Url.IsValid(given, out var length) || length != signature.Length || Base64Url.DecodeFromChars(given, signature) != signature.Length
            || !CryptographicOperations.FixedTimeEquals(signature, HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(token[..end]))))
        {
            return null;
        }

        var payload = JsonSerializer.Deserialize<Payload>(Base64Url.DecodeFromChars(token.AsSpan(0, end)[(token.IndexOf('.', StringComparison.Ordinal) + 1)..]))!;
        return payload.exp > now.ToUnixTimeSeconds() && BlobHash.TryParse(payload.manifest, out var hash)
            ? new(payload.worker, new(hash, payload.length), DateTimeOffset.FromUnixTimeSeconds(payload.exp))
            : null;
    }

#pragma warning disable IDE1006 // The names of the claims.
    private sealed record Payload(string worker, string manifest, long length, long exp);
#pragma warning restore IDE1006
}
