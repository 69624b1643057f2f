using System.Text.Json.Nodes;

namespace PureEdge.AspNetCore.Tests.Api;

public sealed class AuditTests
{
    [Fact]
    public async Task What_was_changed_is_listed_the_newest_first_without_what_was_sent()
    {
        await using var server = await UploadTests.StartAsync();
        using var api = new ApiClient(server);
        await api.PutAsync("w", "export default { fetch() {} };");
        await api.SendAsync("PUT", "workers/scripts/w/secrets", new JsonObject { ["name"] = "KEY", ["text"] = "hush-hush", ["type"] = "secret_text" });
        await api.RefusedAsync("DELETE", "workers/scripts/none");
        await api.SendAsync("GET", "workers/scripts");
        using var stranger = new ApiClient(server, "not-the-token-of-this-server");
        await stranger.RefusedAsync("DELETE", "workers/scripts/w");
        var log = await api.SendAsync("GET", "audit_logs");
        Assert.Equal(
            ["DELETE /client/v4/accounts/x/workers/scripts/none 404", "PUT /client/v4/accounts/x/workers/scripts/w/secrets 200", "PUT /client/v4/accounts/x/workers/scripts/w 200"],
            log!.AsArray().Select(e => $"{e!["action"]!["type"]} {e["resource"]} {e["status"]}"));
        Assert.DoesNotContain("hush", log.ToJsonString(), StringComparison.Ordinal);
        Assert.Single((await api.SendAsync("GET", "audit_logs?per_page=1"))!.AsArray());
        Assert.Equal(10001, (await api.RefusedAsync("GET", "audit_logs?cursor=zz")).Code);
    }
}
