using System.Security.Cryptography;
using System.Text;

namespace PureEdge.AspNetCore.Bindings.Secrets;

/// <summary>
/// Encrypts secrets at rest: AES-256-GCM with a key that is kept in a file beside the store. A sealed text is the key's mark (4 bytes), a nonce (12), the
/// tag (16) and the ciphertext, in base64; whose it is belongs to what the tag covers, so that one cannot be put in another's place.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class SecretBox
{
    /// <summary>The key's length in bytes.</summary>
    public const int KeyBytes = 32;

    private const int MarkBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeaderBytes = MarkBytes + NonceBytes + TagBytes;

    private readonly byte[] _key;
    private readonly byte[] _mark;
    private readonly string _where;

    /// <summary>Makes a box.</summary>
    /// <param name="key">The key, <see cref="KeyBytes"/> bytes.</param>
    /// <param name="where">Where the key is kept, for errors.</param>
    public SecretBox(byte[] key, string where)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(key.Length, KeyBytes);
        _key = key;
        _where = where;
        // Tells a wrong key from a damaged secret, and nothing of the key.
        _mark = HMACSHA256.HashData(key, "PureEdge key mark"u8)[..MarkBytes];
    }

    /// <summary>Encrypts a secret of a worker.</summary>
    public string Seal(string worker, string name, string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var sealedBytes = new byte[HeaderBytes + plain.Length];
        _mark.CopyTo(sealedBytes, 0);
        var nonce = sealedBytes.AsSpan(MarkBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(HeaderBytes), sealedBytes.AsSpan(MarkBytes + NonceBytes, TagBytes), Owner(worker, name));
        return Convert.ToBase64String(sealedBytes);
    }

    /// <summary>Decrypts what <see cref="Seal"/> gave.</summary>
    /// <exception cref="PureEdgeException">The key is another one, or the text is damaged.</exception>
    public string Open(string worker, string name, string sealedText)
    {
        var bytes = new byte[sealedText.Length];
        if (!Convert.TryFromBase64String(sealedText, bytes, out var length) || length < HeaderBytes)
        {
            throw Damaged(worker, name);
        }

        if (!bytes.AsSpan(0, MarkBytes).SequenceEqual(_mark))
        {
            throw new PureEdgeException("secret_key", $"The secret '{name}' of the worker '{worker}' was encrypted with another key than the one in '{_where}'. Put that key back, or put the secret again.");
        }

        var plain = new byte[length - HeaderBytes];
        try
        {
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(bytes.AsSpan(MarkBytes, NonceBytes), bytes.AsSpan(HeaderBytes, plain.Length), bytes.AsSpan(MarkBytes + NonceBytes, TagBytes), plain, Owner(worker, name));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Damaged(worker, name);
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>A key for another purpose, which says nothing of this one.</summary>
    public byte[] KeyFor(string purpose) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("PureEdge key for " + purpose));

    private static byte[] Owner(string worker, string name) => Encoding.UTF8.GetBytes($"{worker}\n{name}");

    private static PureEdgeException Damaged(string worker, string name) =>
        new("secret_damaged", $"The secret '{name}' of the worker '{worker}' is damaged in the store. Put it again.");
}
