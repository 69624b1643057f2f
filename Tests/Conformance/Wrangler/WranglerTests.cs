using System.Text.RegularExpressions;
using PureEdge.Conformance.Tests.Programs;

namespace PureEdge.Conformance.Tests.Wrangler;

/// <summary>wrangler from npm, unmodified, pointed at PureEdge by environment variables alone.</summary>
public sealed partial class WranglerTests(WranglerFixture fixture) : IClassFixture<WranglerFixture>
{
    private const string ShowEnv = "export default { fetch(request, env) { return Response.json(env); } };";

    [SkippableFact]
    public async Task A_worker_in_TypeScript_is_deployed_again_rolled_back_and_deleted()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        Assert.Contains("PureEdge", await project.RunAsync("whoami"), StringComparison.Ordinal);
        project.Write("wrangler.jsonc", """{ "name": "hello", "main": "src/index.ts", "compatibility_date": "2026-01-01" }""");
        project.Write("src/index.ts", "import { greeting } from './greeting';\nexport default { fetch(request: Request): Response { return new Response(greeting as string); } };");
        project.Write("src/greeting.ts", "export const greeting: unknown = 'one';");
        string deployed = await project.RunAsync("deploy");
        Assert.Contains("hello.localhost", deployed, StringComparison.Ordinal);
        Assert.Equal("200 one", await project.AskAsync("hello.localhost"));

        project.Write("src/greeting.ts", "export const greeting: unknown = 'two';");
        await project.RunAsync("deploy");
        Assert.Equal("200 two", await project.AskAsync("hello.localhost"));
        string first = VersionId(deployed);
        Assert.Contains(first, await project.RunAsync("versions list"), StringComparison.Ordinal);
        Assert.Contains(first, await project.RunAsync("deployments list"), StringComparison.Ordinal);
        Assert.DoesNotContain(first, await project.RunAsync("deployments status"), StringComparison.Ordinal);

        await project.RunAsync("rollback -y");
        Assert.Equal("200 one", await project.AskAsync("hello.localhost"));
        Assert.Contains(first, await project.RunAsync("deployments status"), StringComparison.Ordinal);

        await project.RunAsync("delete");
        Assert.StartsWith("404 ", await project.AskAsync("hello.localhost"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_hono_application_in_TypeScript_is_deployed()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Use("hono");
        project.Write("wrangler.jsonc", """{ "name": "app", "main": "src/index.ts", "compatibility_date": "2026-01-01", "vars": { "GREETING": "hi" } }""");
        project.Write("src/index.ts", """
            import { Hono } from 'hono';
            type Bindings = { GREETING: string };
            const app = new Hono<{ Bindings: Bindings }>();
            app.use('*', async (c, next) => { await next(); c.header('X-After', 'yes'); });
            app.get('/hello/:name', c => c.json({ text: `${c.env.GREETING} ${c.req.param('name')}` }));
            app.notFound(c => c.text('nothing', 404));
            export default app;
            """);
        await project.RunAsync("deploy");
        Assert.Equal("""200 {"text":"hi you"}""", await project.AskAsync("app.localhost", "/hello/you"));
        Assert.Equal("404 nothing", await project.AskAsync("app.localhost", "/other"));
    }

    [SkippableFact]
    public async Task Modules_text_and_data_are_uploaded_as_they_are()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.toml", "name = \"parts\"\nmain = \"src/index.js\"\ncompatibility_date = \"2026-01-01\"\nno_bundle = true\nfind_additional_modules = true\nrules = [{ type = \"ESModule\", globs = [\"**/*.js\"] }, { type = \"Text\", globs = [\"**/*.txt\"] }, { type = \"Data\", globs = [\"**/*.bin\"] }]\n");
        project.Write("src/index.js", "import x from './lib/x.js'; import note from './note.txt'; import data from './data.bin'; export default { fetch() { return new Response(`${x} ${note} ${data.byteLength}`); } };");
        project.Write("src/lib/x.js", "export default 'x';");
        project.Write("src/note.txt", "note");
        project.Write("src/data.bin", "12345");
        await project.RunAsync("deploy");
        Assert.Equal("200 x note 5", await project.AskAsync("parts.localhost"));

        project.Write("wrangler.toml", "name = \"bundled\"\nmain = \"src/index.js\"\ncompatibility_date = \"2026-01-01\"\n");
        await project.RunAsync("deploy");
        Assert.Equal("200 x note 5", await project.AskAsync("bundled.localhost"));

