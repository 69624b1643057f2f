using FsCheck.Xunit;
using PureEdge.AspNetCore.Configuration;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Tests.Configuration;

public sealed class UploadFormTests : IDisposable
{
    private const string Module = "application/javascript+module";
    private const string Worker = "export default { fetch() {} };";

    private readonly TemporaryFolder _folder = new();

    /// <summary>A form as wrangler writes it.</summary>
    public static string Form(params (string Name, string? Type, string Content)[] parts) => string.Concat(parts.Select(p =>
        $"------formdata-undici-0123456789\r\nContent-Disposition: form-data; name=\"{p.Name}\"{(p.Type is null ? "" : $"; filename=\"{p.Name}\"\r\nContent-Type: {p.Type}")}\r\n\r\n{p.Content}\r\n"))
        + "------formdata-undici-0123456789--\r\n";

    [Fact]
    public void A_form_of_wrangler_is_a_worker()
    {
        var source = Read(Form(
            ("metadata", null, """{"main_module":"index.js","bindings":[{"name":"T","type":"plain_text","text":"v"},{"name":"J","type":"json","json":{"a":1}}],"limits":{"cpu_ms":77},"pureedge":{"limits":{"stack_bytes":131072}}}"""),
            ("./note.txt", "text/plain", "note"),
            ("index.js", Module, Worker),
            ("data.bin", "application/octet-stream", "x"),
            ("index.js.map", "application/source-map", "{}")));
        Assert.Equal("worker", source.Definition.Name);
        Assert.Equal(["index.js", "note.txt", "data.bin"], source.Definition.Bundle.Modules.Select(m => m.Name));
        Assert.Equal("v", source.Definition.Variables["T"].GetString());
        Assert.Equal("""{"a":1}""", source.Definition.Variables["J"].GetRawText());
        Assert.Equal(77, source.Definition.Limits.CpuMilliseconds);
        Assert.Equal(128 << 10, source.Definition.Limits.StackBytes);
    }

    /// <summary>What <c>pureedge deploy</c> sends, the server reads as the same.</summary>
    [Theory]
    [InlineData(WorkerModuleKind.EsModule)]
    [InlineData(WorkerModuleKind.Text)]
    [InlineData(WorkerModuleKind.Data)]
    [InlineData(WorkerModuleKind.Json)]
    [InlineData(WorkerModuleKind.Wasm)]
    public void A_module_keeps_its_kind_in_a_form(WorkerModuleKind kind)
    {
        var source = Read(Form(("metadata", null, """{"main_module":"index.js"}"""), ("index.js", Module, Worker), ("other", WorkerForm.ContentTypeOf(kind), "1")));
        Assert.Equal(kind, source.Definition.Bundle.Modules.Single(static m => m.Name == "other").Kind);
    }

    [Fact]
    public void A_form_in_service_worker_syntax_is_a_worker()
    {
        var source = Read(Form(("metadata", "application/json", """{"body_part":"script"}"""), ("script", "application/javascript", "addEventListener('fetch', () => {});")));
        Assert.Equal(WorkerModuleKind.ServiceWorker, source.Definition.Bundle.Main.Kind);
    }

    public static TheoryData<string, string> Damaged => new()
    {
        { Form(("index.js", Module, Worker)), "has no part 'metadata'" },
        { Form(("metadata", null, "{")), "'metadata' that is not JSON" },
        { Form(("metadata", null, "[]")), "metadata without 'main_module'" },
        { Form(("metadata", null, """{"main_module":1}""")), "metadata without 'main_module'" },
        { Form(("metadata", null, """{"main_module":"a.js"}""")), "names 'a.js' as main module, but has no such part" },
        { Form(("metadata", null, """{"main_module":"a.txt"}"""), ("a.txt", "text/plain", "")), "is not a worker: The main module 'a.txt' is Text" },
        { Form(("metadata", null, """{"main_module":"a.js"}"""), ("a.js", Module, Worker), ("a.js", Module, Worker)), "'a.js' is used twice" },
        { Form(("metadata", null, """{"main_module":"a.js"}"""), ("a.js", Module, Worker), ("p.py", "text/x-python", "")), "a module 'p.py' of type 'text/x-python', which is not supported" },
        { Form(("metadata", null, """{"main_module":"a.js","bindings":[{"name":"K","type":"kv_namespace"}]}"""), ("a.js", Module, Worker)), "the binding 'K' of type 'kv_namespace', which is not supported yet" },
        { Form(("metadata", null, """{"main_module":"a.js","bindings":[{"name":"K","type":"plain_text"}]}"""), ("a.js", Module, Worker)), "the binding 'K' without 'text'" },
        { Form(("metadata", null, """{"main_module":"a.js","bindings":[1]}"""), ("a.js", Module, Worker)), "a binding without type" },
        { Form(("metadata", null, """{"main_module":"a.js","compatibility_date":"2026-13-01"}"""), ("a.js", Module, Worker)), "'compatibility_date' \"2026-13-01\"; it must be a date" },
        { Form(("metadata", null, """{"main_module":"a.js","limits":{"cpu_ms":"x"}}"""), ("a.js", Module, Worker)), "'limits.cpu_ms' \"x\"; it must be a number" },
        { Form(("metadata", null, """{"main_module":"a.js","pureedge":{"limits":{"stack_bytes":1}}}"""), ("a.js", Module, Worker)), "has 'pureedge.limits.stack_bytes' 1; it must be" },
        { Form(("metadata", null, """{"main_module":"a.js"}"""), ("a.js", Module, Worker))[..^80], "is a damaged form" },
        { "--b\r\n", "is a damaged form" },
        { "--boundary\r\nno colon\r\n\r\nx\r\n--boundary--\r\n", "is a damaged form" },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void A_damaged_form_is_named_with_what_is_wrong(string form, string expected)
    {
        var e = Assert.Throws<PureEdgeException>(() => Read(form));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.Contains("worker.form'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, null)]
    [InlineData(2, "has more than 3 parts")]
    public void A_form_has_metadata_and_two_parts_for_each_module_that_is_allowed(int maps, string? expected)
    {
        var path = _folder.Write("worker.form", Form([("metadata", null, """{"main_module":"a.js"}"""), ("a.js", Module, Worker), .. Enumerable.Range(0, maps).Select(i => ($"{i}.map", (string?)"application/source-map", "{}"))]));
        var e = Record.Exception(() => WorkerSource.ReadOne(path, ExecutionLimits.Default with { Modules = 1 }));
        Assert.Equal(expected is null, e is null);
        Assert.Contains(expected ?? "", e?.Message ?? "", StringComparison.Ordinal);
    }

    [Property(MaxTest = 200)]
    public bool However_a_form_is_cut_or_scratched_it_is_read_or_refused(int at, byte value, bool cut)
    {
        var form = Form(("metadata", null, """{"main_module":"a.js","bindings":[{"name":"T","type":"plain_text","text":"v"}]}"""), ("a.js", Module, Worker));
        var index = (int)((uint)at % (uint)form.Length);
        var damaged = cut ? form[..index] : string.Concat(form.AsSpan(0, index), ((char)(value % 128)).ToString(), form.AsSpan(index + 1));
        try
        {
            Read(damaged);
        }
        catch (PureEdgeException)
        {
            // That is the answer to a damaged form; any other exception fails the law.
        }

        return true;
    }

    public void Dispose() => _folder.Dispose();

    private WorkerSource Read(string form) => WorkerSource.ReadOne(_folder.Write("worker.form", form), ExecutionLimits.Default);
}
