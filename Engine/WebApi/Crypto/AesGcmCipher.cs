using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.DomException;

namespace PureEdge.Engine.WebApi.Crypto;

/// <summary>AES-GCM (https://w3c.github.io/webcrypto/#aes-gcm-operations). Departure: the platform takes nonces of 12 bytes and tags of 96 bits and more.</summary>
internal static class AesGcmCipher
{
    public static byte[] Encrypt(WorkerRealm realm, byte[] key, JsValue algorithm, JsValue data)
    {
        var (iv, additional, tagBytes) = Parameters(realm, algorithm);
        var plain = BufferSource.Bytes(realm, data, "The data");
        if (plain.Length > Array.MaxLength - tagBytes)
        {
            throw DomExceptions.New(realm, "OperationError", "The data is too long for an ArrayBuffer with its tag.");
        }

        SubtleLimits.Charge(realm, plain.Length);
        realm.Host.Scope.Limits.ChargeAllocation(plain.Length + tagBytes);
        var result = new byte[plain.Length + tagBytes];
        using var cipher = new AesGcm(key, tagBytes);
        cipher.Encrypt(iv, plain.Span, result.AsSpan(0, plain.Length), result.AsSpan(plain.Length), additional);
        return result;
    }

    public static byte[] Decrypt(WorkerRealm realm, byte[] key, JsValue algorithm, JsValue data)
    {
        var (iv, additional, tagBytes) = Parameters(realm, algorithm);
        var sealedBytes = BufferSource.Bytes(realm, data, "The data");
        var length = sealedBytes.Length - tagBytes;
        if (length < 0)
        {
            throw DomExceptions.New(realm, "OperationError", "The data is shorter than its tag.");
        }

        SubtleLimits.Charge(realm, length);
        realm.Host.Scope.Limits.ChargeAllocation(length);
        var result = new byte[length];
        using var cipher = new AesGcm(key, tagBytes);
        try
        {
            cipher.Decrypt(iv, sealedBytes.Span[..length], sealedBytes.Span[length..], result, additional);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw DomExceptions.New(realm, "OperationError", "The data could not be decrypted: it was changed, or the key, iv or additional data is another.");
        }

        return result;
    }

    private static (byte[] Iv, byte[]? AdditionalData, int TagBytes) Parameters(WorkerRealm realm, JsValue algorithm)
    {
        var dictionary = algorithm as ObjectInstance ?? throw realm.TypeError("The algorithm AES-GCM needs an iv.");
        var additional = dictionary.Get("additionalData");
        var additionalBytes = additional.IsUndefined() ? null : SubtleLimits.Copy(realm, additional, "additionalData");
        var ivBytes = SubtleLimits.Copy(realm, dictionary.Get("iv"), "iv");
        var tagLength = dictionary.Get("tagLength");
        var tagBits = tagLength.IsUndefined() ? 128 : WebIdl.ToIntegerInRange(realm, tagLength, 0, 255, "tagLength");
        if (tagBits is not (32 or 64 or 96 or 104 or 112 or 120 or 128))
        {
            throw DomExceptions.New(realm, "OperationError", $"A tagLength of {tagBits}; it must be 32, 64, 96, 104, 112, 120 or 128.");
        }

        if (tagBits < 96 || ivBytes.Length != 12)
        {
            throw DomExceptions.New(realm, "NotSupportedError", "AES-GCM is supported with an iv of 12 bytes and a tagLength of 96 and more.");
        }

        return (ivBytes, additionalBytes, (int)tagBits / 8);
    }
}

/// <summary>What cryptography costs.</summary>
internal static class SubtleLimits
{
    // A unit of fuel is about a hundred nanoseconds, in which a hash takes a few dozen bytes.
    private const int BytesPerUnit = 32;
    private const int UnitsPerOperation = 20;

    public static void Charge(WorkerRealm realm, long bytes) => realm.Host.Scope.Limits.ChargeFuel(UnitsPerOperation + (bytes / BytesPerUnit));

    /// <summary>A parameter's bytes, which later conversions of other parameters cannot change.</summary>
    public static byte[] Copy(WorkerRealm realm, JsValue value, string what)
    {
        var bytes = BufferSource.Bytes(realm, value, what);
        realm.Host.Scope.Limits.ChargeAllocation(bytes.Length);
        return bytes.ToArray();
    }
}