        // A function that adds two numbers.
        project.Write("src/add.wasm", Convert.FromHexString("0061736d0100000001070160027f7f017f03020100070701036164640000" + "0a09010700200020016a0b"));
        project.Write("src/index.js", "import add from './add.wasm'; export default { fetch() { return new Response(new WebAssembly.Instance(add).exports.add(1, 2)); } };");
        await project.RunAsync("deploy");
        Assert.Equal("200 3", await project.AskAsync("bundled.localhost"));
    }

    [SkippableFact]
    public async Task Variables_and_secrets_reach_the_worker_and_stay()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        const string Config = """{ "name": "env", "main": "index.js", "compatibility_date": "2026-01-01", "vars": { "TEXT": "t", "JSON": { "a": [1] } } }""";
        project.Write("wrangler.jsonc", Config);
        project.Write("index.js", ShowEnv);
        await project.RunAsync("deploy");
        Assert.Equal("""200 {"TEXT":"t","JSON":{"a":[1]}}""", await project.AskAsync("env.localhost"));

        await project.RunAsync("secret put KEY", "hush\n");
        project.Write("more.json", """{ "A": "1", "B": "2" }""");
        await project.RunAsync("secret bulk more.json");
        await project.RunAsync("secret delete A");
        Assert.Equal("""200 {"TEXT":"t","JSON":{"a":[1]},"KEY":"hush","B":"2"}""", await project.AskAsync("env.localhost"));
        string list = await project.RunAsync("secret list");
        Assert.Contains("\"KEY\"", list, StringComparison.Ordinal);
        Assert.DoesNotContain("hush", list, StringComparison.Ordinal);

        project.Write("wrangler.jsonc", Config.Replace("\"t\"", "\"new\"", StringComparison.Ordinal));
        await project.RunAsync("deploy");
        Assert.Equal("""200 {"TEXT":"new","JSON":{"a":[1]},"KEY":"hush","B":"2"}""", await project.AskAsync("env.localhost"));
        await project.RunAsync("deploy --keep-vars --var OTHER:o");
        Assert.Contains("\"OTHER\":\"o\"", await project.AskAsync("env.localhost"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task The_older_wrangler_goes_through_the_life_of_a_worker()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture, WranglerFixture.Older);
        const string Config = """{ "name": "older", "main": "index.ts", "compatibility_date": "2026-01-01", "vars": { "TEXT": "t" }, "triggers": { "crons": ["0 0 * * *"] }, "kv_namespaces": [{ "binding": "KV", "id": "ID" }] }""";
        project.Write("index.ts", "export default { async fetch(request: Request, env: any): Promise<Response> { return new Response([env.TEXT, env.KEY, env.A, await env.KV.get('k')].join()); }, scheduled() {} };");
        string created = await project.RunAsync("kv namespace create older-space");
        string id = IdPattern().Match(created).Groups[1].Value;
        project.Write("wrangler.jsonc", Config.Replace("ID", id, StringComparison.Ordinal));
        await project.RunAsync($"kv key put --remote --namespace-id {id} k v");
        string first = VersionId(await project.RunAsync("deploy"));
        Assert.Equal("200 t,,,v", await project.AskAsync("older.localhost"));

        await project.RunAsync("secret put KEY", "hush\n");
        project.Write("more.json", """{ "A": "1" }""");
        await project.RunAsync("secret bulk more.json");
        Assert.Contains("\"KEY\"", await project.RunAsync("secret list"), StringComparison.Ordinal);
        Assert.Equal("200 t,hush,1,v", await project.AskAsync("older.localhost"));

        project.Write("wrangler.jsonc", Config.Replace("ID", id, StringComparison.Ordinal).Replace("\"t\"", "\"new\"", StringComparison.Ordinal));
        await project.RunAsync("deploy");
        Assert.Equal("200 new,hush,1,v", await project.AskAsync("older.localhost"));
        string uploaded = VersionId(await project.RunAsync("versions upload"));
        Assert.Contains(uploaded, await project.RunAsync("versions list"), StringComparison.Ordinal);
        await project.RunAsync($"versions deploy {uploaded}@100% -y");
        Assert.Contains(uploaded, await project.RunAsync("deployments status"), StringComparison.Ordinal);
        await project.RunAsync("versions secret put LATER", "later");
        await project.RunAsync($"rollback {first} -y");
        Assert.Equal("200 t,,,v", await project.AskAsync("older.localhost"));
        await project.RunAsync("delete --force");
        Assert.StartsWith("404 ", await project.AskAsync("older.localhost"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task A_secret_for_a_worker_that_is_not_there_makes_a_draft()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        await project.RunAsync("secret put KEY --name draft", "hush");
        Assert.Contains("\"KEY\"", await project.RunAsync("secret list --name draft"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Versions_are_uploaded_first_and_deployed_by_percentage()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.jsonc", """{ "name": "gradual", "main": "index.js", "compatibility_date": "2026-01-01", "version_metadata": { "binding": "VERSION" } }""");
        project.Write("index.js", "export default { fetch(request, env) { return new Response(env.VERSION.id + ' ' + env.VERSION.tag); } };");
        string first = VersionId(await project.RunAsync("deploy"));
        string second = VersionId(await project.RunAsync("versions upload --tag t2 --message second"));
        Assert.Equal($"200 {first} ", await project.AskAsync("gradual.localhost"));
        Assert.Contains("t2", await project.RunAsync($"versions view {second}"), StringComparison.Ordinal);
        await project.RunAsync($"versions deploy {second}@100% -y");
        Assert.Equal($"200 {second} t2", await project.AskAsync("gradual.localhost"));
        await project.RunAsync($"versions deploy {first}@30% {second}@70% -y");
        Assert.Contains("(30%)", await project.RunAsync("deployments status"), StringComparison.Ordinal);
        string third = VersionId(await project.RunAsync("versions secret put KEY", "hush"));
        Assert.Contains(third, await project.RunAsync("versions list"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Environments_routes_domains_crons_and_services_are_set_up()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("back/wrangler.jsonc", """{ "name": "back", "main": "index.js", "compatibility_date": "2026-01-01" }""");
        project.Write("back/index.js", "addEventListener('fetch', event => event.respondWith(new Response('from behind')));");
        await project.RunAsync("deploy -c back/wrangler.jsonc");
        Assert.Equal("200 from behind", await project.AskAsync("back.localhost"));

        project.Write("wrangler.jsonc", """
            {
              "name": "front", "main": "index.js", "compatibility_date": "2026-01-01",
              "routes": [{ "pattern": "example.com/front/*", "zone_name": "example.com" }, { "pattern": "front.example", "custom_domain": true }],
              "triggers": { "crons": ["*/5 * * * *"] },
              "services": [{ "binding": "BACK", "service": "back" }],
              "env": { "staging": { "vars": { "STAGE": "s" }, "routes": [], "workers_dev": true } },
            }
            """);
        project.Write("index.js", "export default { async fetch(request, env) { return env.BACK ? env.BACK.fetch(request) : new Response(env.STAGE); }, scheduled() {} };");
        await project.RunAsync("deploy");
        Assert.Equal("200 from behind", await project.AskAsync("example.com", "/front/x"));
        Assert.Equal("200 from behind", await project.AskAsync("front.example", "/any"));
        Assert.StartsWith("404 ", await project.AskAsync("example.com", "/other"), StringComparison.Ordinal);
        await project.RunAsync("triggers deploy");
        await project.RunAsync("deploy --env staging");
        Assert.Equal("200 s", await project.AskAsync("front-staging.localhost"));
        Assert.Equal("200 from behind", await project.AskAsync("example.com", "/front/x"));
    }

    [SkippableFact]
    public async Task A_KV_namespace_is_made_filled_bound_and_deleted()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        string id = IdPattern().Match(await project.RunAsync("kv namespace create cache")).Groups[1].Value;
        Assert.Contains("\"title\": \"cache\"", await project.RunAsync("kv namespace list"), StringComparison.Ordinal);
        await project.RunAsync($"kv key put --remote --namespace-id {id} a/b%2Fc value --metadata {{\"m\":1}} --ttl 600");
        Assert.Contains("value", await project.RunAsync($"kv key get --remote --text --namespace-id {id} a/b%2Fc"), StringComparison.Ordinal);
        Assert.Contains("\"name\": \"a/b%2Fc\"", await project.RunAsync($"kv key list --remote --namespace-id {id}"), StringComparison.Ordinal);
        project.Write("many.json", """[{ "key": "one", "value": "1" }, { "key": "two", "value": "Mg==", "base64": true, "metadata": { "n": 2 } }]""");
        project.Write("keys.json", """["one", "none"]""");
        await project.RunAsync($"kv bulk put --remote --namespace-id {id} many.json");
        Assert.Contains("\"1\"", await project.RunAsync($"kv bulk get --remote --namespace-id {id} keys.json"), StringComparison.Ordinal);

        // The second has no id: wrangler makes a namespace for it.
        project.Write("wrangler.jsonc", $$"""{ "name": "kv", "main": "index.js", "compatibility_date": "2026-01-01", "kv_namespaces": [{ "binding": "CACHE", "id": "{{id}}" }, { "binding": "AUTO" }] }""");
        project.Write("index.js", "export default { async fetch(request, { CACHE, AUTO }) { await AUTO.put('n', '3'); return new Response([await CACHE.get('one'), await CACHE.get('two'), await AUTO.get('n')].join()); } };");
        await project.RunAsync("deploy");
        Assert.Equal("200 1,2,3", await project.AskAsync("kv.localhost"));
        await project.RunAsync($"kv key delete --remote --namespace-id {id} one");
        await project.RunAsync("kv bulk delete --remote --force --namespace-id " + id + " keys.json");
        Assert.Equal("200 ,2,3", await project.AskAsync("kv.localhost"));
        Assert.Contains("kv-auto", await project.RunAsync("kv namespace list"), StringComparison.Ordinal);
        await project.RunAsync("deploy");
        Assert.Equal("200 ,2,3", await project.AskAsync("kv.localhost"));
        await project.RunAsync($"kv namespace rename --namespace-id {id} --new-name store");
        Assert.Contains("\"store\"", await project.RunAsync("kv namespace list"), StringComparison.Ordinal);
        await project.RunAsync($"kv namespace delete -y --namespace-id {id}");
        Assert.DoesNotContain(id, await project.RunAsync("kv namespace list"), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Static_assets_are_uploaded_with_and_without_code()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        const string Config = """{ "name": "site", "compatibility_date": "2026-01-01", "assets": { "directory": "public", "not_found_handling": "404-page" } }""";
        project.Write("wrangler.jsonc", Config);
        project.Write("public/index.html", "<h1>home</h1>");
        project.Write("public/about.html", "about");
        project.Write("public/404.html", "nothing here");
        project.Write("public/a b ü.txt", "spaces");
        project.Write("public/large.bin", new string('x', 3_000_000));
        project.Write("public/_headers", "/*\n  X-Site: yes\n");
        project.Write("public/_redirects", "/old/* /about 301\n");
        await project.RunAsync("deploy");
        Assert.Equal("200 <h1>home</h1>", await project.AskAsync("site.localhost"));
        Assert.Equal("200 about", await project.AskAsync("site.localhost", "/about"));
        Assert.Equal("404 nothing here", await project.AskAsync("site.localhost", "/deep/none"));
        Assert.Equal("200 spaces", await project.AskAsync("site.localhost", "/a%20b%20%C3%BC.txt"));
        Assert.Equal(4 + 3_000_000, (await project.AskAsync("site.localhost", "/large.bin")).Length);
        Assert.Equal("200 about", await project.AskAsync("site.localhost", "/old/page"));

        project.Write("public/about.html", "about us");
        project.Write("wrangler.jsonc", Config.Replace("\"name\"", "\"main\": \"index.js\", \"name\"", StringComparison.Ordinal).Replace("\"directory\"", "\"binding\": \"FILES\", \"run_worker_first\": [\"/api/*\"], \"directory\"", StringComparison.Ordinal));
        project.Write("index.js", "export default { async fetch(request, env) { return new URL(request.url).pathname === '/api/about' ? env.FILES.fetch(new URL('/about', request.url)) : new Response('code'); } };");
        await project.RunAsync("deploy");
        Assert.Equal("200 about us", await project.AskAsync("site.localhost", "/about"));
        Assert.Equal("200 about us", await project.AskAsync("site.localhost", "/api/about"));
        Assert.Equal("200 code", await project.AskAsync("site.localhost", "/api/x"));
        await project.RunAsync("secret put KEY", "hush");
        Assert.Equal("200 about us", await project.AskAsync("site.localhost", "/api/about"));
        await project.RunAsync("rollback -y");
        Assert.Equal("200 about", (await project.AskAsync("site.localhost", "/about"))[..9]);
    }

    [SkippableTheory]
    [InlineData("pretty", "GET http://watched.localhost/good - Ok @", "(log) good { a: 1 }", "GET http://watched.localhost/bad - Exception Thrown @", "TypeError: no way", "GET http://watched.localhost/loop - Exceeded CPU Limit @", "ExceededCpu: The CPU limit was exceeded: 5 ms of 5 ms allowed. Consumed ")]
    [InlineData("json", "\"outcome\": \"ok\"", "\"good { a: 1 }\"", "\"outcome\": \"exception\"", "\"message\": \"no way\"", "\"outcome\": \"exceededCpu\"", "\"consumed\": ", "To allow more, set 'limits.cpu_ms'")]
    public async Task A_worker_is_watched_live(string format, params string[] expected)
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.jsonc", """{ "name": "watched", "main": "index.js", "compatibility_date": "2026-01-01", "limits": { "cpu_ms": 5 } }""");
        project.Write("index.js", "export default { fetch(request) { if (request.url.endsWith('/loop')) for (;;) {} if (request.url.endsWith('/bad')) throw new TypeError('no way'); console.log('good', { a: 1 }); return new Response('x'); } };");
        await project.RunAsync("deploy");
        await project.WatchAsync($"tail --format {format}", expected, async () =>
        {
            foreach (string path in new[] { "/good", "/bad", "/loop" })
            {
                await project.AskAsync("watched.localhost", path);
            }
        });
    }

    [SkippableFact]
    public async Task Errors_of_a_worker_in_TypeScript_have_their_places_in_the_source()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.jsonc", """{ "name": "mapped", "main": "src/index.ts", "compatibility_date": "2026-01-01", "upload_source_maps": true, "limits": { "cpu_ms": 5 } }""");
        project.Write("src/index.ts", """
            type Removed = { a: string };

            export default {
              fetch(request: Request) {
                if (request.url.endsWith("/loop")) for (;;) {}
                throw new TypeError("no way");
              },
            };
            """);
        await project.RunAsync("deploy");
        await project.WatchAsync("tail --format json", ["src/index.ts:6:", "\"location\": \"src/index.ts:5:", "\"place\": \"src/index.ts:4:"], async () =>
        {
            foreach (string path in new[] { "/bad", "/loop" })
            {
                await project.AskAsync("mapped.localhost", path);
            }
        });
    }

    [SkippableFact]
    public async Task What_is_wrong_stops_the_deployment_with_its_place_in_the_source()
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.jsonc", """{ "name": "wrong", "main": "index.ts", "compatibility_date": "2026-01-01" }""");
        project.Write("index.ts", "type Removed = { a: string };\n\nexport const broken: Removed = (undefined as any).start;\nexport default { fetch() {} };");
        string output = await project.FailAsync("deploy");
        Assert.Contains("TypeError", output, StringComparison.Ordinal);
        Assert.Contains("index.ts:3:", output, StringComparison.Ordinal);
        Assert.StartsWith("404 ", await project.AskAsync("wrong.localhost"), StringComparison.Ordinal);
    }

    [SkippableTheory]
    [InlineData("\"r2_buckets\": [{ \"binding\": \"B\", \"bucket_name\": \"bucket\" }]", "R2")]
    [InlineData("\"d1_databases\": [{ \"binding\": \"B\", \"database_name\": \"b\", \"database_id\": \"1\" }]", "D1")]
    [InlineData("\"durable_objects\": { \"bindings\": [{ \"name\": \"B\", \"class_name\": \"C\" }] }, \"migrations\": [{ \"tag\": \"v1\", \"new_sqlite_classes\": [\"C\"] }]", "Durable Objects")]
    public async Task What_PureEdge_does_not_have_is_named_and_nothing_is_deployed(string section, string what)
    {
        fixture.RequireTools();
        await using WranglerProject project = await WranglerProject.StartAsync(fixture);
        project.Write("wrangler.jsonc", $$"""{ "name": "missing", "main": "index.js", "compatibility_date": "2026-01-01", {{section}} }""");
        project.Write("index.js", "export class C {}\n" + ShowEnv);
        string output = await project.FailAsync("deploy");
        Assert.Contains(what, output, StringComparison.Ordinal);
        Assert.Contains("PureEdge does not have", output, StringComparison.Ordinal);
        Assert.StartsWith("404 ", await project.AskAsync("missing.localhost"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_lock_file_names_no_registry() =>
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(WranglerFixture.Folder, "package-lock.json")), StringComparison.Ordinal);

    private static string VersionId(string output) => VersionIdPattern().Match(output) is { Success: true } match
        ? match.Groups[1].Value
        : throw new InvalidOperationException($"There is no version id in:\n{output}");

    [GeneratedRegex("\"?id\"?[:=] *\"([0-9a-f]{32})\"")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"(?:Version ID:\s+|version )([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")]
    private static partial Regex VersionIdPattern();
}
