using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Bindings.Kv;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Looking into KV: namespaces, keys, values.</summary>
internal sealed class KvPages(KvNamespaces namespaces, KvStore store)
{
    private const int KeysAtOnce = 100;
    private const int MostShown = 64 << 10;

    /// <summary>The namespaces.</summary>
    public Task<Html> ListAsync(DashboardRequest request)
    {
        request.RequireAll();
        request.Title = "KV";
        var rows = namespaces.All.Select(static n => Html.Of($"<tr><th scope=\"row\"><a href=\"{PathOf(n.Id)}\">{n.Title}</a></th><td><code>{n.Id}</code></td></tr>")).ToArray();
        return Task.FromResult(rows.Length == 0 ? Html.Of($"<p>There is no namespace. <code>wrangler kv namespace create</code> makes one.</p>") : Layout.Table($"{rows.Length} namespaces", ["Title", "Id"], rows));
    }

    /// <summary>The keys of a namespace, a page at a time.</summary>
    public async Task<Html> KeysAsync(DashboardRequest request)
    {
        request.RequireAll();
        var found = namespaces.Require(request.Part("id"));
        request.Title = found.Title;
        var prefix = request.Query("prefix");
        var after = request.Query("cursor") is { Length: > 0 } cursor ? KvRules.Cursor(cursor) : default;
        var page = await store.ListAsync(found.Id, KvRules.Prefix(prefix), after, KeysAtOnce, request.Aborted);
        var rows = page.Keys.Select(key => Html.Of($"""
            <tr><th scope="row"><a href="{PathOf(found.Id)}/value?key={Uri.EscapeDataString(key.Name)}">{key.Name}</a></th>
            <td>{(key.Expiration is { } at ? Layout.Time(DateTimeOffset.FromUnixTimeSeconds(at)) : Html.Empty)}</td><td><code>{Encoding.UTF8.GetString(key.Metadata.Span)}</code></td></tr>
            """));
        return Html.Of($"""
            <form method="get"><label for="prefix">Keys that begin with</label> <input id="prefix" name="prefix" value="{prefix}"> <button>Show</button></form>
            {(page.Keys.Count == 0 ? Html.Of($"<p>There are no such keys.</p>") : Layout.Table($"{page.Keys.Count} keys", ["Key", "Vanishes", "Metadata"], rows))}
            {Html.If(page.Cursor is not null, $"<p><a href=\"{PathOf(found.Id)}?prefix={Uri.EscapeDataString(prefix)}&cursor={Uri.EscapeDataString(page.Cursor ?? "")}\">Further keys</a></p>")}
            """);
    }

    /// <summary>The beginning of a value: as text when it is that, else in hexadecimal digits.</summary>
    public async Task<Html> ValueAsync(DashboardRequest request)
    {
        request.RequireAll();
        var found = namespaces.Require(request.Part("id"));
        var key = request.Query("key");
        var value = await store.GetAsync(found.Id, KvRules.Key(key), request.Aborted)
            ?? throw new DashboardException(StatusCodes.Status404NotFound, $"There is no key '{KvRules.Shown(key)}' in the namespace '{found.Title}'.");
        request.Title = key;
        var bytes = new byte[(int)Math.Min(value.Length, MostShown)];
        await using var content = store.Open(value, request.Aborted);
        await content.ReadExactlyAsync(bytes, request.Aborted);
        return Html.Of($"""
            <p><a href="{PathOf(found.Id)}">{found.Title}</a></p>
            <dl><dt>Bytes</dt><dd>{value.Length}</dd><dt>Metadata</dt><dd><code>{Encoding.UTF8.GetString(value.Metadata.Span)}</code></dd>
            <dt>Vanishes</dt><dd>{(value.ExpiresAt is { } at ? Layout.Time(at) : Html.Of($"never"))}</dd></dl>
            <pre tabindex="0" aria-label="Value">{ShownBytes.Of(bytes)}</pre>
            {Html.If(value.Length > MostShown, $"<p>The first {MostShown} bytes.</p>")}
            """);
    }

    private static string PathOf(string id) => $"{DashboardEndpoints.Root}/kv/{Uri.EscapeDataString(id)}";
}
