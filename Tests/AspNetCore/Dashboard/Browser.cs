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

    /// <summary>Sends a form with files, and the hidden field of a page unless there is another.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string page, string path, (string Name, string Value)[] fields, (string Path, string Content)[]? files = null, string? csrf = null)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields.Prepend(("csrf", csrf ?? CsrfOf(await PageAsync(page)))))
        {
            form.Add(new StringContent(value), $"\"{name}\"");
        }

        foreach (var (file, content) in files ?? [])
        {
            var part = new StringContent(content);
            part.Headers.Remove("Content-Type");
            part.Headers.Add("Content-Type", "application/octet-stream");
            part.Headers.Add("Content-Disposition", $"form-data; name=\"files\"; filename=\"{file}\"");
            form.Add(part);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        request.Headers.Add("Sec-Fetch-Site", Site);
        request.Headers.Add("Origin", Origin ?? _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        return await _client.SendAsync(request);
    }

    public static string CsrfOf(string page) => CsrfField().Match(page).Groups[1].Value;

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"csrf\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex CsrfField();
}
