using System.Security.Cryptography;
using System.Text;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

public class PublicKeyTests
{
    private static readonly byte[] Data = Encoding.UTF8.GetBytes("what was signed");

    private const string ErrorName = "const name = p => p.then(() => 'none', e => e.name);";

    [Theory]
    [InlineData("SHA-1")]
    [InlineData("SHA-256")]
    [InlineData("SHA-384")]
    [InlineData("SHA-512")]
    public void An_RSA_signature_of_the_platform_verifies_until_something_changes(string hash)
    {
        using var key = RSA.Create(2048);
        var test = With(key.ExportSubjectPublicKeyInfo(), key.SignData(Data, PlatformName(hash), RSASignaturePadding.Pkcs1));
        Assert.Equal($$$"""[true,true,false,false,false,"public",{"name":"RSASSA-PKCS1-v1_5","modulusLength":2048,"publicExponent":{"0":1,"1":0,"2":1},"hash":{"name":"{{{hash}}}"}},["verify"],true]""", test.EvaluateJson($$"""
            const s = crypto.subtle, alg = { name: "rsassa-pkcs1-v1_5", hash: "{{hash}}" };
            const key = await s.importKey("spki", spki, alg, true, ["verify"]);
            const again = await s.importKey("jwk", await s.exportKey("jwk", key), alg, false, ["verify"]);
            const back = new Uint8Array(await s.exportKey("spki", key));
            return [await s.verify(alg.name, key, signature, data), await s.verify(alg.name, again, signature, data),
                await s.verify(alg.name, key, signature, data.slice(1)), await s.verify(alg.name, key, signature.slice(1), data), await s.verify(alg.name, key, new Uint8Array(256), data),
                key.type, key.algorithm, key.usages, back.length === spki.length && back.every((b, i) => b === spki[i])];
            """));
    }

    [Theory]
    [InlineData("P-256")]
    [InlineData("P-384")]
    [InlineData("P-521")]
    public void An_ECDSA_signature_of_the_platform_verifies_until_something_changes(string curve)
    {
        using var key = ECDsa.Create(curve switch { "P-256" => ECCurve.NamedCurves.nistP256, "P-384" => ECCurve.NamedCurves.nistP384, _ => ECCurve.NamedCurves.nistP521 });
        var test = With(key.ExportSubjectPublicKeyInfo(), key.SignData(Data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        Assert.Equal($$"""[true,true,true,false,false,false,"public",{"name":"ECDSA","namedCurve":"{{curve}}"},["verify"],true]""", test.EvaluateJson($$"""
            const s = crypto.subtle, alg = { name: "ECDSA", namedCurve: "{{curve}}" }, sha = { name: "ECDSA", hash: { name: "SHA-256" } };
            const key = await s.importKey("spki", spki, alg, true, ["verify"]);
            const fromJwk = await s.importKey("jwk", await s.exportKey("jwk", key), alg, false, ["verify"]);
            const fromRaw = await s.importKey("raw", await s.exportKey("raw", key), alg, false, ["verify"]);
            const back = new Uint8Array(await s.exportKey("spki", key));
            return [await s.verify(sha, key, signature, data), await s.verify(sha, fromJwk, signature, data), await s.verify(sha, fromRaw, signature, data),
                await s.verify({ ...sha, hash: "SHA-512" }, key, signature, data), await s.verify(sha, key, signature.slice(2), data), await s.verify(sha, key, new Uint8Array(signature.length), data),
                key.type, key.algorithm, key.usages, back.length === spki.length && back.every((b, i) => b === spki[i])];
            """));
    }

    [Fact]
    public void A_key_that_does_not_fit_is_refused_with_the_standard_s_errors()
    {
        using var rsa = RSA.Create(2048);
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var test = With(rsa.ExportSubjectPublicKeyInfo(), ec.ExportSubjectPublicKeyInfo());
        Assert.Equal(
            """["DataError","DataError","DataError","DataError","DataError","DataError","DataError","DataError","DataError","SyntaxError","DataError","NotSupportedError","NotSupportedError","TypeError","TypeError","InvalidAccessError","InvalidAccessError"]""",
            test.EvaluateJson(ErrorName + """
                const s = crypto.subtle, rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" }, ec = { name: "ECDSA", namedCurve: "P-256" }, ecSpki = signature;
                const off = ecSpki.slice(); off[off.length - 1] ^= 1;
                const good = await s.importKey("spki", spki, rsa, true, []), jwk = await s.exportKey("jwk", good), V = ["verify"];
                return [
                    await name(s.importKey("spki", ecSpki, rsa, true, V)), await name(s.importKey("spki", spki, ec, true, V)), await name(s.importKey("spki", off, ec, true, V)),
                    await name(s.importKey("spki", ecSpki, { ...ec, namedCurve: "P-384" }, true, V)), await name(s.importKey("spki", new Uint8Array(9), rsa, true, V)),
                    await name(s.importKey("jwk", { ...jwk, n: "AQ" }, rsa, true, V)), await name(s.importKey("jwk", { ...jwk, e: "AAAAAAAAAAAAAA" }, rsa, true, V)),
                    await name(s.importKey("jwk", { ...jwk, alg: "RS512" }, rsa, true, [])), await name(s.importKey("jwk", { kty: "EC", crv: "P-256", x: "AQ", y: "AQ" }, ec, true, V)),
                    await name(s.importKey("spki", spki, rsa, true, ["sign"])), await name(s.importKey("jwk", { ...jwk, d: "AQ" }, rsa, true, ["sign"])),
                    await name(s.importKey("raw", spki, rsa, true, V)), await name(s.importKey("spki", ecSpki, { ...ec, namedCurve: "K-256" }, true, V)),
                    await name(s.importKey("spki", spki, rsa.name, true, V)), await name(s.importKey("spki", ecSpki, "ECDSA", true, V)),
                    await name(s.verify(rsa.name, good, signature, data)), await name(s.sign(rsa.name, good, data))];
                """));
    }

    [Fact]
    public void A_key_that_cannot_have_signatures_verifies_none() => Assert.Equal("""[false,"DataError",false,false]""", TestRealm.Json("""
        const s = crypto.subtle, out = [];
        for (const [bytes, e] of [[64, "AQAB"], [64, "AQ"], [32, "Aw"], [1024, "_____w"]]) {
            const n = new Uint8Array(bytes).fill(255).toBase64({ alphabet: "base64url", omitPadding: true });
            const imported = s.importKey("jwk", { kty: "RSA", n, e }, { name: "RSASSA-PKCS1-v1_5", hash: "SHA-512" }, false, ["verify"]);
            out.push(await imported.then(key => s.verify("RSASSA-PKCS1-v1_5", key, new Uint8Array(bytes).fill(1), new Uint8Array(3))).catch(e => e.name));
        }
        return out;
        """));

    private static TestRealm With(byte[] spki, byte[] signature)
    {
        var test = new TestRealm();
        test.Engine.SetValue("spki", BufferSource.NewUint8Array(test.Realm, spki));
        test.Engine.SetValue("signature", BufferSource.NewUint8Array(test.Realm, signature));
        test.Engine.SetValue("data", BufferSource.NewUint8Array(test.Realm, [.. Data]));
        return test;
    }

    private static HashAlgorithmName PlatformName(string hash) => new(hash.Replace("-", "", StringComparison.Ordinal));
}
