using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.Blobs;

public class BlobTests
{
    [Fact]
    public void Parts_of_all_kinds_are_joined()
    {
        Assert.Equal(
            """[17,"text/x","aé\u0001\u00021undefinedbc"]""",
            TestRealm.Json("""
                const b = new Blob(['aé', new Uint8Array([1, 2]), 1, undefined, new Blob(['bc']), new DataView(new ArrayBuffer(0)), ''], { type: 'TEXT/X' });
                return [b.size, b.type, await b.text()];
                """));
    }

    [Theory]
    [InlineData("b.slice()", "0123456789")]
    [InlineData("b.slice(2)", "23456789")]
    [InlineData("b.slice(2, 4)", "23")]
    [InlineData("b.slice(-3)", "789")]
    [InlineData("b.slice(-3, -1)", "78")]
    [InlineData("b.slice(5, 2)", "")]
    [InlineData("b.slice(NaN, 3)", "012")]
    [InlineData("b.slice(-Infinity, Infinity)", "0123456789")]
    [InlineData("b.slice(2, 8).slice(1, 3)", "34")]
    public void A_slice_counts_from_either_end(string slice, string expected) =>
        Assert.Equal($"\"{expected}\"", TestRealm.Json($"const b = new Blob(['0123456789']); return {slice}.text()"));

    [Fact]
    public void A_slice_has_the_type_it_is_given()
    {
        Assert.Equal("""["","a/b",""]""", TestRealm.Json("""
            const b = new Blob([], { type: 'x/y' });
            return [b.slice().type, b.slice(0, 0, 'A/b').type, b.slice(0, 0, 'é').type];
            """));
    }

    [Fact]
    public void Bytes_of_a_blob_never_change()
    {
        Assert.Equal("""["1,2","1,2","1,2"]""", TestRealm.Json("""
            const view = new Uint8Array([1, 2]), b = new Blob([view]);
            view[0] = 9;
            const first = await b.bytes(), seen = [String(first)];
            first[0] = 9;
            new Uint8Array(await b.arrayBuffer())[1] = 9;
            seen.push(String(await b.bytes()));
            for await (const chunk of b.stream()) { seen.push(String(chunk)); chunk[0] = 9; }
            return seen;
            """));
    }

    [Theory]
    [InlineData("new Blob('x')")]
    [InlineData("new Blob(1)")]
    [InlineData("new Blob([], { endings: 'x' })")]
    [InlineData("new Blob([Symbol()])")]
    [InlineData("new File([])")]
    [InlineData("new File(undefined, 'x')")]
    [InlineData("Blob([])")]
    public void What_the_standard_refuses_is_a_type_error(string script)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
    }

    [Fact]
    public void Endings_can_be_made_those_of_the_platform() =>
        Assert.Equal("\"a\\nb\\nc\"", TestRealm.Json("return new Blob(['a\\r\\nb\\rc'], { endings: 'native' }).text()"));

    [Fact]
    public void A_file_is_a_blob_with_a_name_and_a_time()
    {
        Assert.Equal("""["n","x/y",7,true,2,1800000000000,"[object File]"]""", TestRealm.Json("""
            const f = new File(['ab'], 'n', { type: 'x/y', lastModified: 7.9 });
            return [f.name, f.type, f.lastModified, f instanceof Blob, f.size, new File([], '').lastModified, String(f)];
            """));
    }

    [Fact]
    public void A_blob_is_a_body_and_a_body_a_blob()
    {
        Assert.Equal("""["x/y","ab","x/y","text/html;charset=utf-8"]""", TestRealm.Json("""
            const r = new Response(new Blob(['ab'], { type: 'x/y' }));
            const type = r.headers.get('content-type'), b = await r.blob();
            const odd = new Response('', { headers: { 'content-type': ' Text/HTML ;charset=utf-8;; charset=b' } });
            return [type, await b.text(), b.type, (await odd.blob()).type];
            """));
    }

    [Fact]
    public void Too_many_bytes_are_refused_before_they_are_allocated() =>
        Assert.Equal("\"TypeError\"", TestRealm.Json("""
            const b = new Blob(['x'.repeat(1 << 20)]);
            try { new Blob(Array(101).fill(b)); } catch (e) { return e.name; }
            """));
}
