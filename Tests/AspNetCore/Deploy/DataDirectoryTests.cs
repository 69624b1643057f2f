using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Serving;
using PureEdge.AspNetCore.Tests.Api;

namespace PureEdge.AspNetCore.Tests.Deploy;

public sealed class DataDirectoryTests : IDisposable
{
    private const string ShowEnv = "export default { fetch(r, env) { return Response.json(env); } };";

    private readonly TemporaryFolder _folder = new();

    private string Data => Path.Combine(_folder.FullName, "data");

    [Fact]
    public async Task What_was_deployed_answers_after_a_restart()
    {
        string token;
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            token = server.Token;
            Assert.True(server.IsTokenNew);
            await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"secret_text\",\"name\":\"S\",\"text\":\"hush-hush\"}]");
            await api.PutAsync("gone", ShowEnv);
            await api.SendAsync("DELETE", "workers/services/gone");
        }

        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            Assert.Equal(token, server.Token);
            Assert.False(server.IsTokenNew);
            Assert.Equal("""{"S":"hush-hush"}""", await UploadTests.AskAsync(server, "w"));
            Assert.Equal(["w"], (await api.SendAsync("GET", "workers/scripts"))!.AsArray().Select(w => (string)w!["id"]!));
        }
    }

    [Fact]
    public async Task Token_and_key_are_for_the_owner_only_and_secrets_are_nowhere_in_the_clear()
    {
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            await api.PutAsync("w", ShowEnv, ",\"bindings\":[{\"type\":\"secret_text\",\"name\":\"S\",\"text\":\"hush-hush\"}]");
        }

        if (!OperatingSystem.IsWindows())
        {
            foreach (var name in new[] { "admin-token", "secret-key" })
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Data, name)));
            }
        }

        foreach (var file in Directory.EnumerateFiles(Data, "*", SearchOption.AllDirectories))
        {
            Assert.False((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf("hush-hush"u8) >= 0, $"'{file}' has the secret");
        }
    }

    [Fact]
    public async Task Another_key_keeps_one_worker_from_loading_and_the_rest_goes_on()
    {
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            await api.PutAsync("open", ShowEnv);
            await api.PutAsync("secret", ShowEnv, ",\"bindings\":[{\"type\":\"secret_text\",\"name\":\"S\",\"text\":\"s\"}]");
        }

        await File.WriteAllTextAsync(Path.Combine(Data, "secret-key"), new string('0', 64));
        await using (var server = await StartAsync())
        {
            using var api = new ApiClient(server);
            Assert.Equal("{}", await UploadTests.AskAsync(server, "open"));
            Assert.Contains("cannot be loaded; the server's log says why", await UploadTests.AskAsync(server, "secret"), StringComparison.Ordinal);
            await api.SendAsync("PUT", "workers/scripts/secret/secrets", new JsonObject { ["name"] = "S", ["text"] = "new", ["type"] = "secret_text" });
            Assert.Equal("""{"S":"new"}""", await UploadTests.AskAsync(server, "secret"));
        }
    }

    [Fact]
    public async Task A_second_server_of_one_directory_is_refused()
    {
        await using var server = await StartAsync();
        var e = await Assert.ThrowsAsync<PureEdgeException>(StartAsync);
        Assert.Equal("data_directory", e.Code);
        Assert.Contains("--data DIR", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("secret-key", "zz", "64 hexadecimal digits")]
    [InlineData("admin-token", "", "no token of at least 16")]
    public async Task A_damaged_file_is_named(string name, string content, string expected)
    {
        await using (await StartAsync())
        {
        }

        await File.WriteAllTextAsync(Path.Combine(Data, name), content);
        var e = await Assert.ThrowsAsync<PureEdgeException>(StartAsync);
        Assert.Contains(name, e.Message, StringComparison.Ordinal);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_was_given_is_used_and_not_kept()
    {
        await using var server = await PureEdgeServer.StartAsync(new ServerOptions
        {
            Urls = ["http://127.0.0.1:0"], AdminUrls = ["http://127.0.0.1:0"], DataDirectory = Data, Token = "given-token-0123456789",
        });
        Assert.Equal(("given-token-0123456789", false), (server.Token, server.IsTokenNew));
        Assert.False(File.Exists(Path.Combine(Data, "admin-token")));
    }

    [Theory]
    [InlineData("short")]
    [InlineData("with a space in the middle")]
    public async Task A_token_that_is_no_token_is_refused(string token)
    {
        var e = await Assert.ThrowsAsync<PureEdgeException>(() => PureEdgeServer.StartAsync(new ServerOptions { DataDirectory = ":memory:", Token = token }));
        Assert.Equal("options_invalid", e.Code);
        Assert.DoesNotContain(token, e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_ => [], data: Data);
}
