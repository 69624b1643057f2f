using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using Jint;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The oracle of the same algorithm.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The oracle of the same algorithm.")]
public class CryptoTests
{
    [Property(MaxTest = 40)]
    public void A_digest_is_that_of_the_platform(byte[] data)
    {
        var test = WithData(data);
        foreach (var (name, expected) in new[] { ("SHA-1", SHA1.HashData(data)), ("sha-256", SHA256.HashData(data)), ("SHA-384", SHA384.HashData(data)), ("SHA-512", SHA512.HashData(data)), ("MD5", MD5.HashData(data)) })
        {
            Assert.True(BufferSource.TryGetBytes(test.Evaluate($"crypto.subtle.digest({{ name: '{name}' }}, data)"), out var bytes));
            Assert.Equal(expected, bytes.ToArray());
        }
    }

    [Property(MaxTest = 30)]
    public void A_signature_verifies_until_something_changes(byte[] data, NonEmptyArray<byte> secret)
    {
        var test = WithData(data);
        test.Engine.SetValue("secret", BufferSource.NewUint8Array(test.Realm, [.. secret.Get]));
        Assert.Equal("[true,false,true]", test.EvaluateJson("""
            const s = crypto.subtle, alg = { name: "HMAC", hash: "SHA-256" };
            const key = await s.importKey("raw", secret, alg, true, ["sign", "verify"]);
            const mac = await s.sign("HMAC", key, data);
            globalThis.mac = mac;
            const again = await s.importKey("jwk", await s.exportKey("jwk", key), alg, false, ["verify"]);
            return [await s.verify("hmac", again, mac, data), await s.verify("HMAC", key, mac, new Uint8Array([...data, 1])), (await s.exportKey("raw", key)).byteLength === secret.length];
            """));
        Assert.True(BufferSource.TryGetBytes(test.Evaluate("mac"), out var mac));
        Assert.Equal(HMACSHA256.HashData(secret.Get, data), mac.ToArray());
    }

    [Property(MaxTest = 30)]
    public void What_is_encrypted_decrypts_and_is_protected(byte[] data) => Assert.Equal("[true,\"OperationError\",true]", WithData(data).EvaluateJson("""
        const s = crypto.subtle, key = await s.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
        const alg = { name: "AES-GCM", iv: crypto.getRandomValues(new Uint8Array(12)), additionalData: new Uint8Array([1]) };
        const sealed = await s.encrypt(alg, key, data);
        const open = new Uint8Array(await s.decrypt(alg, key, sealed));
        new Uint8Array(sealed)[0] ^= 1;
        const changed = await s.decrypt(alg, key, sealed).catch(e => e.name);
        return [open.length === data.length && open.every((b, i) => b === data[i]), changed, sealed.byteLength === data.length + 16];
        """));

    [Fact]
    public void Random_values_fill_integer_arrays_only() => Assert.Equal(
        """[true,true,"QuotaExceededError","TypeMismatchError","TypeMismatchError","TypeError","TypeError"]""", TestRealm.Json("""
            const name = f => { try { f(); return "none"; } catch (e) { return e.name; } };
            const a = new Uint32Array(16), b = new BigUint64Array(4);
            return [
                crypto.getRandomValues(a) === a && a.some(x => x !== 0), crypto.getRandomValues(b).some(x => x !== 0n),
                name(() => crypto.getRandomValues(new Uint8Array(65537))), name(() => crypto.getRandomValues(new Float32Array(1))),
                name(() => crypto.getRandomValues(new DataView(new ArrayBuffer(1)))), name(() => crypto.getRandomValues([])), name(() => crypto.getRandomValues(new ArrayBuffer(1)))];
            """));

    [Fact]
    public void A_uuid_is_of_version_four()
    {
        var uuid = TestRealm.Run("crypto.randomUUID()").ToString();
        Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", uuid);
    }

