using System.Security.Cryptography;
using Jint;
using Jint.Native;
using Jint.Runtime;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using PureEdge.Engine.Interop;
using PureEdge.Engine.WebApi.Crypto;
using PureEdge.Engine.WebApi.Crypto.Algorithms;

namespace PureEdge.Engine.WebApi.Node;

/// <summary>What <c>node:crypto</c> does natively (https://nodejs.org/api/crypto.html).</summary>
internal static class NodeCrypto
{
    private const int MaxDerivedBytes = 1 << 20;

    // What Node.js allows unless told otherwise; more cannot be asked for here.
    private const long MaxScryptBytes = 32L << 20;

    public static JsObject Create(WorkerRealm realm)
    {
        var native = new JsObject(realm.Engine);
        Function("hash", 1, static (realm, a) => JsNodeHash.NewHash(realm, a.At(0)));
        Function("hmac", 2, static (realm, a) => JsNodeHash.NewHmac(realm, a.At(0), a.At(1)));
        Function("hashes", 0, static (realm, _) => realm.NewArray([.. NodeDigest.Names.Select(static name => (JsValue)name)]));
        Function("fillRandom", 1, static (realm, a) =>
        {
            var bytes = BufferSource.Bytes(realm, a.At(0), "The buffer");
            realm.Host.Scope.Limits.ChargeFuel(1 + (bytes.Length / 32));
            RandomSource.Fill(realm, bytes.Span);
            return a[0];
        });
        Function("timingSafeEqual", 2, static (realm, a) =>
        {
            var first = BufferOf(realm, a.At(0), "buf1");
            var second = BufferOf(realm, a.At(1), "buf2");
            if (first.Length != second.Length)
            {
                throw NodeErrors.Range(realm, "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH", "Input buffers must have the same byte length");
            }

            realm.ChargeInput(first.Length);
            return CryptographicOperations.FixedTimeEquals(first.Span, second.Span);
        });
        Function("pbkdf2", 5, Pbkdf2);
        Function("hkdf", 5, Hkdf);
        Function("scrypt", 6, Scrypt);
        Function("wrongType", 3, static (realm, a) => NodeErrors.ArgumentType(realm, a.At(0).ToString(), a.At(1).ToString(), a.At(2)).Error);
        Function("cipher", 5, static (realm, a) => JsNodeCipher.New(realm, a));
        Function("ciphers", 0, static (realm, _) => realm.NewArray([.. NodeCipher.Names.Select(static name => (JsValue)name)]));
        Function("cipherInfo", 1, static (realm, a) => NodeCipher.Find(a.At(0).ToString()) is { } cipher
            ? realm.NewArray([cipher.Name, cipher.Mode, cipher.KeyBytes, cipher.IvBytes, cipher.IsBlockwise ? NodeCipher.AesBlockBytes : 1])
            : JsValue.Undefined);
        Function("takesIv", 2, static (_, a) => NodeCipher.Find(a.At(0).ToString()) is { } cipher && a.At(1).IsNumber() && cipher.TakesIv((int)a[1].AsNumber()));
        foreach (var (name, length, body) in NodeKeys.Functions.Concat(NodeSignatures.Functions))
        {
            Function(name, length, body);
        }

        return native;

        void Function(string name, int length, Func<WorkerRealm, JsValue[], JsValue> body) => native.FastSetDataProperty(name, realm.NewFunction(name, length, body));
    }

    private static Memory<byte> BufferOf(WorkerRealm realm, JsValue value, string name) => BufferSource.TryGetBytes(value, out var bytes)
        ? bytes
        : throw NodeErrors.Type(realm, "ERR_INVALID_ARG_TYPE", $"The \"{name}\" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.");

    private static int Integer(WorkerRealm realm, JsValue value, string name, long least, long most)
    {
        if (!value.IsNumber())
        {
            throw NodeErrors.ArgumentType(realm, name, "of type number", value);
        }

        var number = value.AsNumber();
        return double.IsInteger(number) && number >= least && number <= most
            ? (int)number
            : throw NodeErrors.OutOfRange(realm, name, $">= {least} && <= {most}", NodeErrors.Number(number));
    }

