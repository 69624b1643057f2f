using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Api;

/// <summary>The modules of a version as they were uploaded, without an envelope; wrangler 4.86 sends them back with other secrets (<c>versions secret put</c>).</summary>
internal sealed class ContentApi(DeployStore store) : IApiRoom
{
    /// <inheritdoc/>
    public void Map(ApiEndpoints api) => api.HandleAccount("GET", "/workers/scripts/{name}/content/v2", WriteAsync);

    private async Task<JsonNode?> WriteAsync(ApiRequest request)
    {
        var worker = await ScriptApi.RequireAsync(store, request);
        var id = request.Context.Request.Query["version"].ToString() is { Length: > 0 } asked ? asked : worker.LatestVersion ?? "";
        if (await store.VersionAsync(worker.Name, id, request.Aborted) is not { } version || await store.ReadBundleAsync(version.Bundle, request.Aborted) is not { } archive)
        {
            throw new PureEdgeException("version_not_found", $"The worker '{worker.Name}' has no version '{id}'.");
        }

        var bundle = BundleArchive.Read(archive).Bundle;
        var response = request.Context.Response;
        response.Headers.CacheControl = "no-store";
        response.Headers["cf-entrypoint"] = bundle.Main.Name.All(char.IsAscii) ? bundle.Main.Name : Uri.EscapeDataString(bundle.Main.Name);
        if (bundle.Main.Kind == WorkerModuleKind.ServiceWorker)
        {
            response.ContentType = WorkerForm.ContentTypeOf(bundle.Main.Kind);
            await response.Body.WriteAsync(bundle.Main.Content, request.Aborted);
            return null;
        }

        var boundary = Guid.NewGuid().ToString("N");
        using var form = new MultipartContent("form-data", boundary);
        foreach (var module in bundle.Modules)
        {
            var part = new ReadOnlyMemoryContent(module.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue(WorkerForm.ContentTypeOf(module.Kind));
            // In quotes, and they escaped, as browsers write it (https://html.spec.whatwg.org/multipage/form-control-infrastructure.html#multipart-form-data).
            var name = $"\"{module.Name.Replace("\"", "%22", StringComparison.Ordinal)}\"";
            part.Headers.Add("Content-Disposition", $"form-data; name={name}; filename={name}");
            form.Add(part);
        }

        response.ContentType = $"multipart/form-data; boundary={boundary}";
        await form.CopyToAsync(response.Body, request.Aborted);
        return null;
    }
}
