using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

public class NodeCipherTests
{
    [Fact]
    public async Task Where_the_data_is_cut_changes_nothing() => Assert.Equal("[]", await NodeWorker.JsonAsync("""
        (() => {
          const bad = [], all = Buffer.from(Array.from({ length: 49 }, (_, i) => i * 5));
          for (const name of crypto.getCiphers()) {
            const { keyLength, ivLength, mode } = crypto.getCipherInfo(name);
            const key = Buffer.alloc(keyLength, 1), iv = ivLength ? Buffer.alloc(ivLength, 254) : null;
            for (const size of [0, 1, 15, 16, 17, 32, 33, 48, 49]) {
              const data = all.subarray(0, size), whole = crypto.createCipheriv(name, key, iv);
              const expected = Buffer.concat([whole.update(data), whole.final()]), tag = mode === "gcm" ? whole.getAuthTag() : undefined;
              for (let cut = 0; cut <= expected.length; cut++) {
                const cipher = crypto.createCipheriv(name, key, iv), decipher = crypto.createDecipheriv(name, key, iv);
                const out = Buffer.concat([cipher.update(data.subarray(0, cut)), cipher.update(data.subarray(cut)), cipher.final()]);
                if (tag) decipher.setAuthTag(tag);
                const back = Buffer.concat([decipher.update(expected.subarray(0, cut)), decipher.update(expected.subarray(cut)), decipher.final()]);
                if (!out.equals(expected) || !back.equals(data) || (tag && !cipher.getAuthTag().equals(tag))) bad.push([name, size, cut]);
              }
            }
          }
          return bad;
        })()
        """, ExecutionLimits.Default with { CpuMilliseconds = 10_000, TurnMilliseconds = 20_000, AllocationBytes = 1L << 30 }));

    [Fact]
    public async Task What_GCM_encrypts_is_what_the_Web_Crypto_API_encrypts() => Assert.Equal("[true,true,true]", await NodeWorker.JsonAsync("""
        Promise.all([12, 1, 60].map(async (size) => {
          const raw = Buffer.alloc(32, 9), iv = Buffer.alloc(size, 7), data = Buffer.alloc(1000, "abc"), additionalData = Buffer.from("more");
          const key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt"]);
          const expected = Buffer.from(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, data));
          const cipher = crypto.createCipheriv("aes-256-gcm", raw, iv).setAAD(additionalData);
          return Buffer.concat([cipher.update(data), cipher.final(), cipher.getAuthTag()]).equals(expected);
        }))
        """));
}
