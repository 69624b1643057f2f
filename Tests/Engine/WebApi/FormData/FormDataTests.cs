using Jint.Runtime;
using PureEdge.Engine.Tests.Interop;

namespace PureEdge.Engine.Tests.WebApi.FormData;

public class FormDataTests
{
    [Fact]
    public void Entries_keep_their_order_and_their_duplicates()
    {
        Assert.Equal(
            """[[["a","1"],["b","2"],["a","3"]],"1",["1","3"],null,true,[["a","9"],["b","2"]],[["b","2"]]]""",
            TestRealm.Json("""
                const f = new FormData();
                f.append('a', 1); f.append('b', '2'); f.append('a', '3');
                const all = [...f], get = f.get('a'), many = f.getAll('a'), none = f.get('c'), has = f.has('b');
                f.set('a', '9');
                const set = [...f];
                f.delete('a');
                return [all, get, many, none, has, set, [...f.entries()]];
                """));
    }

    [Fact]
    public void A_blob_becomes_a_file()
    {
        Assert.Equal(
            """["blob","n","x","renamed",true,7]""",
            TestRealm.Json("""
                const f = new FormData(), file = new File(['b'], 'x', { lastModified: 7 });
                f.append('1', new Blob(['a']));
                f.append('2', new Blob(['a']), 'n');
                f.append('3', file);
                f.append('4', file, 'renamed');
                return [f.get('1').name, f.get('2').name, f.get('3').name, f.get('4').name, f.get('3') === file, f.get('4').lastModified];
                """));
    }

    [Theory]
    [InlineData("new FormData({})")]
    [InlineData("new FormData().append('a')")]
    [InlineData("new FormData().append('a', 'b', 'c')")]
    [InlineData("const f = new FormData(); for (let i = 0; i < 10001; i++) f.append('x', 'y')")]
    public void What_cannot_be_an_entry_is_a_type_error(string script)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run(script));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
    }

    [Fact]
    public void A_form_travels_as_multipart()
    {
        Assert.Equal(
            """[true,[["te\"xt","a\r\nb"],["é",""]],["f\"1.txt","text/x","\u0000\r\n--"],"application/octet-stream"]""",
            TestRealm.Json("""
                const f = new FormData();
                f.append('te"xt', 'a\nb');
                f.append('é', '');
                f.append('file', new File(['\0\r\n--'], 'f"1.txt', { type: 'text/x' }));
                f.append('none', new Blob([]));
                const r = new Request('http://a/', { method: 'POST', body: f });
                const boundary = /^multipart\/form-data; boundary=(.+)$/.test(r.headers.get('content-type'));
                const g = await r.formData(), file = g.get('file');
                return [boundary, [...g].slice(0, 2), [file.name, file.type, await file.text()], g.get('none').type];
                """));
    }

    [Fact]
    public void A_url_encoded_body_is_a_form_too()
    {
        Assert.Equal(
            """[["a","1 2"],["b","é"],["a",""]]""",
            TestRealm.Json("return [...await new Response(new URLSearchParams('a=1+2&b=%C3%A9&a')).formData()]"));
    }

    [Theory]
    [InlineData("new Response('x')", "text/plain")]
    [InlineData("new Response(new Uint8Array(1))", "missing")]
    [InlineData("new Response('', { headers: { 'content-type': 'multipart/form-data' } })", "no boundary")]
    [InlineData("new Response('x', { headers: { 'content-type': 'multipart/form-data; boundary=b' } })", "does not begin")]
    [InlineData("new Response('a&'.repeat(10000), { headers: { 'content-type': 'application/x-www-form-urlencoded' } })", "10000")]
    public void What_is_no_form_is_a_type_error_that_says_why(string script, string part)
    {
        var e = Assert.Throws<JavaScriptException>(() => TestRealm.Run($"({script}).formData()"));
        Assert.Equal("TypeError", e.Error.Get("name").ToString());
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
    }
}
