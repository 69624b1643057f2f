using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Node;

/// <summary>One statement of a script makes the host do much: it is paid for before it is done.</summary>
public class NodeLimitTests
{
    [Theory]
    [InlineData("Buffer.alloc(1 << 30)")]
    [InlineData("Buffer.alloc(2e9)")]
    [InlineData("Buffer.from({ length: 2e9 })")]
    [InlineData("Buffer.concat([Buffer.alloc(1 << 20)], 2e9)")]
    [InlineData("for (const b = Buffer.alloc(1 << 20), all = []; ;) all.push(b.toString('hex'))")]
    [InlineData("Array(64).fill(Buffer.alloc(4 << 20)).map((b) => b.toString('base64')).length")]
    [InlineData("crypto.pbkdf2Sync('a', 'b', 2 ** 30, 64, 'sha512')")]
    [InlineData("crypto.pbkdf2Sync('a', 'b', 1000, 1 << 20, 'sha1')")]
    [InlineData("crypto.scryptSync('a', 'b', 64, { N: 16384, r: 16, p: 32 })")]
    [InlineData("crypto.randomBytes(2 ** 31 - 1)")]
    [InlineData("for (const b = Buffer.alloc(1 << 20), c = crypto.createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12)); ;) c.update(b)")]
    [InlineData("for (const b = Buffer.alloc(1 << 20), c = crypto.createDecipheriv('aes-128-cbc', Buffer.alloc(16), Buffer.alloc(16)); ;) c.update(b)")]
    [InlineData("for (const all = []; ;) all.push(crypto.createCipheriv('aes-128-gcm', Buffer.alloc(16), Buffer.alloc(12)))")]
    [InlineData("for (const b = Buffer.alloc(1 << 20), s = crypto.createSign('sha256'); ;) s.update(b)")]
    [InlineData("for (const { privateKey } = crypto.generateKeyPairSync('ec', { namedCurve: 'P-384' }); ;) crypto.sign('sha256', Buffer.alloc(8), privateKey)")]
    [InlineData("crypto.generateKeyPairSync('rsa', { modulusLength: 4096 })")]
    [InlineData("for (const { privateKey } = crypto.generateKeyPairSync('ed25519'); ;) privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })")]
    [InlineData("for (const text = '-----BEGIN X-----'.repeat(4000); ;) try { crypto.createPublicKey(text); } catch {}")]
    [InlineData("zlib.gunzipSync(Buffer.from(BOMB, 'base64'))")]
    [InlineData("zlib.brotliDecompressSync(zlib.brotliCompressSync(Buffer.alloc(256 << 20)))")]
    [InlineData("for (const b = Buffer.alloc(1 << 20, 'a'), n = Buffer.concat([Buffer.alloc(1 << 19, 'a'), Buffer.from('b')]); ;) b.indexOf(n)")]
    [InlineData("for (const b = Buffer.alloc(1 << 22); ;) b.swap16()")]
    [InlineData("for (const b = Buffer.alloc(1 << 22); ;) b.fill(1)")]
    [InlineData("for (const b = Buffer.alloc(1 << 22); ;) b.equals(Buffer.from(b))")]
    [InlineData("for (const b = Buffer.alloc(1 << 22); ;) crypto.createHash('sha512').update(b)")]
    [InlineData("for (const d = new (await import('node:string_decoder')).StringDecoder(), b = Buffer.alloc(1 << 20); ;) d.write(b)")]
    public async Task A_statement_cannot_take_more_than_the_request_has(string statement)
    {
        // A gzip file of 1 GiB of zeros, nested once: its outer layer alone expands a thousandfold.
        using var bomb = new MemoryStream();
        await using (var zip = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 256; i++)
            {
                await zip.WriteAsync(zeros);
            }
        }

        var source = statement.Contains("BOMB", StringComparison.Ordinal) ? $"const BOMB = '{Convert.ToBase64String(bomb.ToArray())}';" : "";
        using var test = new TestWorker(NodeWorker.Define(
            $"import crypto from 'node:crypto'; import zlib from 'node:zlib'; {source} export default {{ async fetch() {{ try {{ {statement}; }} catch (e) {{ return new Response(`${{e.name}} ${{e.code}}`, {{ status: 500 }}); }} return new Response('done'); }} }}",
            ExecutionLimits.Default with { AllocationBytes = 64 << 20, CpuMilliseconds = 200, TurnMilliseconds = 10_000 }));
        var result = await test.FetchAsync();
        Assert.Empty(test.Faults);
        if (result.Failure is { } failure)
        {
            Assert.True(failure.Outcome is WorkerOutcome.ExceededCpu or WorkerOutcome.ExceededMemory, failure.Message);
        }
        else
        {
            Assert.Equal("RangeError ERR_OUT_OF_RANGE", await TestWorker.TextOf(result));
        }
    }

    [Theory]
    [InlineData("Buffer.prototype.toString.call({})")]
    [InlineData("Buffer.prototype.readUInt8.call(5)")]
    [InlineData("Buffer.prototype.slice.call(new Float64Array(1), 1)")]
    [InlineData("Buffer.from({ get length() { throw new Error('mine'); } })")]
    [InlineData("Buffer.from(new Proxy({}, { get() { throw new Error('mine'); } }))")]
    [InlineData("Buffer.alloc(8).indexOf('a', { valueOf() { throw new Error('mine'); } })")]
    [InlineData("((b) => Buffer.prototype.indexOf.call(b, 'x', { valueOf() { b.buffer.transfer(); return 0; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.fill({ valueOf() { b.buffer.transfer(); return 7; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.copy(Buffer.alloc(8), { valueOf() { b.buffer.transfer(); return 0; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.toString('hex', { valueOf() { b.buffer.transfer(); return 0; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.writeUInt32LE({ valueOf() { b.buffer.transfer(); return 0; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.writeDoubleLE({ valueOf() { b.buffer.transfer(); return 0; } }))(Buffer.alloc(8))")]
    [InlineData("((b) => b.subarray({ valueOf() { b.buffer.transfer(); return 0; } }, 4).length)(Buffer.alloc(8))")]
    [InlineData("Buffer.from(new ArrayBuffer(8), { valueOf() { return 4; } }, 1e300)")]
    [InlineData("((a) => Buffer.from(a, 0, { valueOf() { a.transfer(); return 4; } }))(new ArrayBuffer(8))")]
    [InlineData("((b) => { b.buffer.transfer(); return [b.toString(), b.slice(0, 4).length, b.equals(b), b.readUInt8()]; })(Buffer.alloc(8))")]
    [InlineData("((r) => Buffer.from(r, 4).subarray(1, 2))(new ArrayBuffer(8, { maxByteLength: 16 }))")]
    [InlineData("((r) => { const b = Buffer.from(r, 4); r.resize(2); return [b.toString(), b.subarray(0, 1), b.swap16(), b.fill(1)]; })(new ArrayBuffer(8, { maxByteLength: 16 }))")]
    public async Task What_a_script_does_in_between_harms_nobody(string expression)
    {
        using var test = new TestWorker(NodeWorker.Define($"export default {{ fetch() {{ try {{ {expression}; }} catch (e) {{ if (!(e instanceof Error)) throw e; }} return new Response('fine'); }} }}"));
        Assert.Equal("fine", await test.TextAsync());
        Assert.Empty(test.Faults);
    }
}
