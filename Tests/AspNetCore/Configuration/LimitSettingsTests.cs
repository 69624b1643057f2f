using System.Text.Json;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Tests.Api;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Configuration;

public sealed class LimitSettingsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Limits => [.. typeof(ExecutionLimits).GetProperties().Where(p => p.CanWrite).Select(p => p.Name)];

    public static TheoryData<string> Options =>
        [.. typeof(PureEdgeOptions).GetProperties().Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(long)).Select(p => p.Name)];

    public static TheoryData<string> RuntimeOptions =>
        [.. typeof(WorkerRuntimeOptions).GetProperties().Where(p => p.PropertyType == typeof(int) || p.PropertyType == typeof(long)).Select(p => p.Name)];

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_limit_can_be_set_in_a_configuration_and_out_of_its_range_is_named_with_value_and_range(string name)
    {
        var (least, most) = ExecutionLimits.RangeOf(name);
        var key = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        // A folder that is read needs a module and its source.
        if (name is not ("SourceBytes" or "Modules"))
        {
            Assert.Equal(least, Value(Read($$"""{"{{key}}":{{least}}}"""), name));
        }

        Assert.Equal(most, Value(Read($$"""{"{{key}}":{{most}}}"""), name));
        foreach (var value in new[] { $"{least - 1}", $"{most + 1}", "99999999999999999999", "1.5", "\"1\"", "null" })
        {
            var e = Assert.Throws<PureEdgeException>(() => Read($$"""{"{{key}}":{{value}}}"""));
            Assert.Contains($"has 'pureedge.limits.{key}' {value}; it must be a whole number from {least} to {most}.", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_server_whose_options_have_a_limit_out_of_its_range_says_so(string name)
    {
        var (least, most) = ExecutionLimits.RangeOf(name);
        foreach (var value in new[] { least - 1, most + 1 })
        {
            var limits = ExecutionLimits.Default with { };
            Set(limits, name, value);
            var e = Assert.Throws<PureEdgeException>(() => new PureEdgeOptions { Limits = limits }.Validate());
            Assert.Equal($"Limit '{name}' is {value}; it must be from {least} to {most}.", e.Message);
        }
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_number_among_the_options_has_a_range(string name)
    {
        var options = new PureEdgeOptions();
        Set(options, name, -1);
        Assert.Matches($"^Option '{name}' is -1; it must be from \\d+ to \\d+\\.$", Assert.Throws<PureEdgeException>(options.Validate).Message);
        Set(options, name, typeof(PureEdgeOptions).GetProperty(name)!.PropertyType == typeof(long) ? int.MaxValue * 1_000L : int.MaxValue);
        Assert.Matches($"^Option '{name}' is \\d+; it must be from \\d+ to \\d+\\.$", Assert.Throws<PureEdgeException>(options.Validate).Message);
    }

    [Theory]
    [MemberData(nameof(RuntimeOptions))]
    public void Every_number_among_the_runtimes_options_has_a_range(string name)
    {
        var options = new WorkerRuntimeOptions();
        Set(options, name, -1);
        Assert.Matches($"^Option '{name}' is -1; it must be from \\d+ to \\d+\\.$", Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerRuntime(options)).Message);
    }

    [Fact]
    public async Task Limits_that_are_ceilings_are_held_by_uploads_and_by_versions_from_before()
    {
        const string Endless = "export default { fetch() { for (;;) {} } };";
        using var data = new TemporaryFolder();
        await using (var server = await TestServer.StartAsync(_ => [], data: data.FullName))
        {
            using var api = new ApiClient(server);
            await api.PutAsync("before", Endless, ",\"limits\":{\"cpu_ms\":40}");
            Assert.Contains("of 40 ms allowed", await UploadTests.AskAsync(server, "before"), StringComparison.Ordinal);
        }

        await using (var server = await TestServer.StartAsync(_ => [], Ceilings, data.FullName))
        {
            using var api = new ApiClient(server);
            Assert.Contains("of 7 ms allowed", await UploadTests.AskAsync(server, "before"), StringComparison.Ordinal);
            var (status, _, message) = await api.PutRefusedAsync(
                "w", """{"main_module":"index.js","limits":{"cpu_ms":8},"pureedge":{"limits":{"subrequests":51,"log_lines":1}}}""", ("index.js", "application/javascript+module", Endless));
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
            Assert.Contains("'cpu_milliseconds' 8 (at most 7), 'subrequests' 51 (at most 50)", message, StringComparison.Ordinal);
            await api.PutAsync("w", Endless, ",\"limits\":{\"cpu_ms\":5}");
            Assert.Contains("of 5 ms allowed", await UploadTests.AskAsync(server, "w"), StringComparison.Ordinal);
            await api.PutAsync("more", Endless, ",\"limits\":{\"cpu_ms\":20}");
            Assert.Contains("of 20 ms allowed", await UploadTests.AskAsync(server, "more"), StringComparison.Ordinal);
        }

        static void Ceilings(PureEdgeOptions options)
        {
            options.LimitsAreCeilings = true;
            options.Limits = options.Limits with { CpuMilliseconds = 7 };
            options.WorkerLimits = new Dictionary<string, ExecutionLimits>(StringComparer.Ordinal) { ["more"] = ExecutionLimits.Default with { CpuMilliseconds = 20 } };
        }
    }

    [Fact]
    public void All_bad_limits_of_a_configuration_are_named_at_once()
    {
        var e = Assert.Throws<PureEdgeException>(() => Read("""{"log_lines":-1,"memory":1,"stack_bytes":99999999999}"""));
        Assert.Contains("'pureedge.limits.log_lines' -1; it must be a whole number from 0 to 100000, and has an unknown limit 'pureedge.limits.memory'; there are cpu_milliseconds", e.Message, StringComparison.Ordinal);
        Assert.Contains("'pureedge.limits.stack_bytes' 99999999999; it must be a whole number from 65536 to 8388608.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Modules_of_a_folder_are_read_up_to_the_workers_own_limit()
    {
        Assert.Equal(2, Read("""{"modules":2}""", "import './x.js'; export default { fetch() {} };").Bundle.Modules.Count);
        var e = Assert.Throws<PureEdgeException>(() => Read("""{"modules":1}""", "import './x.js'; export default { fetch() {} };"));
        Assert.Equal("too_many_modules", e.Code);
        Assert.Contains("has more than 1 modules (limit 'Modules')", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static long Value(WorkerDefinition definition, string name) => Convert.ToInt64(typeof(ExecutionLimits).GetProperty(name)!.GetValue(definition.Limits), null);

    private static void Set(object owner, string name, long value)
    {
        var property = owner.GetType().GetProperty(name)!;
        property.SetValue(owner, property.PropertyType == typeof(long) ? (object)value : checked((int)value));
    }

    private WorkerDefinition Read(string limits, string source = "export default { fetch() {} };")
    {
        _folder.Write("wrangler.json", "{\"main\":\"w.js\",\"pureedge\":{\"limits\":" + limits + "}}");
        _folder.Write("w.js", source);
        _folder.Write("x.js", "1;");
        return WorkerSource.ReadOne(_folder.FullName, ExecutionLimits.Default).Definition;
    }
}