    [Fact]
    public void Outside_a_request_there_is_nothing_random() => Assert.Equal("[true,true,true]", new TestRealm { AllowsIO = false }.EvaluateJson("""
        const refused = e => e.message.startsWith("Disallowed operation called within global scope");
        const sync = f => { try { f(); } catch (e) { return refused(e); } };
        return [
            sync(() => crypto.randomUUID()), sync(() => crypto.getRandomValues(new Uint8Array(1))),
            await crypto.subtle.generateKey({ name: "AES-GCM", length: 128 }, true, ["encrypt"]).catch(refused)];
        """));

    [Fact]
    public void A_key_describes_itself() => Assert.Equal(
        """["secret",true,{"name":"HMAC","hash":{"name":"SHA-512"},"length":1024},["sign"],{"alg":"A128GCM","ext":true,"k":"AAAAAAAAAAAAAAAAAAAAAA","key_ops":["encrypt"],"kty":"oct"},true]""",
        TestRealm.Json("""
            const s = crypto.subtle, key = await s.generateKey({ name: "hmac", hash: { name: "sha-512" } }, true, ["sign"]);
            const aes = await s.importKey("raw", new Uint8Array(16), "AES-GCM", true, ["encrypt"]);
            return [key.type, key.extractable, key.algorithm, key.usages, await s.exportKey("jwk", aes), key instanceof CryptoKey];
            """));

    [Theory]
    [InlineData("s.digest('SHA-3', d)", "NotSupportedError: Algorithm 'SHA-3' is not supported for digest.")]
    [InlineData("s.importKey('raw', d, { name: 'RSA-OAEP', hash: 'SHA-1' }, true, ['encrypt'])", "NotSupportedError: Keys of RSA-OAEP do not have the format 'raw'.")]
    [InlineData("s.deriveBits({ name: 'PBKDF2' }, null, 8)", "TypeError: Parameter 2 is not a CryptoKey.")]
    [InlineData("s.importKey('raw', d, 'AES-GCM', true, ['encrypt'])", "DataError")]
    [InlineData("s.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['sign'])", "SyntaxError")]
    [InlineData("s.importKey('raw', new Uint8Array(16), 'AES-GCM', true, ['x'])", "TypeError")]
    [InlineData("s.importKey('raw', d, 'HMAC', true, ['sign'])", "TypeError")]
    [InlineData("s.importKey('raw', new Uint8Array(0), hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { kty: 'RSA', k: 'AA' }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { kty: 'oct', k: 'AA', alg: 'HS512' }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('raw', d, hmac, false, ['sign']).then(k => s.exportKey('raw', k))", "InvalidAccessError")]
    [InlineData("s.importKey('raw', d, hmac, false, ['sign']).then(k => s.verify('HMAC', k, d, d))", "InvalidAccessError")]
    [InlineData("s.importKey('raw', d, hmac, false, ['sign']).then(k => s.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, k, d))", "InvalidAccessError")]
    [InlineData("s.digest('SHA-1')", "TypeError")]
    [InlineData("s.digest('SHA-1', 'text')", "TypeError")]
    [InlineData("s.sign('HMAC', {}, d)", "TypeError")]
    public void Wrong_arguments_reject(string operation, string error)
    {
        var text = TestRealm.Run($"const s = crypto.subtle, d = new Uint8Array([1]), hmac = {{ name: 'HMAC', hash: 'SHA-256' }}; {operation}.then(() => 'none', String)").ToString();
        Assert.StartsWith(error, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_are_compared_in_constant_time() => Assert.Equal("[true,false,\"TypeError\"]", TestRealm.Json("""
        const s = crypto.subtle, a = new Uint8Array([1, 2]);
        let name; try { s.timingSafeEqual(a, new Uint8Array(1)); } catch (e) { name = e.name; }
        return [s.timingSafeEqual(a, a.slice()), s.timingSafeEqual(a, new Uint8Array(2).buffer), name];
        """));

    private static TestRealm WithData(byte[] data)
    {
        var test = new TestRealm();
        test.Engine.SetValue("data", BufferSource.NewUint8Array(test.Realm, [.. data]));
        return test;
    }
}
