using PureEdge.Engine.Tests.Interop;
using PureEdge.Tests.Shared;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

/// <summary>The same script in Node.js, whose Web Crypto is OpenSSL's: what is deterministic must be equal, what is random must verify.</summary>
public class NodeComparisonTests
{
    // Keys are made by the first of the two and imported by the other.
    private const string Script = """
        const s = crypto.subtle, hex = b => [...new Uint8Array(b)].map(x => x.toString(16).padStart(2, "0")).join(""), bytes = t => new Uint8Array(t.match(/../g)?.map(x => parseInt(x, 16)) ?? []);
        const fill = (n, seed) => { const out = new Uint8Array(n); for (let i = 0, x = seed + 1; i < n; i++) { x = (x * 1103515245 + 12345) % 2147483648; out[i] = x >> 16; } return out; };
        const hashes = ["SHA-1", "SHA-256", "SHA-384", "SHA-512"], sizes = [0, 1, 15, 16, 17, 63, 64, 65, 1000];
        const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
        const kinds = [
            ...["P-256", "P-384", "P-521"].flatMap(namedCurve => [{ name: "ECDSA", namedCurve }, { name: "ECDH", namedCurve }]), { name: "Ed25519" }, { name: "X25519" },
            { name: "RSASSA-PKCS1-v1_5", hash: "SHA-384" }, { name: "RSA-PSS", hash: "SHA-256" }, { name: "RSA-OAEP", hash: "SHA-1" }];
        const uses = { ECDSA: ["sign", "verify"], ECDH: ["deriveBits", ""], Ed25519: ["sign", "verify"], X25519: ["deriveBits", ""], "RSASSA-PKCS1-v1_5": ["sign", "verify"], "RSA-PSS": ["sign", "verify"], "RSA-OAEP": ["decrypt", "encrypt"] };
        const use = (name, i) => uses[name].slice(i, i + 1).filter(x => x);

        async function secrets() {
            const out = {};
            for (const n of sizes) {
                const data = fill(n, n), note = (name, value) => { out[`${name} ${n}`] = hex(value); };
                for (const hash of hashes) {
                    note(hash, await s.digest(hash, data));
                    note("HMAC " + hash, await s.sign("HMAC", await s.importKey("raw", fill(n + 1, 3), { name: "HMAC", hash }, false, ["sign"]), data));
                    note("HKDF " + hash, await s.deriveBits({ name: "HKDF", hash, salt: fill(n, 4), info: data }, await s.importKey("raw", data, "HKDF", false, ["deriveBits"]), 8 * (1 + n % 100)));
                    note("PBKDF2 " + hash, await s.deriveBits({ name: "PBKDF2", hash, salt: fill(n, 4), iterations: n + 1 }, await s.importKey("raw", data, "PBKDF2", false, ["deriveBits"]), 264));
                }
                for (const length of [16, 24, 32]) {
                    for (const how of [{ name: "AES-CBC", iv: fill(16, n) }, { name: "AES-CTR", counter: fill(16, n), length: 20 }, { name: "AES-CTR", counter: new Uint8Array(16).fill(255), length: 128 },
                        { name: "AES-GCM", iv: fill(12, n), additionalData: data }, { name: "AES-GCM", iv: fill(13 + n % 60, n), tagLength: 64 }, { name: "AES-GCM", iv: fill(12, n), tagLength: 32 }]) {
                        note(`${how.name} ${length} ${how.length ?? how.tagLength} ${how.iv?.length}`, await s.encrypt(how, await s.importKey("raw", fill(length, 5), how.name, false, ["encrypt"]), data));
                    }
                }
            }
            const kek = await s.importKey("raw", fill(32, 6), "AES-KW", false, ["wrapKey"]);
            for (const n of [16, 24, 64, 128]) out["AES-KW " + n] = hex(await s.wrapKey("raw", await s.importKey("raw", fill(n, 7), { name: "HMAC", hash: "SHA-1" }, true, ["sign"]), kek, "AES-KW"));
            return out;
        }

        async function make() {
            const keys = [];
            for (const kind of kinds) {
                const pair = await s.generateKey(kind.hash ? { ...kind, ...rsa } : kind, true, [...use(kind.name, 0), ...use(kind.name, 1)]);
                keys.push([kind, hex(await s.exportKey("pkcs8", pair.privateKey)), hex(await s.exportKey("spki", pair.publicKey))]);
            }
            return keys;
        }

        async function pairs(keys, seals) {
            const out = {}, made = [];
            for (const [kind, pkcs8, spki] of keys) {
                const id = JSON.stringify(kind), own = await s.importKey("pkcs8", bytes(pkcs8), kind, true, use(kind.name, 0)), other = await s.importKey("spki", bytes(spki), kind, true, use(kind.name, 1));
                // What RFC 9864 calls Ed25519 is in the keys of later versions.
                const sorted = o => JSON.stringify(Object.entries(o).filter(([name]) => name !== "alg" || kind.name !== "Ed25519").sort());
                out[id] = [hex(await s.exportKey("pkcs8", own)) === pkcs8, hex(await s.exportKey("spki", other)) === spki, sorted(await s.exportKey("jwk", own)), sorted(await s.exportKey("jwk", other))];
                if (!kind.hash) out[id].push(hex(await s.exportKey("raw", other)));
                const data = fill(50, 8), how = { name: kind.name, hash: "SHA-384", saltLength: 11, label: fill(9, 9) };
                const seal = seals?.[made.length];
                if (use(kind.name, 0)[0] === "deriveBits") {
                    out[id].push(hex(await s.deriveBits({ name: kind.name, public: other }, own, 248)));
                    made.push("");
                } else if (kind.name === "RSA-OAEP") {
                    made.push(hex(await s.encrypt(how, other, data)));
                    out[id].push(seal ? hex(await s.decrypt(how, own, bytes(seal))) === hex(data) : true);
                } else {
                    made.push(hex(await s.sign(how, own, data)));
                    out[id].push(kind.name[0] === "E" && kind.name !== "ECDSA" || kind.name.startsWith("RSASSA") ? made.at(-1) : "", seal ? await s.verify(how, other, bytes(seal), data) : true);
                }
            }
            return [out, made];
        }
        """;

    [SkippableFact]
    public async Task Node_gives_the_same()
    {
        // Ed25519, X25519 and short lengths are there from Node.js 20 on.
        var version = await ToolProcess.RunAsync("node", ["-p", "process.versions.node.split('.')[0]"], AppContext.BaseDirectory, TimeSpan.FromMinutes(1));
        Skip.If(version is null || int.Parse(version, System.Globalization.CultureInfo.InvariantCulture) < 20, "Node.js 20 or later is not on this machine.");
        var node = await ToolProcess.RunAsync(
            "node", ["-e", Script + "(async () => { const keys = await make(), [out, made] = await pairs(keys); console.log(JSON.stringify([await secrets(), keys, out, made])); })()"],
            AppContext.BaseDirectory, TimeSpan.FromMinutes(2));
        var test = new TestRealm(null, Limits.ExecutionLimits.Default with { CpuMilliseconds = 300_000 });
        test.Engine.SetValue("node", node);
        Assert.Equal("[]", test.EvaluateJson(Script + """
            const [theirSecrets, keys, theirPairs, seals] = JSON.parse(node), differences = [];
            const ours = { ...await secrets(), ...(await pairs(keys, seals))[0] }, theirs = { ...theirSecrets, ...theirPairs };
            for (const name in theirs) if (JSON.stringify(ours[name]) !== JSON.stringify(theirs[name])) differences.push([name, ours[name], theirs[name]]);
            return differences;
            """));
    }
}
