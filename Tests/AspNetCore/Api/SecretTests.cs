using System.Net;
using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class SecretTests
{
    private const string ShowEnv = "export default { fetch(r, env) { return Response.json(env); } };";

    [Fact]
    public async Task A_secret_reaches_the_worker_and_nobody_else()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        Assert.Equal(10007, (await api.RefusedAsync("PUT", "workers/scripts/w/secrets", Secret("KEY", "hush-hush"))).Code);
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"plain_text\",\"name\":\"V\",\"text\":\"v\"}]");
        var put = await api.SendAsync("PUT", "workers/scripts/w/secrets", Secret("KEY", "hush-hush"));
        Assert.Equal("""{"name":"KEY","type":"secret_text"}""", put!.ToJsonString());
        Assert.Equal("""{"V":"v","KEY":"hush-hush"}""", await UploadTests.AskAsync(server, "w"));
        Assert.Equal("""[{"type":"secret_text","name":"KEY"}]""", (await api.SendAsync("GET", "workers/scripts/w/secrets"))!.ToJsonString());
        foreach (var path in new[] { "workers/scripts/w/settings", "workers/scripts/w/versions", "workers/services/w", "workers/scripts" })
        {
            var shown = (await api.SendAsync("GET", path))!.ToJsonString();
            Assert.DoesNotContain("hush", shown, StringComparison.Ordinal);
            Assert.DoesNotContain("sealed", shown, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_upload_keeps_secrets_and_a_binding_may_be_inherited()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"secret_text\",\"name\":\"S\",\"text\":\"s\"},{\"type\":\"plain_text\",\"name\":\"A\",\"text\":\"a\"},{\"type\":\"plain_text\",\"name\":\"B\",\"text\":\"b\"}]");
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"inherit\",\"name\":\"A\"}]");
        Assert.Equal("""{"A":"a","S":"s"}""", await UploadTests.AskAsync(server, "w"));
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[],\"keep_bindings\":[\"plain_text\",\"json\"]");
        Assert.Equal("""{"A":"a","S":"s"}""", await UploadTests.AskAsync(server, "w"));
        var refused = await api.PutRefusedAsync("w", """{"main_module":"index.js","bindings":[{"type":"inherit","name":"B"}]}""", ("index.js", "application/javascript+module", ShowEnv));
        Assert.Equal(10057, refused.Code);
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"plain_text\",\"name\":\"S\",\"text\":\"plain now\"}]");
        Assert.Equal("""{"S":"plain now"}""", await UploadTests.AskAsync(server, "w"));
    }

    [Fact]
    public async Task Several_are_set_and_deleted_at_once()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", ShowEnv);
        await api.SendAsync("PATCH", "workers/scripts/w/secrets-bulk", JsonNode.Parse("""{"secrets":{"A":{"name":"A","text":"1","type":"secret_text"},"B":{"name":"B","text":"2","type":"secret_text"}}}"""));
        await api.SendAsync("PATCH", "workers/scripts/w/secrets-bulk", JsonNode.Parse("""{"secrets":{"A":null,"C":{"name":"C","text":"3","type":"secret_text"}}}"""));
        Assert.Equal("""{"B":"2","C":"3"}""", await UploadTests.AskAsync(server, "w"));
        await api.SendAsync("DELETE", "workers/scripts/w/secrets/B?url_encoded=true");
        Assert.Equal("""{"C":"3"}""", await UploadTests.AskAsync(server, "w"));
        Assert.Equal(10056, (await api.RefusedAsync("DELETE", "workers/scripts/w/secrets/B")).Code);
    }

    [Fact]
    public async Task A_secret_of_the_newest_version_waits_for_its_deployment()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", ShowEnv);
        var version = await api.SendAsync("PATCH", "workers/workers/w/versions/latest", JsonNode.Parse("""{"env":{"K":{"type":"secret_text","text":"v"}},"annotations":{"workers/message":"m"}}"""));
        Assert.Equal("{}", await UploadTests.AskAsync(server, "w"));
        var refused = await api.RefusedAsync("PUT", "workers/scripts/w/secrets", Secret("X", "x"));
        Assert.Equal((HttpStatusCode.BadRequest, 10215), (refused.Status, refused.Code));
        await api.DeployAsync("w", ((string)version!["id"]!, 100));
        Assert.Equal("""{"K":"v"}""", await UploadTests.AskAsync(server, "w"));
    }

    [Theory]
    [InlineData("""{"name":"V","text":"x","type":"secret_text"}""", "not a secret")]
    [InlineData("""{"name":"X","text":"x","type":"plain_text"}""", "'plain_text'")]
    [InlineData("""{"name":"X","type":"secret_text"}""", "'text'")]
    [InlineData("""{"text":"x","type":"secret_text"}""", "'name'")]
    [InlineData("""{"name":"X","text":"x"}""", "'type'")]
    [InlineData("[]", "JSON")]
    public async Task What_is_no_secret_is_refused_without_its_text(string secret, string expected)
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"plain_text\",\"name\":\"V\",\"text\":\"v\"}]");
        var (status, _, message) = await api.RefusedAsync("PUT", "workers/scripts/w/secrets", JsonNode.Parse(secret));
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(expected, message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_secret_is_refused()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", ShowEnv);
        Assert.Contains("5121 bytes; at most 5120", (await api.RefusedAsync("PUT", "workers/scripts/w/secrets", Secret("X", new string('x', 5121)))).Message, StringComparison.Ordinal);
    }

    private static JsonObject Secret(string name, string text) => new() { ["name"] = name, ["text"] = text, ["type"] = "secret_text" };
}
