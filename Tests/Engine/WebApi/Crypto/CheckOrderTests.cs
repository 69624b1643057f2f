using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

/// <summary>Which error comes first, and which it is.</summary>
public class CheckOrderTests
{
    private const string Prelude = """
        const s = crypto.subtle, d = new Uint8Array(16), V = new Uint8Array([1, 0, 1]), jwk = { kty: "oct", k: "AAAAAAAAAAAAAAAAAAAAAA" };
        const hmac = { name: "HMAC", hash: "SHA-256" }, gcm = { name: "AES-GCM", iv: new Uint8Array(12) };
        const aes = (usages = ["encrypt", "decrypt", "wrapKey", "unwrapKey"], name = "AES-GCM") => s.importKey("raw", d, name, true, usages);
        const ec = (name = "ECDH", namedCurve = "P-256") => s.generateKey({ name, namedCurve }, true, name === "ECDH" ? ["deriveBits", "deriveKey"] : ["sign", "verify"]);
        const secret = (name, usages = ["deriveBits", "deriveKey"]) => s.importKey("raw", d, name, false, usages);
        const pbkdf2 = { name: "PBKDF2", hash: "SHA-256", salt: d, iterations: 1 }, hkdf = { name: "HKDF", hash: "SHA-256", salt: d, info: d };
        """;

