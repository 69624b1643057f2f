using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Serving;

namespace PureEdge.AspNetCore.Tests.Serving;

/// <summary>The page and the schema of pureedge.json say what the code does. With PUREEDGE_WRITE_DOCS=1 they are written, to be looked at and committed.</summary>
public sealed class ServerSettingsTests : IDisposable
{
    private const string Begin = "<!-- settings -->\n";
    private const string End = "<!-- end of settings -->";

    private const string NamePattern = "^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$";

    private static readonly ServerOptions Bare = new();
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Numbers => [.. ServerSettings.All.Where(static s => s.Kind == SettingKind.Whole).Select(static s => s.Key)];

    [Fact]
    public void The_schema_is_that_of_the_code() => AssertFile("Docs/pureedge.schema.json", static _ => Schema());

    [Fact]
    public void The_table_of_the_page_is_that_of_the_code() => AssertFile("Docs/configuration.md", static page =>
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        Assert.True(begin >= 0 && end > begin, "Docs/configuration.md has no place for the table.");
        return page[..(begin + Begin.Length)] + Table() + page[end..];
    });

    [Theory]
    [MemberData(nameof(Numbers))]
    public void A_number_may_be_what_its_range_says_and_nothing_else(string key)
    {
        var (least, most) = ServerSettings.All.Single(s => s.Key == key).Range;
        foreach (var number in new[] { least, most })
        {
            Assert.Equal(number, Convert.ToInt64(ServerSettings.All.Single(s => s.Key == key).ValueOf(Read(key, number)), CultureInfo.InvariantCulture));
            // The server takes it too.
            Read(key, number).Workers.Validate();
        }

        foreach (var number in new[] { least - 1, most + 1 })
        {
            var e = Assert.Throws<PureEdgeException>(() => Read(key, number));
            Assert.Contains($"'{key}' is {number}; it must be a whole number from {least} to {most}.", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_option_of_the_server_that_is_a_setting_can_stand_in_the_file()
    {
        // What is left out is of `dev`, is read with `limits`, `workers` and `tenants`, or says what is wrong.
        string[] other = ["KeepBrokenWorkers", "OnWorkerLog", "Workers", "Limits", "WorkerLimits", "Tenants", "Errors"];
        var options = typeof(ServerOptions).GetProperties().Concat(typeof(PureEdgeOptions).GetProperties()).Select(static p => p.Name).Except(other);
        Assert.Equal(options.Count(), ServerSettings.Top.Count(static s => s.Kind != SettingKind.Section));
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertFile(string name, Func<string, string> expected)
    {
        var root = typeof(ServerSettingsTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(static a => a.Key == "RepositoryRoot").Value!;
        var path = Path.Combine(root, name);
        var actual = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        var wanted = expected(actual);
        if (Environment.GetEnvironmentVariable("PUREEDGE_WRITE_DOCS") == "1")
        {
            File.WriteAllText(path, wanted);
        }

        Assert.Equal(wanted, actual);
    }

    private static string Table()
    {
        var table = new StringBuilder("| Key | What | Unit | Allowed | Default | Command line | While it runs |\n|---|---|---|---|---|---|---|\n");
        foreach (var setting in ServerSettings.All.Concat(ServerSettings.Tenant.Select(static s => s with { Key = $"tenants.NAME.{s.Key}" })))
        {
            var option = setting.Option is not { } name ? "" : name.StartsWith('`') ? name : $"`{name}`";
            table.Append(CultureInfo.InvariantCulture, $"| `{setting.Key}` | {setting.What} | {setting.Unit} | {Allowed(setting)} | {Default(setting)} | {option} | {(setting.IsLive ? "changes" : "restart")} |\n");
        }

        return table.ToString();
    }

    private static string Allowed(ServerSetting setting) =>
        setting.Kind == SettingKind.Whole ? string.Create(CultureInfo.InvariantCulture, $"{setting.Range.Least} to {setting.Range.Most}") : setting.Allowed;

    private static string Default(ServerSetting setting) => setting.DefaultText ?? $"`{setting.TextOf(Bare)}`";

    private static string Schema()
    {
        JsonObject limits = [.. ServerSettings.Limits.Select(static s => KeyValuePair.Create<string, JsonNode?>(s.Key[ServerSettings.LimitsPrefix.Length..], Property(s)))];
        JsonObject properties = [.. ServerSettings.Top.Select(static s => KeyValuePair.Create<string, JsonNode?>(s.Key, Property(s)))];
        properties.Insert(0, ServerSettings.SchemaKey, new JsonObject { ["type"] = "string", ["description"] = "Where this schema lies, for editors." });
        return new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "pureedge.json",
            ["description"] = "What pureedge serve is set to. See configuration.md.",
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["properties"] = properties,
            ["$defs"] = new JsonObject { ["limits"] = new JsonObject { ["type"] = "object", ["additionalProperties"] = false, ["properties"] = limits } },
        }.ToJsonString(Json) + "\n";
    }

    private static JsonObject Property(ServerSetting setting)
    {
        var property = new JsonObject { ["description"] = $"{setting.What.Replace("`", "'", StringComparison.Ordinal)}.{(setting.Unit.Length > 0 ? $" In {setting.Unit}." : "")}" };
        JsonObject url = new() { ["type"] = "string", ["pattern"] = "^https?://" };
        JsonObject text = new() { ["type"] = "string", ["minLength"] = 1 };
        var kind = setting.Kind switch
        {
            SettingKind.Flag => new() { ["type"] = "boolean" },
            SettingKind.Whole => new() { ["type"] = "integer", ["minimum"] = setting.Range.Least, ["maximum"] = setting.Range.Most },
            SettingKind.Urls => new() { ["anyOf"] = new JsonArray(url, new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = url.DeepClone() }) },
            SettingKind.Paths => new() { ["type"] = "array", ["items"] = text },
            SettingKind.Collector => url,
            SettingKind.Token => new() { ["type"] = "string", ["pattern"] = "^[!-~]{16,}$" },
            SettingKind.Level => new() { ["enum"] = new JsonArray([.. ServerSettings.Levels.Select(static level => (JsonNode)level)]) },
            SettingKind.Section when setting.Key == ServerSettings.LimitsKey => new() { ["$ref"] = "#/$defs/limits" },
            SettingKind.Workers => new()
            {
                ["type"] = "array", ["minItems"] = 1, ["maxItems"] = TenantOptions.MostNames, ["items"] = new JsonObject { ["type"] = "string", ["pattern"] = "^[a-z0-9_-]*[*]?$", ["minLength"] = 1, ["maxLength"] = 64 },
            },
            SettingKind.Section when setting.Key == ServerSettings.TenantsKey => new()
            {
                ["type"] = "object",
                ["propertyNames"] = new JsonObject { ["pattern"] = NamePattern },
                ["additionalProperties"] = new JsonObject
                {
                    ["type"] = "object", ["additionalProperties"] = false, ["required"] = new JsonArray(ServerSettings.TenantWorkersKey),
                    ["properties"] = new JsonObject(ServerSettings.Tenant.Select(static s => KeyValuePair.Create<string, JsonNode?>(s.Key, Property(s)))),
                },
            },
            SettingKind.Section => new()
            {
                ["type"] = "object",
                ["propertyNames"] = new JsonObject { ["pattern"] = NamePattern },
                ["additionalProperties"] = new JsonObject
                {
                    ["type"] = "object", ["additionalProperties"] = false, ["properties"] = new JsonObject { ["limits"] = new JsonObject { ["$ref"] = "#/$defs/limits" } },
                },
            },
            _ => text,
        };
        foreach (var (key, value) in kind)
        {
            property[key] = value?.DeepClone();
        }

        if (setting.DefaultText is null && JsonSerializer.SerializeToNode(setting.Kind == SettingKind.Level ? setting.TextOf(Bare) : setting.ValueOf(Bare)) is { } value0)
        {
            property["default"] = value0;
        }

        return property;
    }

    private ServerOptions Read(string key, long number)
    {
        var parts = key.Split('.');
        var text = parts is [var section, var name] ? $"{{\"{section}\": {{\"{name}\": {number}}}}}" : $"{{\"{key}\": {number}}}";
        return ServerConfig.Read(_folder.Write("pureedge.json", text));
    }
}
