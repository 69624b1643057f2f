using PureEdge.Engine.Tests.Events;
using PureEdge.Limits;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

/// <summary>What is expensive is paid before it is done: with a CPU limit below its price it never begins.</summary>
public class CryptoFuelTests
{
    private const string Keys = """
        const s = crypto.subtle, rsa = { name: 'RSA-PSS', hash: 'SHA-256', modulusLength: 4096, publicExponent: new Uint8Array([1, 0, 1]) };
        """;

    [Theory]
    [InlineData("await s.generateKey(rsa, true, ['sign'])")]
    [InlineData("await s.deriveBits({ name: 'PBKDF2', hash: 'SHA-512', salt: new Uint8Array(8), iterations: 100000 }, await s.importKey('raw', new Uint8Array(8), 'PBKDF2', false, ['deriveBits']), 1024 * 8)")]
    [InlineData("for (;;) await s.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign'])")]
    [InlineData("for (;;) await s.generateKey('Ed25519', true, ['sign'])")]
    [InlineData("for (const data = new Uint8Array(1 << 20);;) await s.digest('SHA-256', data)")]
    [InlineData("for (const data = new Uint8Array(1 << 20), key = await s.generateKey({ name: 'AES-GCM', length: 256 }, true, ['encrypt']);;) await s.encrypt({ name: 'AES-GCM', iv: new Uint8Array(1 << 20) }, key, data)")]
    [InlineData("for (;;) await s.importKey('spki', new Uint8Array(1 << 20), { name: 'ECDSA', namedCurve: 'P-384' }, true, ['verify']).catch(() => {})")]
    public async Task A_worker_that_asks_for_more_than_it_may_is_killed(string code)
    {
        using var test = new TestWorker(
            $"export default {{ async fetch() {{ {Keys} {code}; return new Response('done'); }} }}",
            ExecutionLimits.Default with { CpuMilliseconds = 20 });
        Assert.Equal(WorkerOutcome.ExceededCpu, (await test.FailureAsync()).Outcome);
    }
}
