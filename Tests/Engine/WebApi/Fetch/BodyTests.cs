using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using PureEdge.Engine.Interop;
using PureEdge.Engine.Tests.Interop;
using PureEdge.Engine.WebApi.Fetch;

namespace PureEdge.Engine.Tests.WebApi.Fetch;

public class BodyTests
{
    [Property(MaxTest = 60)]
    public void Any_bytes_come_back_the_same_whichever_way_they_are_read(byte[] bytes, byte way)
    {
        var test = new TestRealm();
        test.Engine.SetValue("input", BufferSource.NewUint8Array(test.Realm, [.. bytes]));
        var read = test.Evaluate((way % 6) switch
        {
            0 => "new Response(input).bytes()",
            1 => "new Response(input).arrayBuffer()",
            2 => "new Response(input).blob().then(b => b.bytes())",
            3 => "new Response(new Response(input).body).bytes()",
            4 => "new Response(input).clone().bytes()",
            _ => "new Request('http://a/', { method: 'POST', body: new Response(input).body }).bytes()",
        });
        Assert.True(BufferSource.TryGetBytes(read, out var result));
        Assert.Equal(bytes, result.ToArray());
    }

    [Property(MaxTest = 60)]
    public void Any_bytes_of_the_host_come_back_the_same(byte[] bytes, byte piece, bool asStream, int? length)
    {
        var test = new TestRealm();
        using var source = new SlowStream(bytes, piece + 1);
        test.Engine.SetValue("request", JsRequest.FromHost(test.Realm, new WorkerRequest
        {
            Method = "POST",
            Url = "http://a/",
            Body = source,
            ContentLength = length is { } l ? Math.Abs((long)l) % Body.MaxBufferedBytes : null,
        }));
        var read = test.Evaluate(asStream ? "request.body, request.bytes()" : "request.bytes()");
        Assert.True(BufferSource.TryGetBytes(read, out var result));
        Assert.Equal(bytes, result.ToArray());
        Assert.True(source.IsDisposed);
    }

    [Property(MaxTest = 60)]
    public void Any_text_comes_back_well_formed(string? text)
    {
        var test = new TestRealm();
        test.Engine.SetValue("input", text ?? "");
        var expected = WebIdl.WellFormed(text ?? "");
        Assert.Equal(expected.StartsWith('\ufeff') ? expected[1..] : expected, test.Evaluate("new Response(input).text()").ToString());
    }

    [Theory]
    [InlineData("'\\ufeff{\"a\":[1,\"é\"]}'", """{"a":[1,"é"]}""")]
    [InlineData("new Uint8Array([34, 255, 34])", "\"\ufffd\"")]
    [InlineData("'{\"__proto__\":1}'", """{"__proto__":1}""")]
    public void Json_is_parsed_from_utf8(string body, string json) =>
        Assert.Equal(json, TestRealm.Json($"return new Response({body}).json()"));

    [Theory]
    [InlineData("''")]
    [InlineData("'{'")]
    [InlineData("null")]
    [InlineData("'['.repeat(100000)")]
    public void What_is_no_json_is_a_syntax_error(string body) =>
        Assert.Equal("\"SyntaxError\"", TestRealm.Json($"return new Response({body}).json().catch(e => e.name)"));

    [Fact]
    public void A_stream_of_a_script_is_a_body()
    {
        Assert.Equal("""["ab",null,"TypeError"]""", TestRealm.Json("""
            const make = chunks => new ReadableStream({ start(c) { chunks.forEach(x => c.enqueue(x)); c.close(); } });
            const r = new Response(make([new Uint8Array([97]), new Uint8Array([98])]));
            const type = r.headers.get('content-type');
            const bad = await new Response(make([1])).text().catch(e => e.name);
            return [await r.text(), type, bad];
            """));
    }

    [Theory]
    [InlineData("const r = new Response('x'); r.body.getReader();", false)]
    [InlineData("const r = new Response('x'); await r.body.getReader().read();", true)]
    [InlineData("const r = new Response('x'); await r.body.cancel();", true)]
    [InlineData("const r = new Response('x'); await r.text(); r.body;", true)]
    public void A_body_whose_stream_is_taken_cannot_be_read(string script, bool used)
    {
        var flag = used ? "true" : "false";
        Assert.Equal($"[\"TypeError\",\"TypeError\",{flag}]", TestRealm.Json($$"""
            {{script}}
            let made; try { new Response(r.body); } catch (e) { made = e.name; }
            return [await r.text().catch(e => e.name), made, r.bodyUsed];
            """));
    }

    [Fact]
    public void The_body_is_the_same_stream_each_time() =>
        Assert.Equal("[true,true]", TestRealm.Json(
            "const r = new Response('x'), used = new Response('y'); await used.text(); return [r.body === r.body, used.body.locked]"));

    [Fact]
    public void A_cloned_stream_is_read_twice()
    {
        var test = new TestRealm();
        using var source = new SlowStream(Encoding.UTF8.GetBytes("Hello, world"));
        test.Engine.SetValue("request", JsRequest.FromHost(test.Realm, new WorkerRequest { Method = "POST", Url = "http://a/", Body = source }));
        Assert.Equal("""["Hello, world","Hello, world"]""", test.EvaluateJson(
            "const c = request.clone(); return Promise.all([c.text(), request.text()])"));
    }

    [Fact]
    public void A_script_stream_reaches_the_outside()
    {
        var sent = "";
        var outbound = new FakeOutbound(async (request, token) =>
        {
            sent = await new StreamReader(request.Body!).ReadToEndAsync(token);
            return new WorkerResponse { Status = 200 };
        });
        new TestRealm(outbound).EvaluateJson("""
            let n = 0;
            const body = new ReadableStream({ pull(c) { n++ < 3 ? c.enqueue(new Uint8Array([97])) : c.close(); } });
            await fetch('http://a/', { method: 'POST', body, duplex: 'half' });
            """);
        Assert.Equal("aaa", sent);
    }
}
