using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>The file pureedge.json: what it sets, and what is said of what is wrong with it.</summary>
public sealed class ServerConfigTests : IDisposable
{
    private const string Whole = """
        // What a server is set to.
        {
          "$schema": "./pureedge.schema.json",
          "urls": ["http://127.0.0.1:1", "https://127.0.0.1:2"], /* two */
          "admin_urls": "http://127.0.0.1:3; http://127.0.0.1:4",
          "base_domain": "edge.example",
          "data": "kept",
          "paths": ["a.js", "/b"],
          "environment": "staging",
          "token": "0123456789abcdef",
          "certificates": "certificates/",
          "allow_private_network": true,
          "otlp": "http://127.0.0.1:4318",
          "access_log": "../access.log",
          "drain_seconds": 3,
          "log_level": "warning",
          "show_errors": true,
          "max_request_body_bytes": 1000,
          "max_concurrent_requests_per_worker": 4,
          "slots": 5,
          "script_cache_bytes": 6000000, "cache_bytes": 4096, "cache_bytes_per_worker": 1024, "wasm_cache_bytes": 0,
          "image_bytes": 0, "limits_are_ceilings": true,
          "limits": { "cpu_milliseconds": 7, "log_lines": 8, },
          "workers": { "w": { "limits": { "log_lines": 9 } }, "x": {} },
          "tenants": {
            "acme": { "workers": ["acme-*", "shop"], "max_workers": 1, "max_stored_bytes": 2000000, "max_concurrent_requests": 3, "cpu_milliseconds_per_minute": 4 },
            "b": { "workers": ["b"] },
          },
        }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Every_key_sets_its_option_and_paths_begin_at_the_folder_of_the_file()
    {
        var options = Read(Whole);
        Assert.Equal(["http://127.0.0.1:1", "https://127.0.0.1:2"], options.Urls);
        Assert.Equal(["http://127.0.0.1:3", "http://127.0.0.1:4"], options.AdminUrls);
        Assert.Equal("edge.example", options.Workers.BaseDomain);
        Assert.Equal(InFolder("kept"), options.DataDirectory);
        Assert.Equal([InFolder("a.js"), Path.GetFullPath("/b")], options.Paths);
        Assert.Equal("staging", options.Workers.Environment);
        Assert.Equal("0123456789abcdef", options.Token);
        Assert.Equal(InFolder("certificates/"), options.Certificates);
        Assert.True(options.Workers.AllowPrivateNetwork);
        Assert.Equal(new Uri("http://127.0.0.1:4318"), options.OtlpEndpoint);
        Assert.Equal(Path.GetFullPath(InFolder("../access.log")), options.AccessLog);
        Assert.Equal(TimeSpan.FromSeconds(3), options.DrainTime);
        Assert.Equal(LogLevel.Warning, options.LogLevel);
        Assert.True(options.Workers.ShowErrors);
        Assert.Equal(1000, options.Workers.MaxRequestBodyBytes);
        Assert.Equal(4, options.Workers.MaxConcurrentRequestsPerWorker);
        Assert.Equal(5, options.Workers.Slots);
        Assert.Equal(6_000_000, options.Workers.ScriptCacheBytes);
        Assert.Equal(0, options.Workers.ImageBytes);
        Assert.True(options.Workers.LimitsAreCeilings);
        Assert.Equal((7, 8), (options.Workers.Limits.CpuMilliseconds, options.Workers.Limits.LogLines));
        Assert.Equal((7, 9), (options.Workers.LimitsOf("w").CpuMilliseconds, options.Workers.LimitsOf("w").LogLines));
        var acme = options.Workers.Tenants["acme"];
        Assert.Equal(["acme-*", "shop"], acme.Workers);
        Assert.Equal((1, 2_000_000, 3, 4), (acme.MaxWorkers, acme.MaxStoredBytes, acme.MaxConcurrentRequests, acme.CpuMillisecondsPerMinute));
        Assert.Equal((100, 1L << 30, 1000, 60_000), options.Workers.Tenants["b"] is var b ? (b.MaxWorkers, b.MaxStoredBytes, b.MaxConcurrentRequests, b.CpuMillisecondsPerMinute) : default);
        Assert.Equal(options.Workers.Limits, options.Workers.LimitsOf("x"));
        Assert.Equal(options.Workers.Limits, options.Workers.LimitsOf("other"));
        var bare = new ServerOptions();
        Assert.All(ServerSettings.All.Where(static s => s.Key != ServerSettings.LimitsKey && !s.Key.StartsWith(ServerSettings.LimitsPrefix, StringComparison.Ordinal)), s => Assert.NotEqual(s.TextOf(bare), s.TextOf(options)));
    }

    [Fact]
    public void What_a_file_does_not_set_has_its_default()
    {
        var (bare, empty) = (new ServerOptions(), Read("{}"));
        Assert.All(ServerSettings.All, s => Assert.Equal(s.TextOf(bare), s.TextOf(empty)));
        Assert.Equal(":memory:", Read("""{ "data": ":memory:" }""").DataDirectory);
    }

    [Fact]
    public void All_errors_are_said_at_once_with_file_line_column_key_value_and_what_is_allowed()
    {
        var path = _folder.Write("pureedge.json", """
            {
              "drain_seconds": 601, // ten minutes
              "drainSeconds": 1,
              "urls": [],
              "base_domain": "no domain", "log_level": "loud",
              "zzzzzzzzzzzz": 1,
              "token": "s3cret",
              "limits": { "cpu_ms": 1, "log_lines": 1.5, "stack_bytes": 1 },
              "workers": { "No": {}, "w": { "limits": { "modules": 0 }, "cron": 1 }, "v": 3 },
              "slots": 1, "slots": 2,
              "otlp": null
            }
            """);
        var e = Assert.Throws<PureEdgeException>(() => ServerConfig.Read(path));
        Assert.Equal("options_invalid", e.Code);
        Assert.Equal(
            [
                "line 2, column 20: 'drain_seconds' is 601; it must be a whole number from 0 to 600.",
                "line 3, column 3: 'drainSeconds' is no setting; did you mean 'drain_seconds'?",
                "line 4, column 11: 'urls' is []; it must be a list of one or more URLs such as \"http://127.0.0.1:8787\", or a text of them separated by ';'.",
                "line 5, column 18: 'base_domain' is \"no domain\"; it must be a domain name such as \"example.com\".",
                "line 5, column 44: 'log_level' is \"loud\"; it must be one of \"trace\", \"debug\", \"information\", \"warning\", \"error\", \"critical\", \"none\".",
                $"line 6, column 3: 'zzzzzzzzzzzz' is no setting; there are {string.Join(", ", ServerSettings.Top.Select(static s => s.Key))}.",
                "line 7, column 12: 'token' is no sound token; it must be a text of 16 or more printable ASCII characters without spaces.",
                $"line 8, column 15: 'limits.cpu_ms' is no setting; there are {string.Join(", ", ServerSettings.Limits.Select(static s => s.Key["limits.".Length..]))}.",
                "line 8, column 41: 'limits.log_lines' is 1.5; it must be a whole number from 0 to 100000.",
                "line 8, column 61: 'limits.stack_bytes' is 1; it must be a whole number from 65536 to 8388608.",
                "line 9, column 16: 'workers.No': a name has 1 to 63 letters (a to z), digits, '-' and '_', and no '-' at either end.",
                "line 9, column 56: 'workers.w.limits.modules' is 0; it must be a whole number from 1 to 10000.",
                "line 9, column 61: 'workers.w.cron' is no setting; the only one here is 'limits'.",
                "line 9, column 79: 'workers.v' is 3; it must be an object.",
                "line 10, column 15: 'slots' is there twice; it must be there once.",
                "line 11, column 11: 'otlp' is null; it must be a URL such as \"http://127.0.0.1:4318\".",
            ],
            e.Message.Split('\n').Select(line => line.StartsWith($"'{path}', ", StringComparison.Ordinal) ? line[$"'{path}', ".Length..] : line));
        Assert.DoesNotContain("s3cret", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_go_together_is_said_with_what_is_wrong_alone()
    {
        var path = _folder.Write("pureedge.json", """{ "slots": 0, "urls": ["https://127.0.0.1:9", "http://127.0.0.1:9"], "admin_urls": "http://127.0.0.1:9" }""");
        var lines = Assert.Throws<PureEdgeException>(() => ServerConfig.Check(path)).Message.Split('\n');
        Assert.Equal(4, lines.Length);
        Assert.Contains("'slots' is 0;", lines[0], StringComparison.Ordinal);
        Assert.Contains("one port for http and https", lines[1], StringComparison.Ordinal);
        Assert.Contains("needs a certificate", lines[2], StringComparison.Ordinal);
        Assert.Contains("is one address twice", lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_is_of_one_tenant() => Assert.Equal(
        "The tenants 'a' and 'b' both have the worker 'x'; it must be of one.",
        Assert.Throws<PureEdgeException>(() => ServerConfig.Check(_folder.Write("pureedge.json", """{ "tenants": { "a": { "workers": ["x"] }, "b": { "workers": ["x"] } } }"""))).Message);

    [Theory]
    [InlineData("""{ "certificates": 1, "urls": "https://127.0.0.1:9" }""")]
    [InlineData("""{ "certificate": "x", "urls": "https://127.0.0.1:9" }""")]
    [InlineData("""{ "urls": "http://127.0.0.1:8788", "admin_urls": 1 }""")]
    [InlineData("""{ "urls": "http://127.0.0.1:8788", "admin-urls": "http://127.0.0.1:1" }""")]
    [InlineData("""{ "urls": "http://127.0.0.1:8788", "admin_urls": "http://127.0.0.1:1", "admin_urls": "http://127.0.0.1:1" }""")]
    [InlineData("""{ "urls": "http://127.0.0.1:8788", "admin_urls"; 1 }""")]
    public void What_cannot_be_read_is_no_reason_for_a_further_error(string text) =>
        Assert.Single(Assert.Throws<PureEdgeException>(() => ServerConfig.Check(_folder.Write("pureedge.json", text))).Message.Split('\n'));

    [Theory]
    [InlineData("", "line 1, column 1: this is not JSON")]
    [InlineData("[]", "line 1, column 1: The file is []; it must be an object.")]
    [InlineData("{}{}", "line 1, column 3: this is not JSON")]
    [InlineData("{\"slots\": 0,\n\"slots\" 1}", "'slots' is 0; it must be a whole number from 1 to 1024.")]
    [InlineData("{\"slots\": 0,\n\"slots\" 1}", "line 2, column 9: this is not JSON")]
    [InlineData("""{"tenants": []}""", "'tenants' is []; it must be an object.")]
    [InlineData("""{"tenants": {"a": 1}}""", "'tenants.a' is 1; it must be an object.")]
    [InlineData("""{"tenants": {"a": {}}}""", "'tenants.a' has no 'workers'; it must be a list of 1 to 1000 names of workers, or of beginnings of names with * behind such as \"acme-*\".")]
    [InlineData("""{"tenants": {"a": {"workers": []}}}""", "'tenants.a.workers' is []; it must be a list of 1 to 1000 names")]
    [InlineData("""{"tenants": {"a": {"workers": ["X"]}}}""", "'tenants.a.workers' is [\"X\"]; it must be a list of 1 to 1000 names")]
    [InlineData("""{"tenants": {"a": {"workers": ["x"], "max_workers": 0}}}""", "'tenants.a.max_workers' is 0; it must be a whole number from 1 to 100000.")]
    [InlineData("""{"tenants": {"a": {"workers": ["x"], "maxWorkers": 1}}}""", "'tenants.a.maxWorkers' is no setting; did you mean 'tenants.a.max_workers'?")]
    [InlineData("""{"tenants": {"A": {"workers": ["x"]}}}""", "'tenants.A': a name has")]
    [InlineData("""{"limits": []}""", "'limits' is []; it must be an object.")]
    [InlineData("""{"paths": ["a", 1]}""", "'paths' is [\"a\", 1]; it must be a list of paths.")]
    [InlineData("""{"urls": "https://127.0.0.1:1/x"}""", "'urls' is \"https://127.0.0.1:1/x\"; it must be a list")]
    [InlineData("""{"data": "\u0000"}""", "'data' is \"\\u0000\"; it must be a path")]
    [InlineData("""{"data": "\ud800"}""", "'data' is \"\\ud800\"; it must be a path")]
    [InlineData("""{"\ud800": 1}""", "'\\ud800' is no setting")]
    [InlineData("""{"slots": 99999999999999999999}""", "'slots' is 99999999999999999999; it must be")]
    [InlineData("""{"slots": [[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}""", "this is not JSON")]
    [InlineData("""{"admin-url": 1}""", "did you mean 'admin_urls'?")]
    [InlineData("""{"limits": {"CpuMilliseconds": 1}}""", "did you mean 'limits.cpu_milliseconds'?")]
    [InlineData("{\"a\u009bb\": 1}", "'a\uFFFDb' is no setting")]
    public void What_is_wrong_is_said(string text, string expected) => Assert.Contains(expected, Refusal(text), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_lies_in_the_data_directory_cannot_say_where_that_is()
    {
        var path = _folder.Write("pureedge.json", """{ "data": "elsewhere" }""");
        Assert.Equal(path, ServerConfig.FindIn(_folder.FullName));
        Assert.Null(ServerConfig.FindIn(InFolder("nowhere")));
        Assert.Null(ServerConfig.FindIn(":memory:"));
        Assert.Contains("line 1, column 3: 'data' cannot stand in a file that was found in the data directory", Assert.Throws<PureEdgeException>(() => ServerConfig.Read(path, isOfDataDirectory: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_and_what_is_said_of_it_have_a_bound()
    {
        var path = _folder.Write("pureedge.json", $"{{ \"paths\": [\"{new string('x', 4 << 20)}\"] }}");
        var e = Assert.Throws<PureEdgeException>(() => ServerConfig.Read(path));
        Assert.Equal("options_invalid", e.Code);
        Assert.Contains("at most 4194304 are allowed", e.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<PureEdgeException>(() => ServerConfig.Read(InFolder("gone.json"))).Message, StringComparison.Ordinal);

        var many = Refusal($"{{{string.Join(',', Enumerable.Range(0, 300).Select(static i => $"\"q{i}{new string('y', 1000)}\": 0"))}}}");
        Assert.EndsWith("has 200 further errors.", many, StringComparison.Ordinal);
        Assert.True(many.Length < 100_000, many.Length.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_refused_and_a_mark_of_the_encoding_is_not()
    {
        var path = InFolder("pureedge.json");
        File.WriteAllBytes(path, [.. "{\"data\": \""u8, 0xFF, .. "\"}"u8]);
        Assert.Contains("is not UTF-8", Assert.Throws<PureEdgeException>(() => ServerConfig.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(path, [.. Encoding.UTF8.Preamble, .. "{\"slots\": 3}"u8]);
        Assert.Equal(3, ServerConfig.Read(path).Workers.Slots);
    }

    [Fact]
    public void A_damaged_file_is_read_or_refused_whatever_the_damage()
    {
        var path = InFolder("pureedge.json");
        var sound = Encoding.UTF8.GetBytes(Whole);
        var refused = 0;
        for (var i = 0; i < sound.Length; i++)
        {
            refused += IsRefused(sound[..i]);
            byte[] flipped = [.. sound];
            flipped[i] ^= (byte)(1 << (i % 8));
            refused += IsRefused(flipped);
        }

        Assert.InRange(refused, sound.Length, 2 * sound.Length);

        int IsRefused(byte[] bytes)
        {
            File.WriteAllBytes(path, bytes);
            try
            {
                ServerConfig.Read(path);
                return 0;
            }
            catch (PureEdgeException e)
            {
                Assert.Equal("options_invalid", e.Code);
                return 1;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private string InFolder(string path) => Path.Combine(_folder.FullName, path);

    private ServerOptions Read(string text) => ServerConfig.Read(_folder.Write("pureedge.json", text));

    private string Refusal(string text) => Assert.Throws<PureEdgeException>(() => Read(text)).Message;
}
