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

    [GeneratedRegex(@"(?:Version ID:\s+|version )([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")]
    private static partial Regex VersionIdPattern();
}