    [Theory]
    [InlineData("aes().then(k => s.encrypt({ name: 'AES-CBC', iv: d.slice(1) }, k, d))", "InvalidAccessError")]
    [InlineData("aes(['encrypt'], 'AES-CBC').then(k => s.encrypt({ name: 'AES-CBC', iv: d.slice(1) }, k, d))", "OperationError")]
    [InlineData("aes(['encrypt'], 'AES-CBC').then(k => s.decrypt({ name: 'AES-CBC', iv: d.slice(1) }, k, d))", "InvalidAccessError")]
    [InlineData("aes(['decrypt'], 'AES-CBC').then(k => s.decrypt({ name: 'AES-CBC', iv: d }, k, d.slice(1)))", "OperationError")]
    [InlineData("aes(['decrypt'], 'AES-CBC').then(k => s.decrypt({ name: 'AES-CBC', iv: d }, k, d))", "OperationError")]
    [InlineData("aes(['encrypt'], 'AES-CTR').then(k => s.encrypt({ name: 'AES-CTR', counter: d, length: 0 }, k, d))", "OperationError")]
    [InlineData("aes(['encrypt'], 'AES-CTR').then(k => s.encrypt({ name: 'AES-CTR', counter: d, length: 129 }, k, d))", "OperationError")]
    [InlineData("aes(['encrypt'], 'AES-CTR').then(k => s.encrypt({ name: 'AES-CTR', counter: d, length: 256 }, k, d))", "TypeError")]
    [InlineData("aes(['encrypt'], 'AES-CTR').then(k => s.encrypt({ name: 'AES-CTR', counter: d, length: 1 }, k, new Uint8Array(33)))", "OperationError")]
    [InlineData("aes(['encrypt'], 'AES-CTR').then(k => s.encrypt({ name: 'AES-CTR', length: 64 }, k, d))", "TypeError")]
    [InlineData("aes().then(k => s.encrypt({ ...gcm, tagLength: 127 }, k, d))", "OperationError")]
    [InlineData("aes().then(k => s.encrypt({ ...gcm, iv: new Uint8Array(0) }, k, d))", "OperationError")]
    [InlineData("aes().then(k => s.decrypt(gcm, k, d.slice(1)))", "OperationError")]
    [InlineData("aes().then(k => s.encrypt('AES-GCM', k, d))", "TypeError")]
    [InlineData("aes().then(k => s.sign('AES-GCM', k, d))", "NotSupportedError")]
    [InlineData("aes().then(k => s.encrypt('AES-KW', k, d))", "NotSupportedError")]
    [InlineData("s.generateKey({ name: 'AES-CBC', length: 100 }, true, ['sign'])", "SyntaxError")]
    [InlineData("s.generateKey({ name: 'AES-CBC', length: 100 }, true, [])", "OperationError")]
    [InlineData("s.generateKey({ name: 'AES-CBC', length: 128 }, true, [])", "SyntaxError")]
    [InlineData("s.generateKey({ name: 'AES-CBC', length: 65536 }, true, [])", "TypeError")]
    [InlineData("s.generateKey({ name: 'AES-CBC' }, true, ['encrypt'])", "TypeError")]
    [InlineData("s.generateKey({ ...hmac, length: 0 }, true, ['sign'])", "OperationError")]
    [InlineData("s.generateKey({ ...hmac, length: 4294967295 }, true, ['sign'])", "OperationError")]
    [InlineData("s.generateKey({ ...hmac, hash: 'MD5' }, true, ['sign'])", "NotSupportedError")]
    [InlineData("s.generateKey({ name: 'ECDSA', namedCurve: 'P-257' }, true, ['encrypt'])", "SyntaxError")]
    [InlineData("s.generateKey({ name: 'ECDSA', namedCurve: 'P-257' }, true, ['sign'])", "NotSupportedError")]
    [InlineData("s.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['verify'])", "SyntaxError")]
    [InlineData("s.generateKey({ name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 512, publicExponent: V }, true, ['sign'])", "OperationError")]
    [InlineData("s.generateKey({ name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 8192, publicExponent: V }, true, ['sign'])", "OperationError")]
    [InlineData("s.generateKey({ name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 2048, publicExponent: new Uint8Array([1]) }, true, ['sign'])", "OperationError")]
    [InlineData("s.generateKey({ name: 'RSA-PSS', hash: 'SHA-1', modulusLength: 2048, publicExponent: [1, 0, 1] }, true, ['sign'])", "TypeError")]
    [InlineData("s.generateKey('X448', true, ['deriveBits'])", "NotSupportedError")]
    [InlineData("s.importKey('jwk', d, hmac, true, ['sign'])", "TypeError")]
    [InlineData("s.importKey('raw', jwk, hmac, true, ['sign'])", "TypeError")]
    [InlineData("s.importKey('raw', 'text', 'nothing', true, ['sign'])", "TypeError")]
    [InlineData("s.importKey('der', d, hmac, true, ['sign'])", "TypeError")]
    [InlineData("s.importKey('raw', jwk, 'nothing', true, ['sign'])", "NotSupportedError")]
    [InlineData("s.importKey('jwk', { ...jwk, key_ops: ['sign', 'sign'] }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { ...jwk, key_ops: ['verify', 'other'] }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { ...jwk, use: 'enc' }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { ...jwk, ext: false }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', { ...jwk, k: 'AA==' }, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', null, hmac, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('jwk', jwk, hmac, true, [])", "SyntaxError")]
    [InlineData("s.importKey('jwk', jwk, { ...hmac, length: 129 }, true, ['sign'])", "DataError")]
    [InlineData("s.importKey('raw', d, 'HKDF', true, ['deriveBits'])", "SyntaxError")]
    [InlineData("s.importKey('raw', d, 'HKDF', true, ['sign'])", "SyntaxError")]
    [InlineData("s.importKey('spki', d, 'PBKDF2', false, ['deriveBits'])", "NotSupportedError")]
    [InlineData("secret('HKDF').then(k => s.exportKey('raw', k))", "NotSupportedError")]
    [InlineData("secret('HKDF').then(k => s.deriveBits(hkdf, k))", "OperationError")]
    [InlineData("secret('HKDF').then(k => s.deriveBits(hkdf, k, 9))", "OperationError")]
    [InlineData("secret('HKDF').then(k => s.deriveBits(hkdf, k, 255 * 256 + 8))", "OperationError")]
    [InlineData("secret('HKDF').then(k => s.deriveBits(pbkdf2, k, 8))", "InvalidAccessError")]
    [InlineData("secret('PBKDF2', ['deriveKey']).then(k => s.deriveBits(pbkdf2, k, 8))", "InvalidAccessError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveBits({ ...pbkdf2, iterations: 0 }, k, 8))", "OperationError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveBits({ ...pbkdf2, iterations: 100001 }, k, 8))", "NotSupportedError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveBits(pbkdf2, k, 8200))", "OperationError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveKey(pbkdf2, k, { name: 'AES-GCM', length: 100 }, true, ['encrypt']))", "OperationError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveKey(pbkdf2, k, { ...hmac, length: 0 }, true, ['sign']))", "TypeError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveKey(pbkdf2, k, hmac, true, []))", "SyntaxError")]
    [InlineData("secret('PBKDF2').then(k => s.deriveKey(pbkdf2, k, { name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign']))", "NotSupportedError")]
    [InlineData("ec().then(k => s.deriveBits({ name: 'ECDH', public: k.privateKey }, k.privateKey, 8))", "InvalidAccessError")]
    [InlineData("ec().then(k => s.deriveBits({ name: 'ECDH', public: k.publicKey }, k.privateKey, 257))", "OperationError")]
    [InlineData("ec().then(async k => s.deriveBits({ name: 'ECDH', public: (await ec('ECDH', 'P-384')).publicKey }, k.privateKey, 8))", "InvalidAccessError")]
    [InlineData("ec().then(async k => s.deriveBits({ name: 'ECDH', public: (await ec('ECDSA')).publicKey }, k.privateKey, 8))", "InvalidAccessError")]
    [InlineData("ec().then(k => s.deriveBits({ name: 'ECDH' }, k.privateKey, 8))", "TypeError")]
    [InlineData("ec('ECDSA').then(k => s.exportKey('pkcs8', k.publicKey))", "InvalidAccessError")]
    [InlineData("ec('ECDSA').then(k => s.exportKey('raw', k.privateKey))", "InvalidAccessError")]
    [InlineData("ec('ECDSA').then(k => s.sign({ name: 'ECDSA', hash: 'SHA-1' }, k.publicKey, d))", "InvalidAccessError")]
    [InlineData("aes().then(k => s.exportKey('spki', k))", "NotSupportedError")]
    [InlineData("aes().then(k => s.wrapKey('spki', k, k, gcm))", "NotSupportedError")]
    [InlineData("aes(['encrypt']).then(k => s.wrapKey('raw', k, k, gcm))", "InvalidAccessError")]
    [InlineData("aes().then(k => s.unwrapKey('jwk', d, k, gcm, 'AES-GCM', true, ['encrypt']))", "OperationError")]
    [InlineData("aes().then(async k => s.unwrapKey('jwk', await s.encrypt(gcm, k, d), k, gcm, 'AES-GCM', true, ['encrypt']))", "DataError")]
    [InlineData("aes().then(async k => s.unwrapKey('jwk', await s.encrypt(gcm, k, new TextEncoder().encode('[1]')), k, gcm, 'AES-GCM', true, ['encrypt']))", "DataError")]
    [InlineData("s.digest({}, d)", "TypeError")]
    [InlineData("s.digest({ name: Symbol() }, d)", "TypeError")]
    public void The_error_is(string operation, string name) =>
        Assert.Equal($"\"{name}\"", TestRealm.Json(Prelude + $"return {operation}.then(() => 'none', e => e.name);"));

