using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class UploadTests
{
    [Fact]
    public async Task Tags_that_are_no_texts_are_the_senders_mistake()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() {} }");
        var (status, _, message) = await api.RefusedAsync("PATCH", "workers/scripts/w/script-settings", new JsonObject { ["tags"] = new JsonArray(1, null) });
        Assert.Equal((HttpStatusCode.BadRequest, "The request's body is not the JSON it must be."), (status, message));
    }

    private const string Module = "application/javascript+module";
    private const string Hello = "export default { fetch() { return new Response('hello'); } };";

    [Fact]
    public async Task A_deployed_worker_answers_at_its_name_and_a_second_deployment_takes_its_place()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        Assert.Equal(10007, (await api.RefusedAsync("GET", "workers/scripts/hello/deployments")).Code);
        Assert.Equal(10090, (await api.RefusedAsync("GET", "workers/services/hello")).Code);
        var first = await api.PutAsync("hello", Hello);
        Assert.Equal("hello", (string)first!["id"]!);
        Assert.Equal("hello", await AskAsync(server, "hello"));
        await api.PutAsync("hello", Hello.Replace("'hello'", "'again'", StringComparison.Ordinal));
        Assert.Equal("again", await AskAsync(server, "hello"));
        Assert.Equal("wrangler", (string)(await api.SendAsync("GET", "workers/services/hello"))!["default_environment"]!["script"]!["last_deployed_from"]!);
        Assert.Equal(["hello"], (await api.SendAsync("GET", "workers/scripts"))!.AsArray().Select(w => (string)w!["id"]!));
    }

    [Fact]
    public async Task Who_deploys_again_and_again_what_costs_too_much_is_told_to_come_later()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        var refused = await RefusedAsync("endless");
        for (var i = 0; i < 100 && refused.Status == HttpStatusCode.BadRequest; i++)
        {
            refused = await RefusedAsync("endless");
        }

        Assert.Equal((HttpStatusCode.TooManyRequests, 10429), (refused.Status, refused.Code));
        Assert.StartsWith("Deployments of 'endless' were refused again and again; try again in ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await RefusedAsync("other")).Status);

        Task<(HttpStatusCode Status, int Code, string Message)> RefusedAsync(string name) =>
            api.PutRefusedAsync(name, """{"main_module":"index.js"}""", ("index.js", Module, "for (;;); export default {}"));
    }

    [Fact]
    public async Task Modules_of_every_kind_arrive()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        using var client = new HttpClient();
        using var form = ApiClient.Form(
            """{"main_module":"index.js"}""",
            ("index.js", Module, "import x from './lib/x.js'; import t from './note.txt'; import b from './data.bin'; export default { fetch() { return new Response(x + t + b.byteLength); } };"),
            ("lib/x.js", Module, "export default 'x';"),
            ("./note.txt", "text/plain", "note"),
            ("./data.bin", "application/octet-stream", "12345"),
            ("index.js.map", "application/source-map", "{}"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var answer = await client.PutAsync(new Uri(server.Admin, "/client/v4/accounts/x/workers/scripts/parts"), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("xnote5", await AskAsync(server, "parts"));
    }

    [Theory]
    [InlineData("""{"main_module":"index.js","compatibility_date":"2026-01-31","compatibility_flags":["nodejs_compat"]}""", HttpStatusCode.OK)]
    [InlineData("""{"main_module":"index.js","compatibility_date":"2026-01-31"}""", HttpStatusCode.BadRequest)]
    public async Task Modules_of_Node_are_there_with_their_flag(string metadata, HttpStatusCode expected)
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        using var client = new HttpClient();
        using var form = ApiClient.Form(
            metadata, ("index.js", Module, "import { join } from 'node:path'; export default { fetch() { return new Response(join('a', '..', 'b')); } };"));
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var answer = await client.PutAsync(new Uri(server.Admin, "/client/v4/accounts/x/workers/scripts/paths"), form);
        Assert.Equal(expected, answer.StatusCode);
        if (expected == HttpStatusCode.OK)
        {
            Assert.Equal("b", await AskAsync(server, "paths"));
            var settings = await api.SendAsync("GET", "workers/scripts/paths/settings");
            Assert.Equal("2026-01-31", (string?)settings!["compatibility_date"]);
        }
        else
        {
            Assert.Contains("nodejs_compat", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_service_worker_format_is_deployed_too()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", server.Token);
        using var form = ApiClient.Form(
            """{"body_part":"script","bindings":[{"type":"plain_text","name":"WHO","text":"world"}]}""",
            ("script", "application/javascript", "addEventListener('fetch', e => e.respondWith(new Response('hi ' + WHO)));"));
        using var answer = await client.PutAsync(new Uri(server.Admin, "/client/v4/accounts/x/workers/scripts/old"), form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("hi world", await AskAsync(server, "old"));
    }

    public static TheoryData<string, string, string> Faulty => new()
    {
        { "export default { fetch( };", "Uncaught SyntaxError:", "index.js:1:" },
        { "\nimport './nope.js'; export default { fetch() {} };", "nope.js", "index.js:2:" },
        { "\n\nnull.x; export default { fetch() {} };", "Uncaught TypeError:", "index.js:3:" },
        { "for (;;) {}\nexport default { fetch() {} };", "The worker's top level:", "index.js:1:" },
        { "export default {};", "no handler", "" },
        { "export const x = 1;", "no default export", "" },
    };

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task A_worker_that_does_not_load_is_refused_with_its_place_and_the_one_before_goes_on_answering(string source, string expected, string place)
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("hello", Hello);
        var (status, code, message) = await api.PutRefusedAsync("hello", """{"main_module":"index.js"}""", ("index.js", Module, source));
        Assert.Equal((HttpStatusCode.BadRequest, 10021), (status, code));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains(place, message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at PureEdge", message, StringComparison.Ordinal);
        Assert.Equal("hello", await AskAsync(server, "hello"));
        Assert.Single((await api.SendAsync("GET", "workers/scripts/hello/versions"))!["items"]!.AsArray());
    }

    [Theory]
    [InlineData("../evil.js")]
    [InlineData("lib/../../evil.js")]
    [InlineData("/etc/passwd")]
    [InlineData("lib//x.js")]
    [InlineData("a\\\\..\\\\b.js")]
    [InlineData(".")]
    public async Task A_module_name_that_leaves_the_bundle_is_refused(string name)
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        var (status, _, message) = await api.PutRefusedAsync("hello", """{"main_module":"index.js"}""", ("index.js", Module, Hello), (name, Module, "1"));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("module name", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"r2_bucket","name":"B","bucket_name":"b"}]}""", "R2")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"d1","name":"B","id":"b"}]}""", "D1")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"queue","name":"B","queue_name":"b"}]}""", "Queues")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"durable_object_namespace","name":"B","class_name":"C"}]}""", "Durable Objects")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"workflow","name":"B"}]}""", "Workflows")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"magic","name":"B"}]}""", "'magic'")]
    [InlineData("""{"main_module":"index.js","migrations":{"new_tag":"v1","steps":[]}}""", "Durable Objects")]
    [InlineData("""{"main_module":"index.js","assets":{"jwt":"x"}}""", "deploy again")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"service","name":"B","service":"nobody"}]}""", "'nobody'")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"plain_text","name":"B"}]}""", "'text'")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"plain_text","name":"B","text":"1"},{"type":"json","name":"B","json":1}]}""", "twice")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"plain_text"}]}""", "'name'")]
    [InlineData("""{"main_module":"index.js","bindings":{}}""", "not a list")]
    [InlineData("""{"main_module":"index.js","bindings":[{"type":"secret_text","name":"S","text":1}]}""", "'text'")]
    [InlineData("""{"main_module":"index.js","main_module":"index.js"}""", "not JSON")]
    [InlineData("""{"main_module":"index.js","limits":{"cpu_ms":0}}""", "cpu_ms")]
    [InlineData("""{"main_module":"other.js"}""", "'other.js'")]
    [InlineData("{}", "'main_module'")]
    [InlineData("[]", "not an object")]
    [InlineData("{", "not JSON")]
    public async Task Metadata_that_asks_for_what_is_not_there_is_refused_by_name(string metadata, string expected)
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        var (status, code, message) = await api.PutRefusedAsync("hello", metadata, ("index.js", Module, Hello));
        Assert.Equal((HttpStatusCode.BadRequest, 10021), (status, code));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Equal(10090, (await api.RefusedAsync("GET", "workers/services/hello")).Code);
    }

    [Fact]
    public async Task A_WebAssembly_module_runs()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        const string Worker = "import add from './add.wasm'; const { exports } = new WebAssembly.Instance(add); export default { fetch() { return new Response(exports.add(2, 3)); } };";

        // (func (export "add") (param i32 i32) (result i32) local.get 0 local.get 1 i32.add); no byte of it needs more than one in UTF-8.
        const string Add = "\u0000\u0061\u0073\u006d\u0001\u0000\u0000\u0000\u0001\u0007\u0001\u0060\u0002\u007f\u007f\u0001\u007f\u0003\u0002\u0001\u0000\u0007\u0007\u0001\u0003\u0061\u0064\u0064\u0000\u0000\u000a\u0009\u0001\u0007\u0000\u0020\u0000\u0020\u0001\u006a\u000b";
        await api.PutAsync("sum", ("index.js", Module, Worker), ("add.wasm", "application/wasm", Add));
        Assert.Equal("5", await AskAsync(server, "sum"));
    }

    [Fact]
    public async Task WebAssembly_that_does_not_compile_and_Python_are_refused_by_name()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        const string Metadata = """{"main_module":"index.js"}""";
        Assert.Contains("WebAssembly", (await api.PutRefusedAsync("w", Metadata, ("index.js", Module, Hello), ("a.wasm", "application/wasm", "x"))).Message, StringComparison.Ordinal);
        Assert.Contains("text/x-python", (await api.PutRefusedAsync("w", Metadata, ("index.js", Module, Hello), ("a.py", "text/x-python", "x"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UPPER")]
    [InlineData("a.b")]
    [InlineData("-a")]
    [InlineData("a%2F..%2Fb")]
    public async Task A_name_that_is_no_label_of_a_host_is_refused(string name)
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PutRefusedAsync(name, """{"main_module":"index.js"}""", ("index.js", Module, Hello))).Status);
    }

    [Fact]
    public async Task An_upload_larger_than_the_limits_is_refused_before_it_is_kept()
    {
        await using var server = await TestServer.StartAsync(_ => [], o => o.Limits = o.Limits with { SourceBytes = 2048, Modules = 2 });
        using var api = new ApiClient(server);
        const string Metadata = """{"main_module":"index.js"}""";
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 10027), Status(await api.PutRefusedAsync("big", Metadata, ("index.js", Module, new string(' ', 5000) + Hello))));
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PutRefusedAsync("big", Metadata, ("index.js", Module, new string(' ', 2500) + Hello))).Status);
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, 10027), Status(await api.PutRefusedAsync(
            "big", Metadata, ("index.js", Module, Hello), ("a.map", "application/source-map", ""), ("b.map", "application/source-map", ""), ("c.map", "application/source-map", ""), ("d.map", "application/source-map", ""))));

        static (HttpStatusCode, int) Status((HttpStatusCode Status, int Code, string Message) answer) => (answer.Status, answer.Code);
    }

    [Fact]
    public async Task An_upload_that_is_compressed_is_not_unpacked()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        using var form = ApiClient.Form("""{"main_module":"index.js"}""", ("index.js", Module, Hello));
        using var packed = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            await form.CopyToAsync(gzip);
        }

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = form.Headers.ContentType;
        content.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.BadRequest, (await api.PutRefusedAsync("hello", content)).Status);
    }

    [Fact]
    public async Task What_is_no_form_is_refused()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        Assert.Contains("multipart/form-data", (await api.PutRefusedAsync("x", new StringContent("{}"))).Message, StringComparison.Ordinal);
        using var broken = new StringContent("--b\r\nno header");
        broken.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=b");
        Assert.Contains("damaged form", (await api.PutRefusedAsync("x", broken)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_path_has_is_refused_and_the_path_goes_on_answering()
    {
        await using var server = await TestServer.StartAsync(folder => [folder.Write("hello.js", Hello)]);
        using var api = new ApiClient(server);
        Assert.Contains("are both named 'hello'", (await api.PutRefusedAsync("hello", """{"main_module":"index.js"}""", ("index.js", Module, Hello))).Message, StringComparison.Ordinal);
        await api.PutAsync("other", Hello.Replace("'hello'", "'other'", StringComparison.Ordinal));
        Assert.Equal("hello", await AskAsync(server, "hello"));
        Assert.Equal("hello", await AskAsync(server, "anything"));
        Assert.Equal("other", await AskAsync(server, "other"));
    }

    [Fact]
    public async Task A_deleted_worker_is_gone()
    {
        await using var server = await StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("hello", Hello);
        Assert.Null(await api.SendAsync("DELETE", "workers/services/hello?force=true"));
        Assert.Equal(10007, (await api.RefusedAsync("DELETE", "workers/services/hello")).Code);
        using var answer = await server.GetAsHostAsync("hello.localhost");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        await api.PutAsync("hello", Hello);
        Assert.Equal("hello", await AskAsync(server, "hello"));
        Assert.Single((await api.SendAsync("GET", "workers/scripts/hello/versions"))!["items"]!.AsArray());
    }

    internal static Task<TestServer> StartAsync() => TestServer.StartAsync(_ => []);

    internal static async Task<string> AskAsync(TestServer server, string name, string path = "/")
    {
        using var answer = await server.GetAsHostAsync($"{name}.localhost", path);
        return await answer.Content.ReadAsStringAsync();
    }
}
