using FsCheck;
using FsCheck.Xunit;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

public class CipherTests
{
    [Property(MaxTest = 30)]
    public void Every_cipher_gives_back_what_it_got_and_refuses_what_was_changed(byte[] data, NonEmptyArray<byte> nonce, byte lengths) => Assert.Equal("[]", With(data, nonce.Get).EvaluateJson($$"""
        const s = crypto.subtle, bad = [], hex = b => new Uint8Array(b).toHex(), tags = [32, 64, 96, 104, 112, 120, 128], n = {{lengths}};
        const length = [128, 192, 256][n % 3], block = new Uint8Array(16).fill(n), tagLength = tags[n % 7];
        for (const how of [{ name: "AES-CBC", iv: block }, { name: "AES-CTR", counter: block, length: 64 + n % 64 },
            { name: "AES-GCM", iv: nonce, tagLength }, { name: "AES-GCM", iv: nonce, tagLength, additionalData: data }, { name: "AES-GCM", iv: block.slice(4), tagLength }]) {
            const key = await s.generateKey({ name: how.name, length }, true, ["encrypt", "decrypt"]);
            const sealed = new Uint8Array(await s.encrypt(how, key, data));
            if (hex(await s.decrypt(how, key, sealed)) !== data.toHex()) bad.push(how.name);
            if (how.name === "AES-GCM") {
                if (sealed.length !== data.length + tagLength / 8) bad.push("length");
                sealed[n % sealed.length] ^= 1;
                bad.push(...await s.decrypt(how, key, sealed).then(() => ["accepted"], e => e.name === "OperationError" ? [] : [e.name]));
            }
        }
        return bad;
        """));

    [Property(MaxTest = 20)]
    public void A_short_tag_is_the_beginning_of_the_long_one(byte[] data) => Assert.Equal("true", With(data, [1]).EvaluateJson("""
        const s = crypto.subtle, key = await s.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt"]), iv = new Uint8Array(12).fill(7);
        const of = async tagLength => new Uint8Array(await s.encrypt({ name: "AES-GCM", iv, tagLength, additionalData: data }, key, data)).toHex();
        const long = await of(128);
        return long.startsWith(await of(96)) && long.startsWith(await of(64)) && long.startsWith(await of(32));
        """));

    [Property(MaxTest = 30)]
    public void A_counter_goes_on_where_it_was(byte[] data, byte blocks) => Assert.Equal("true", With(data, [1]).EvaluateJson($$"""
        const s = crypto.subtle, key = await s.generateKey({ name: "AES-CTR", length: 128 }, false, ["encrypt"]);
        // Counts over the end of its 16 bits.
        const all = new Uint8Array(1200 + data.length).map((_, i) => i ^ (data[i % data.length] ?? 0)), at = {{blocks}} % 70;
        const counter = start => { const c = new Uint8Array(16).fill(9); new DataView(c.buffer).setUint16(14, start & 0xffff); return c; };
        const run = async (start, part) => new Uint8Array(await s.encrypt({ name: "AES-CTR", counter: counter(start), length: 16 }, key, part));
        return (await run(0xfff0, all)).toHex() === (await run(0xfff0, all.slice(0, at * 16))).toHex() + (await run(0xfff0 + at, all.slice(at * 16))).toHex();
        """));

    [Property(MaxTest = 20)]
    public void Keys_of_every_length_wrap(byte halves) => Assert.Equal("[true,\"OperationError\"]", TestRealm.Json($$"""
        const s = crypto.subtle, hmac = { name: "HMAC", hash: "SHA-1" }, kek = await s.generateKey({ name: "AES-KW", length: 192 }, false, ["wrapKey", "unwrapKey"]);
        const bytes = crypto.getRandomValues(new Uint8Array(16 + 8 * ({{halves}} % 40)));
        const wrapped = new Uint8Array(await s.wrapKey("raw", await s.importKey("raw", bytes, hmac, true, ["sign"]), kek, "AES-KW"));
        const back = await s.unwrapKey("raw", wrapped, kek, "AES-KW", hmac, true, ["sign"]);
        const same = new Uint8Array(await s.exportKey("raw", back)).toHex() === bytes.toHex();
        wrapped[{{halves}} % wrapped.length] ^= 128;
        return [same, await s.unwrapKey("raw", wrapped, kek, "AES-KW", hmac, true, ["sign"]).catch(e => e.name)];
        """));

    [Fact]
    public void RSA_takes_labels_and_salts() => Assert.Equal("""[true,true,"OperationError","OperationError",true,true,true,false,"OperationError",false]""", new TestRealm(null, Limits.ExecutionLimits.Default with { CpuMilliseconds = 60_000 }).EvaluateJson("""
        const s = crypto.subtle, rsa = { hash: "SHA-256", modulusLength: 1024, publicExponent: new Uint8Array([1, 0, 1]) }, data = new Uint8Array([1, 2, 3]), out = [];
        const oaep = await s.generateKey({ name: "RSA-OAEP", ...rsa }, false, ["encrypt", "decrypt"]);
        const run = async (a, b) => new Uint8Array(await s.decrypt({ name: "RSA-OAEP", label: b }, oaep.privateKey, await s.encrypt({ name: "RSA-OAEP", label: a }, oaep.publicKey, data))).toHex() === "010203";
        const [one, two] = [new Uint8Array([1]), new Uint8Array([2])];
        out.push(await run(one, one), await run(new Uint8Array(0), undefined), await run(one, two).catch(e => e.name), await run(undefined, two).catch(e => e.name));
        const pss = await s.generateKey({ name: "RSA-PSS", ...rsa }, false, ["sign", "verify"]);
        const check = async (a, b) => s.verify({ name: "RSA-PSS", saltLength: b }, pss.publicKey, await s.sign({ name: "RSA-PSS", saltLength: a }, pss.privateKey, data), data);
        out.push(await check(0, 0), await check(32, 32), await check(94, 94), await check(20, 32), await check(95, 95).catch(e => e.name), await s.verify({ name: "RSA-PSS", saltLength: 4294967295 }, pss.publicKey, new Uint8Array(128), data));
        return out;
        """));

    private static TestRealm With(byte[] data, byte[] nonce)
    {
        var test = new TestRealm(null, Limits.ExecutionLimits.Default with { CpuMilliseconds = 60_000 });
        test.Engine.SetValue("data", BufferSource.NewUint8Array(test.Realm, [.. data]));
        test.Engine.SetValue("nonce", BufferSource.NewUint8Array(test.Realm, [.. nonce]));
        return test;
    }
}