    [Fact]
    public void Members_are_read_once_in_the_order_of_Web_IDL_and_buffers_as_they_are_then() => Assert.Equal(
        """["name","name","additionalData","iv","tagLength",true]""", TestRealm.Json(Prelude + """
            const seen = [], iv = new Uint8Array(12), key = await aes();
            const how = new Proxy({ name: "aes-gcm", iv, additionalData: d, tagLength: 128 }, { get(target, member) {
                seen.push(member);
                if (member === "tagLength") iv.fill(5);
                return target[member];
            } });
            const sealed = s.encrypt(how, key, d);
            iv.fill(9);
            const expected = await s.encrypt({ ...how, iv: new Uint8Array(12).fill(5) }, key, d);
            return [...seen.slice(0, 5), new Uint8Array(await sealed).toHex() === new Uint8Array(expected).toHex()];
            """));

    [Fact]
    public void A_buffer_that_a_getter_takes_away_is_empty() => Assert.Equal("0", TestRealm.Json(Prelude + """
        const data = new Uint8Array(5), key = await aes();
        const sealed = await s.encrypt({ name: "AES-GCM", iv: new Uint8Array(12), get tagLength() { data.buffer.transfer(); return 128; } }, key, data);
        return sealed.byteLength - 16;
        """));

    [Fact]
    public void A_key_can_be_cloned_and_shows_the_same_objects_each_time() => Assert.Equal(
        """[true,true,true,"secret",["encrypt"],true]""", TestRealm.Json(Prelude + """
            const key = await aes(["encrypt"]), copy = structuredClone({ key }).key;
            const same = new Uint8Array(await s.exportKey("raw", copy)).toHex() === d.toHex();
            return [key.algorithm === key.algorithm, key.usages === key.usages, copy !== key && copy instanceof CryptoKey, copy.type, copy.usages, same];
            """));
}
