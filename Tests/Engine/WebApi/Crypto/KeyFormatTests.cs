using FsCheck;
using FsCheck.Xunit;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

/// <summary>Keys that leave in a format and come back in it, and key data that is none.</summary>
public class KeyFormatTests
{
    // The algorithms of key pairs, each with what its keys do.
    private const string Pairs = """
        const s = crypto.subtle, same = (a, b) => new Uint8Array(a).toHex() === new Uint8Array(b).toHex();
        const pairs = [
            ...["P-256", "P-384", "P-521"].flatMap(namedCurve => [[{ name: "ECDSA", namedCurve }, ["sign"], ["verify"]], [{ name: "ECDH", namedCurve }, ["deriveKey", "deriveBits"], []]]),
            [{ name: "Ed25519" }, ["sign"], ["verify"]], [{ name: "X25519" }, ["deriveKey", "deriveBits"], []]];
        const rsa = hash => ({ hash, modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) });
        """;

    [Fact]
    public void A_key_pair_comes_back_from_every_format() => Assert.Equal("[]", Generous().EvaluateJson(Pairs + """
        pairs.push([{ name: "RSASSA-PKCS1-v1_5", ...rsa("SHA-256") }, ["sign"], ["verify"]], [{ name: "RSA-PSS", ...rsa("SHA-1") }, ["sign"], ["verify"]],
            [{ name: "RSA-OAEP", ...rsa("SHA-384") }, ["decrypt", "unwrapKey"], ["encrypt", "wrapKey"]]);
        const bad = [];
        for (const [algorithm, own, other] of pairs) {
            const { publicKey, privateKey } = await s.generateKey(algorithm, true, [...own, ...other]);
            for (const [key, usages, formats] of [[publicKey, other, algorithm.hash ? ["spki", "jwk"] : ["raw", "spki", "jwk"]], [privateKey, own, ["pkcs8", "jwk"]]]) {
                if (key.usages.join() !== usages.join() || (key === publicKey && !key.extractable)) bad.push([algorithm, "usages"]);
                for (const format of formats) {
                    const out = await s.exportKey(format, key);
                    const back = await s.importKey(format, out, algorithm, true, usages);
                    const again = await s.exportKey(format, back);
                    const equal = format === "jwk" ? JSON.stringify(out) === JSON.stringify(again) : same(out, again);
                    if (!equal || back.type !== key.type || JSON.stringify(back.algorithm) !== JSON.stringify(key.algorithm)) bad.push([algorithm, format]);
                }
            }
        }
        return bad;
        """));

    [Fact]
    public void An_Ed25519_key_says_its_algorithm_as_JSON() => Assert.Equal("[\"Ed25519\",\"Ed25519\",null]", TestRealm.Json("""
        const jwk = async (key) => (await crypto.subtle.exportKey("jwk", key)).alg;
        const signing = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
        const agreeing = await crypto.subtle.generateKey("X25519", true, ["deriveBits"]);
        return [await jwk(signing.publicKey), await jwk(signing.privateKey), await jwk(agreeing.publicKey)];
        """));

    [Property(MaxTest = 20)]
    public void A_secret_comes_back_from_every_format(NonEmptyArray<byte> secret) => Assert.Equal("[true,true,true,true]", With("secret", secret.Get).EvaluateJson("""
        const s = crypto.subtle, alg = { name: "HMAC", hash: "SHA-384" }, hex = b => new Uint8Array(b).toHex(), out = [];
        const key = await s.importKey("raw", secret, alg, true, ["sign", "verify"]);
        out.push(hex(await s.exportKey("raw", key)) === secret.toHex());
        out.push(hex(await s.exportKey("raw", await s.importKey("jwk", await s.exportKey("jwk", key), alg, true, ["sign"]))) === secret.toHex());
        const kek = await s.generateKey({ name: "AES-GCM", length: 256 }, false, ["wrapKey", "unwrapKey"]), how = { name: "AES-GCM", iv: new Uint8Array(12) };
        for (const format of ["raw", "jwk"]) {
            const back = await s.unwrapKey(format, await s.wrapKey(format, key, kek, how), kek, how, alg, true, ["verify"]);
            out.push(hex(await s.exportKey("raw", back)) === secret.toHex());
        }
        return out;
        """));

    [Property(MaxTest = 60)]
    public void Bytes_that_are_no_key_are_a_data_error(byte[] data) => OnlyDeclaredErrors(data);

    [Property(MaxTest = 60)]
    public void A_key_with_changed_bytes_is_a_data_error_or_another_key(int seed, NonEmptyArray<int> places, byte[] values)
    {
        var samples = Samples.Value;
        var data = samples[(int)((uint)seed % samples.Length)].ToArray();
        foreach (var (at, value) in places.Get.Zip([.. values, (byte)0]))
        {
            data[(int)((uint)at % data.Length)] = value;
        }

        OnlyDeclaredErrors(data);
    }

