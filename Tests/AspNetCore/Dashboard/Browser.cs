using System.Net;
using System.Text.RegularExpressions;

namespace PureEdge.AspNetCore.Tests.Dashboard;

/// <summary>As much of a browser as the dashboard needs: cookies, forms, and what it says of where a form comes from.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(TestServer server) =>
        _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, CookieContainer = new CookieContainer() }) { BaseAddress = server.Admin };

    public string Site { get; set; } = "same-origin";

    public string? Origin { get; set; }

    public static async Task<Browser> LoggedInAsync(TestServer server, string? token = null)
    {
        var browser = new Browser(server);
        using var answer = await browser.PostAsync("/dashboard/login", ("token", token ?? server.Token));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return browser;
    }

    public Task<HttpResponseMessage> GetAsync(string path) => _client.GetAsync(path);

    /// <summary>A body that goes on.</summary>
    public async Task<Stream> OpenAsync(string path) => await (await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead)).EnsureSuccessStatusCode().Content.ReadAsStreamAsync();

    /// <summary>A page's markup.</summary>
    public async Task<string> PageAsync(string path, bool any = false)
    {
        using var answer = await _client.GetAsync(path);
        Assert.True(any || answer.StatusCode == HttpStatusCode.OK, $"{path} answered {answer.StatusCode}.");
        return await answer.Content.ReadAsStringAsync();
    }

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields.Select(static f => KeyValuePair.Create(f.Name, f.Value))) };
        request.Headers.Add("Sec-Fetch-Site", Site);
        request.Headers.Add("Origin", Origin ?? _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await _client.SendAsync(request);
    }

    /// <summary>Sends a form with the hidden field of a page.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string path, params (string Name, string Value)[] fields) =>
        await PostAsync(path, [("csrf", CsrfOf(await PageAsync(page))), .. fields]);

    public static string CsrfOf(string page) => CsrfField().Match(page).Groups[1].Value;

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"csrf\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex CsrfField();
}
