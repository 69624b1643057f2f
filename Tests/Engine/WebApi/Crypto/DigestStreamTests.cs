using System.Security.Cryptography;
using FsCheck;
using FsCheck.Xunit;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Crypto;

public class DigestStreamTests
{
    [Property(MaxTest = 40)]
    public void The_digest_is_that_of_all_parts_together(byte[] data, byte[] cuts)
    {
        var test = new TestRealm();
        test.Engine.SetValue("data", BufferSource.NewUint8Array(test.Realm, [.. data]));
        test.Engine.SetValue("cuts", BufferSource.NewUint8Array(test.Realm, [.. cuts]));
        Assert.Equal($"\"{Convert.ToHexStringLower(SHA384.HashData(data))} {data.Length}\"", test.EvaluateJson("""
            const stream = new crypto.DigestStream("sha-384"), writer = stream.getWriter();
            const at = [0, ...[...cuts].map(c => c % (data.length + 1)).sort((a, b) => a - b), data.length];
            for (let i = 1; i < at.length; i++) await writer.write(i % 2 ? data.slice(at[i - 1], at[i]) : new DataView(data.buffer, at[i - 1], at[i] - at[i - 1]));
            await writer.close();
            return `${new Uint8Array(await stream.digest).toHex()} ${stream.bytesWritten}`;
            """));
    }

    [Fact]
    public void It_takes_what_a_stream_pipes_and_strings() => Assert.Equal("""["900150983cd24fb0d6963f7d28e17f72",3,true,"DigestStream"]""", TestRealm.Json("""
        const stream = new crypto.DigestStream({ name: "MD5" });
        await ReadableStream.from(["a", new Uint8Array([98]), "c"]).pipeTo(stream);
        return [new Uint8Array(await stream.digest).toHex(), Number(stream.bytesWritten), stream instanceof WritableStream, String(stream).slice(8, -1)];
        """));

    [Fact]
    public void It_refuses_what_is_not_bytes_and_says_so_at_both_ends() => Assert.Equal("""["TypeError","TypeError","NotSupportedError","TypeError","Error: enough"]""", TestRealm.Json("""
        const out = [], stream = new crypto.DigestStream("SHA-1");
        out.push(await stream.getWriter().write(5).catch(e => e.name), await stream.digest.catch(e => e.name));
        for (const wrong of ["AES-GCM", Symbol("x")]) try { new crypto.DigestStream(wrong); } catch (e) { out.push(e.name); }
        const other = new crypto.DigestStream("SHA-1");
        await other.abort(new Error("enough"));
        out.push(await other.digest.catch(String));
        return out;
        """));

    [Fact]
    public void A_digest_that_nobody_asked_for_is_no_unhandled_rejection()
    {
        var test = new TestRealm();
        test.Evaluate("new crypto.DigestStream('SHA-1').abort(1)");
        Assert.Empty(test.Unhandled);
    }
}