    [Property(MaxTest = 40)]
    public void A_key_that_is_cut_off_is_a_data_error(int seed, int length)
    {
        var samples = Samples.Value;
        var sample = samples[(int)((uint)seed % samples.Length)];
        OnlyDeclaredErrors(sample[..(int)((uint)length % sample.Length)]);
    }

    [Fact]
    public void A_key_nested_without_end_is_a_data_error()
    {
        // SEQUENCEs of indefinite and of huge length, each in the other.
        var deep = Enumerable.Repeat(new byte[] { 0x30, 0x80 }, 8_000).SelectMany(static part => part).ToArray();
        OnlyDeclaredErrors(deep);
        OnlyDeclaredErrors([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, .. deep]);
        OnlyDeclaredErrors(new byte[1 << 20]);
    }

    [Fact]
    public void A_compressed_point_is_the_point() => Assert.Equal("[true,true,true]", TestRealm.Json("""
        const s = crypto.subtle, out = [];
        for (const namedCurve of ["P-256", "P-384", "P-521"]) {
            const { publicKey } = await s.generateKey({ name: "ECDSA", namedCurve }, true, ["sign"]);
            const raw = new Uint8Array(await s.exportKey("raw", publicKey)), half = (raw.length - 1) / 2;
            const short = new Uint8Array([2 + (raw.at(-1) & 1), ...raw.slice(1, 1 + half)]);
            const back = await s.importKey("raw", short, { name: "ECDSA", namedCurve }, true, ["verify"]);
            out.push(new Uint8Array(await s.exportKey("raw", back)).toHex() === raw.toHex());
        }
        return out;
        """));

    // A private and a public key of each kind, in DER.
    private static readonly Lazy<byte[][]> Samples = new(static () =>
    {
        var test = Generous();
        var joined = test.Evaluate("(async () => {" + Pairs + """
            pairs.push([{ name: "RSA-PSS", ...rsa("SHA-256") }, ["sign"], ["verify"]]);
            const out = [];
            for (const [algorithm, own, other] of pairs) {
                const { publicKey, privateKey } = await s.generateKey(algorithm, true, [...own, ...other]);
                out.push(new Uint8Array(await s.exportKey("spki", publicKey)).toHex(), new Uint8Array(await s.exportKey("pkcs8", privateKey)).toHex());
            }
            return out.join();
            })()
            """).ToString();
        return [.. joined.Split(',').Select(Convert.FromHexString)];
    });

    private static void OnlyDeclaredErrors(byte[] data)
    {
        var allowed = new[] { "none", "DataError", "NotSupportedError" };
        var names = With("data", data).EvaluateJson("""
            const s = crypto.subtle, out = new Set();
            const all = [["ECDSA", "sign", "verify"], ["ECDH", "deriveBits"], ["Ed25519", "sign", "verify"], ["X25519", "deriveBits"], ["RSA-PSS", "sign", "verify"], ["RSA-OAEP", "decrypt", "encrypt"]];
            for (const [name, own, other] of all) {
                for (const format of ["raw", "spki", "pkcs8"]) {
                    for (const namedCurve of name.startsWith("EC") ? ["P-256", "P-384", "P-521"] : [undefined]) {
                        const usages = format === "pkcs8" ? [own] : other ? [other] : [];
                        out.add(await s.importKey(format, data, { name, hash: "SHA-256", namedCurve }, true, usages).then(k => s.exportKey("jwk", k)).then(() => "none", e => e.name));
                    }
                }
            }
            for (const member of ["n", "e", "d", "x", "y", "k"]) {
                const jwk = { kty: "RSA", n: "AQAB", e: "AQAB", [member]: data.toBase64({ alphabet: "base64url" }) };
                for (const [name, kty, use] of [["RSA-PSS", "RSA", "verify"], ["ECDSA", "EC", "verify"], ["Ed25519", "OKP", "verify"], ["HMAC", "oct", "verify"]]) {
                    const algorithm = { name, hash: "SHA-256", namedCurve: "P-256" };
                    out.add(await s.importKey("jwk", { ...jwk, kty, crv: name === "Ed25519" ? name : "P-256" }, algorithm, true, jwk.d === undefined ? [use] : ["sign"]).then(() => "none", e => e.name));
                }
            }
            return [...out];
            """);
        Assert.All(System.Text.Json.JsonSerializer.Deserialize<string[]>(names)!, name => Assert.Contains(name, allowed, StringComparer.Ordinal));
    }

    private static TestRealm Generous() => new(null, Limits.ExecutionLimits.Default with { CpuMilliseconds = 60_000 });

    private static TestRealm With(string name, byte[] data)
    {
        var test = Generous();
        test.Engine.SetValue(name, BufferSource.NewUint8Array(test.Realm, [.. data]));
        return test;
    }
}