    private static JsValue Pbkdf2(WorkerRealm realm, JsValue[] a)
    {
        // The digest first: the conversions below run no script, so nothing changes under the bytes.
        var digest = JsNodeHash.Named(realm, a.At(4));
        var iterations = Integer(realm, a.At(2), "iterations", 1, int.MaxValue);
        var length = Integer(realm, a.At(3), "keylen", 0, MaxDerivedBytes);
        var password = NodeBuffer.BytesOf(realm, a.At(0), JsValue.Undefined, "password");
        var salt = NodeBuffer.BytesOf(realm, a.At(1), JsValue.Undefined, "salt");
        var blocks = (length + digest.GetDigestSize() - 1) / digest.GetDigestSize();
        realm.Host.ChargeBytes(password.Length + ((long)blocks * salt.Length));
        // Before the work: who cannot pay for all of it does not begin.
        realm.Host.ChargeFuel((long)iterations * blocks * 8);
        var generator = new Pkcs5S2ParametersGenerator(digest);
        generator.Init(password.ToArray(), salt.ToArray(), iterations);
        return Wrap(realm, length == 0 ? [] : ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey());
    }

    private static JsValue Hkdf(WorkerRealm realm, JsValue[] a)
    {
        var digest = JsNodeHash.Named(realm, a.At(0));
        var length = Integer(realm, a.At(4), "length", 0, MaxDerivedBytes);
        var most = 255 * digest.GetDigestSize();
        if (length > most)
        {
            throw NodeErrors.Range(realm, "ERR_CRYPTO_INVALID_KEYLEN", "Invalid key length");
        }

        var key = NodeBuffer.BytesOf(realm, a.At(1), JsValue.Undefined, "ikm");
        var salt = NodeBuffer.BytesOf(realm, a.At(2), JsValue.Undefined, "salt");
        var info = NodeBuffer.BytesOf(realm, a.At(3), JsValue.Undefined, "info");
        if (info.Length > 1024)
        {
            throw NodeErrors.OutOfRange(realm, "info", "must not contain more than 1024 bytes", $"{info.Length} bytes");
        }

        var blocks = (length / digest.GetDigestSize()) + 1;
        realm.Host.ChargeBytes(key.Length + salt.Length + (blocks * (256L + info.Length)));
        var generator = new HkdfBytesGenerator(digest);
        generator.Init(new HkdfParameters(key.ToArray(), salt.ToArray(), info.ToArray()));
        var result = new byte[length];
        generator.GenerateBytes(result, 0, length);
        return BufferSource.NewArrayBuffer(realm, result);
    }

    private static JsValue Scrypt(WorkerRealm realm, JsValue[] a)
    {
        var length = Integer(realm, a.At(2), "keylen", 0, MaxDerivedBytes);
        var cost = Integer(realm, a.At(3), "N", 1, 1 << 20);
        var blockSize = Integer(realm, a.At(4), "r", 1, 1 << 16);
        var parallel = Integer(realm, a.At(5), "p", 1, 1 << 16);
        var memory = 128L * cost * blockSize;
        if (cost < 2 || (cost & (cost - 1)) != 0 || memory > MaxScryptBytes || 128L * blockSize * parallel > MaxScryptBytes)
        {
            throw NodeErrors.Range(realm, "ERR_CRYPTO_INVALID_SCRYPT_PARAMS", "Invalid scrypt params: N is a power of two, and 128 * N * r is at most 32 MiB");
        }

        var password = NodeBuffer.BytesOf(realm, a.At(0), JsValue.Undefined, "password");
        var salt = NodeBuffer.BytesOf(realm, a.At(1), JsValue.Undefined, "salt");
        realm.Host.ChargeBytes(password.Length + salt.Length);
        realm.Host.ChargeFuel((long)cost * blockSize * parallel * 4);
        realm.Host.Scope.Limits.ChargeAllocation((2 * memory) + (128L * blockSize * parallel));
        return Wrap(realm, length == 0 ? [] : SCrypt.Generate(password.ToArray(), salt.ToArray(), cost, blockSize, parallel, length));
    }

    private static JsTypedArray Wrap(WorkerRealm realm, byte[] bytes)
    {
        realm.ChargeInput(bytes.Length, 1);
        return NodeBuffer.Wrap(realm, bytes);
    }
}
