using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>The playground: a worker's text is edited, tried with one request, and deployed. All of it works without a script.</summary>
internal sealed class PlaygroundPages(DashboardUploads uploads, PreviewRunner runner, PureEdgeOptions options)
{
    /// <summary>The page.</summary>
    public const string Path = DashboardEndpoints.Root + "/playground";

    private const int MostFields = 16;
    private const int MostSource = 1 << 20;
    private const long MostBundle = 8 << 20;
    private const string Message = "from the playground";
    private const string NewModule = "worker.js";

    private const string Sample = """
        export default {
          async fetch(request, env, ctx) {
            const { pathname } = new URL(request.url);
            console.log(request.method, pathname);
            return new Response(`Hello from ${pathname}\n`);
          },
        };

        """;

    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>How many parts the form may have, and how many bytes.</summary>
    public static (int Parts, long Bytes) Most => (MostFields, 2L * MostSource);

    /// <summary>The path of the page with a worker's text.</summary>
    public static string PathOf(string worker, string module = "") =>
        $"{Path}?worker={Uri.EscapeDataString(worker)}{(module.Length > 0 ? "&module=" + Uri.EscapeDataString(module) : "")}";

    /// <summary>The page: a new worker, or one that is deployed.</summary>
    public async Task<Html> ShowAsync(DashboardRequest request)
    {
        request.RequireChange();
        var worker = request.Query("worker");
        if (worker.Length == 0)
        {
            return Page(request, new("", "", NewModule, Sample, "", PreviewRequest.Default), [], Html.Empty);
        }

        var (newest, bundle) = await LoadAsync(request, worker);
        var name = request.Query("module") is { Length: > 0 } asked ? asked : bundle.Main.Name;
        var module = bundle.Modules.FirstOrDefault(m => m.Name == name && IsText(m.Kind))
            ?? throw new DashboardException(StatusCodes.Status404NotFound, $"The worker '{worker}' has no module '{name}' that is text.");
        return Page(request, new(worker, newest.Id, module.Name, TextOf(module), worker, PreviewRequest.Default), bundle.Modules, Html.Empty);
    }

    /// <summary>Runs the text for one request.</summary>
    public Task<DashboardAnswer> PreviewAsync(DashboardRequest request, DashboardForm form) => TryAsync(request, form, async (draft, bundle, newest) =>
    {
        var definition = new WorkerDefinition
        {
            Name = PreviewRunner.Name,
            Bundle = bundle,
            Limits = options.Limits,
            Variables = Variables(newest),
            CompatibilityDate = newest?.CompatibilityDate,
            CompatibilityFlags = newest?.CompatibilityFlags ?? [],
        };
        var asked = draft.Request.ToWorkerRequest($"{(draft.Worker.Length > 0 ? draft.Worker : "preview")}.{options.BaseDomain}");
        var preview = await runner.RunAsync(definition, asked, draft.Worker.Length > 0 ? draft.Worker : PreviewRunner.Name, request.Aborted);
        return new(StatusCodes.Status200OK, Page(request, draft, newest is null ? [] : bundle.Modules, PreviewView.Of(preview)));
    });

    /// <summary>Lets the text answer.</summary>
    public Task<DashboardAnswer> DeployAsync(DashboardRequest request, DashboardForm form) => TryAsync(request, form, async (draft, bundle, _) =>
    {
        await uploads.SendAsync(request, draft.Name, bundle, before => UploadMetadata.Keeping(before, bundle.Main, Message));
        return DashboardAnswer.To(Layout.PathOf(draft.Name));
    });

    // What somebody wrote is on the page again, whatever went wrong.
    private async Task<DashboardAnswer> TryAsync(DashboardRequest request, DashboardForm form, Func<Draft, WorkerBundle, VersionRecord?, Task<DashboardAnswer>> act)
    {
        var draft = new Draft(
            form.Word("worker"), form.Word("base"), form.Word("module"), form.Lines("source"), form.Word("name"), new(form.Word("method"), form.Word("path"), form.Lines("headers"), form.Lines("body")));
        IReadOnlyList<WorkerModule> modules = [];
        try
        {
            var (bundle, newest) = await BundleAsync(request, draft);
            modules = newest is null ? [] : bundle.Modules;
            return await act(draft, bundle, newest);
        }
        catch (Exception e) when (DashboardError.From(e) is { } error)
        {
            return new(error.Status, Page(request, draft, modules, error.Text));
        }
    }

    private async Task<(VersionRecord Newest, WorkerBundle Bundle)> LoadAsync(DashboardRequest request, string worker)
    {
        request.Require(WorkerName.Require(worker, "The form"));
        var newest = await uploads.NewestAsync(worker, request.Aborted) ?? throw Deployer.NotFound(worker);
        var bundle = newest.HasCode
            ? await uploads.BundleAsync(worker, newest, request.Aborted)
            : throw new DashboardException(StatusCodes.Status400BadRequest, $"The worker '{worker}' has static assets only, and no code to edit.");
        return bundle.Modules.Sum(static m => (long)m.Content.Length) <= MostBundle
            ? (newest, bundle)
            : throw new DashboardException(StatusCodes.Status400BadRequest, $"The modules of '{worker}' have more than {MostBundle} bytes, the most that the playground takes.");
    }

