using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>The JavaScript of node:crypto uses built-ins that a worker may replace, which brings handles to where others are expected.</summary>
public class NodeKeyHandleTests
{
    [Fact]
    public async Task A_worker_that_mixes_up_the_handles_meets_only_errors_of_its_own()
    {
        using var test = new TestWorker(NodeWorker.Define("""
            import crypto from "node:crypto";
            const data = Buffer.from("data");
            const steps = [
              () => crypto.generateKeyPairSync("rsa", { modulusLength: 1024 }), () => crypto.generateKeyPairSync("ec", { namedCurve: "P-256" }),
              () => crypto.generateKeyPairSync("ed25519"), () => crypto.generateKeyPairSync("x25519"),
              ...["spki", "pkcs8", "pkcs1", "sec1"].map((type) => () => crypto.generateKeyPairSync("ec", { namedCurve: "P-384", publicKeyEncoding: { type, format: "pem" }, privateKeyEncoding: { type, format: "der", cipher: "aes-128-cbc", passphrase: "x" } })),
              ...["rsa", "ec", "ed25519", "x25519"].flatMap((kind) => {
                const made = () => crypto.generateKeyPairSync(kind, { modulusLength: 1024, namedCurve: "P-256" });
                return [
                  () => made().privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }), () => made().publicKey.export({ format: "jwk" }),
                  () => crypto.sign(kind === "ed25519" ? null : "sha256", data, made().privateKey), () => crypto.verify("sha256", data, made().publicKey, data),
                  () => crypto.publicEncrypt(made().publicKey, data), () => crypto.diffieHellman({ privateKey: made().privateKey, publicKey: made().publicKey }),
                  () => crypto.createPublicKey(made().privateKey).equals(made().publicKey), () => made().publicKey.toCryptoKey("Ed25519", true, ["verify"]),
                ];
              }),
              () => { const e = crypto.createECDH("P-256"); e.generateKeys(); return [e.getPrivateKey(), e.getPublicKey("hex", "compressed"), e.computeSecret(e.getPublicKey())]; },
              () => crypto.getCipherInfo("aes-128-cbc", { ivLength: 1e300 }), () => crypto.createCipheriv("aes-128-cbc", Buffer.alloc(16), Buffer.alloc(16)).final(),
            ];
            const seen = [1e300, -1, null, undefined, {}, "x", Symbol()];
            const outcomes = { done: 0, errors: 0 };
            export default {
              async fetch() {
                for (let turn = 0; turn < 8; turn++) {
                  const real = Array.prototype[Symbol.iterator];
                  let at = turn;
                  Array.prototype[Symbol.iterator] = function () {
                    const array = this;
                    let i = 0;
                    return { next: () => (i < array.length ? (seen.push(array[i++]), { value: at++ % 3 ? seen[(at * 7) % seen.length] : array[i - 1], done: false }) : { value: undefined, done: true }) };
                  };
                  for (let s = 0; s < steps.length; s++) {
                    try { steps[s](); outcomes.done++; } catch (e) { outcomes.errors++; }
                  }
                  Array.prototype[Symbol.iterator] = real;
                }
                return Response.json(outcomes.done + outcomes.errors === 8 * steps.length && outcomes.errors > 0);
              },
            };
            """, ExecutionLimits.Default with { CpuMilliseconds = 60_000, TurnMilliseconds = 60_000, AllocationBytes = 1L << 30 }));
        Assert.Equal("true", await test.TextAsync());
        Assert.Empty(test.Faults);
    }
}