    private async Task<(WorkerBundle Bundle, VersionRecord? Newest)> BundleAsync(DashboardRequest request, Draft draft)
    {
        var code = Encoding.UTF8.GetBytes(draft.Source);
        if (code.Length > MostSource)
        {
            throw new DashboardException(StatusCodes.Status413PayloadTooLarge, $"The text has {code.Length} bytes; the playground takes at most {MostSource}.");
        }

        if (draft.Worker.Length == 0)
        {
            return (new([new(NewModule, KindOf(draft.Source), code)]), null);
        }

        var (newest, bundle) = await LoadAsync(request, draft.Worker);
        if (newest.Id != draft.Base)
        {
            throw new DashboardException(StatusCodes.Status409Conflict, $"The worker '{draft.Worker}' has a newer version than the text was made from. Copy your text, load the page anew, and put it in.");
        }

        if (!bundle.Modules.Any(m => m.Name == draft.Module && IsText(m.Kind)))
        {
            throw new DashboardException(StatusCodes.Status400BadRequest, $"The worker '{draft.Worker}' has no module '{draft.Module}' that is text.");
        }

        // A worker of one script may become one of one module, and the other way round.
        return (new([.. bundle.Modules.Select(m => m.Name != draft.Module ? m : new WorkerModule(
            m.Name, bundle.Modules.Count == 1 && !m.Name.EndsWith(".mjs", StringComparison.OrdinalIgnoreCase) ? KindOf(draft.Source) : m.Kind, code))]), newest);
    }

    // A preview changes no data and tells no secret: of the bindings it has the variables alone.
    private static Dictionary<string, JsonElement> Variables(VersionRecord? newest)
    {
        var variables = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var binding in newest?.ReadBindings() ?? [])
        {
            if (binding.Type is "plain_text" or "json")
            {
                variables[binding.Name] = JsonSerializer.SerializeToElement(binding.Properties[binding.Type == "json" ? "json" : "text"]);
            }
        }

        return variables;
    }

    private static WorkerModuleKind KindOf(string source) => ModuleImports.Of(Encoding.UTF8.GetBytes(source)).IsModule ? WorkerModuleKind.EsModule : WorkerModuleKind.ServiceWorker;

    private static bool IsText(WorkerModuleKind kind) => kind is WorkerModuleKind.EsModule or WorkerModuleKind.ServiceWorker or WorkerModuleKind.Text or WorkerModuleKind.Json;

    private static string TextOf(WorkerModule module)
    {
        try
        {
            return module.Content.Length <= MostSource
                ? Strict.GetString(module.Content.Span)
                : throw new DashboardException(StatusCodes.Status400BadRequest, $"The module '{module.Name}' has {module.Content.Length} bytes; the playground takes at most {MostSource}.");
        }
        catch (DecoderFallbackException)
        {
            throw new DashboardException(StatusCodes.Status400BadRequest, $"The module '{module.Name}' is no UTF-8, so it cannot be edited here.");
        }
    }

    private static Html Page(DashboardRequest request, Draft draft, IReadOnlyList<WorkerModule> modules, Html result)
    {
        request.Title = draft.Worker.Length > 0 ? $"Playground: {draft.Worker}" : "Playground";
        var methods = Methods.Select(method => Html.Of($"<option{Html.If(method == draft.Request.Method, $" selected")}>{method}</option>"));
        return Html.Of($"""
            {result}
            {Modules(draft, modules)}
            <form method="post" action="{Path}" enctype="multipart/form-data" class="fields">
            {Layout.Csrf(request)}
            <input type="hidden" name="worker" value="{draft.Worker}"><input type="hidden" name="base" value="{draft.Base}"><input type="hidden" name="module" value="{draft.Module}">
            <p><label for="source">Text of <code>{draft.Module}</code></label>
            <textarea id="source" name="source" rows="20" wrap="off" spellcheck="false" autocapitalize="off" autocomplete="off">
            {draft.Source}</textarea></p>
            <fieldset><legend>Request</legend>
            <p class="row"><label for="method">Method</label> <select id="method" name="method">{methods}</select>
            <label for="path">Path</label> <input id="path" name="path" value="{draft.Request.Path}" maxlength="4096" autocomplete="off" class="long"></p>
            <p><label for="headers">Headers, one in each line</label> <textarea id="headers" name="headers" rows="2" spellcheck="false" autocomplete="off">
            {draft.Request.Headers}</textarea></p>
            <p><label for="body">Body</label> <textarea id="body" name="body" rows="3" spellcheck="false" autocomplete="off">
            {draft.Request.Body}</textarea></p>
            <p><button>Preview</button></p>
            <p class="hint">A preview runs in an isolate of its own under the default limits, and is not deployed. It has the variables of the newest version, but neither secrets nor other bindings. What it fetches is really fetched.</p>
            </fieldset>
            <p class="row"><label for="name">Name of the worker</label> <input id="name" name="name" value="{draft.Name}" maxlength="63" autocomplete="off"> <button formaction="{Path}/deploy">Deploy</button></p>
            <p class="hint">Bindings, limits and compatibility date of a worker that is there stay as they are in its newest version.</p>
            </form>
            """);
    }

    private static Html Modules(Draft draft, IReadOnlyList<WorkerModule> modules)
    {
        var links = modules.Where(static m => IsText(m.Kind)).Select(module => Html.Of(
            $"<li><a href=\"{PathOf(draft.Worker, module.Name)}\"{Html.If(module.Name == draft.Module, $" aria-current=\"page\"")}>{module.Name}</a></li>"));
        return Html.If(modules.Count > 1, $"<nav aria-label=\"Modules\"><p>One module is edited at a time:</p><ul>{links}</ul></nav>");
    }

    // What the form holds. Of a new worker the worker and the base are empty.
    private sealed record Draft(string Worker, string Base, string Module, string Source, string Name, PreviewRequest Request);
}
