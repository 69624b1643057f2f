using Microsoft.AspNetCore.Http;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Cron;
using PureEdge.AspNetCore.Deploy;

namespace PureEdge.AspNetCore.Dashboard;

/// <summary>Deploying files: chosen, or dropped where there is a script to take them.</summary>
internal sealed class DeployPages(DashboardUploads uploads, PureEdgeOptions options)
{
    /// <summary>The page.</summary>
    public const string Path = DashboardEndpoints.Root + "/deploy";

    private const string DefaultMessage = "from the dashboard";
    private const int MostFields = 16;
    private const int MostFieldBytes = 64 << 10;
    private const int MostCrons = 100;

    /// <summary>How many parts the form may have, and how many bytes.</summary>
    public (int Parts, long Bytes) Most => (MostFields + WorkerForm.MaxParts(options.Limits), options.Limits.SourceBytes + MostFieldBytes);

    /// <summary>The form.</summary>
    public Task<Html> ShowAsync(DashboardRequest request)
    {
        request.RequireChange();
        return Task.FromResult(Page(request, request.Query("worker"), "", "", Html.Empty));
    }

    /// <summary>Takes the files.</summary>
    public async Task<DashboardAnswer> PostAsync(DashboardRequest request, DashboardForm form)
    {
        var (name, main, message) = (form.Word("name"), form.Word("main"), form.Word("message"));
        try
        {
            return DashboardAnswer.To(Layout.PathOf(await DeployAsync(request, form, name, main, message)));
        }
        catch (Exception e) when (DashboardError.From(e) is { } error)
        {
            return new(error.Status, Page(request, name, main, message, error.Text));
        }
    }

    private async Task<string> DeployAsync(DashboardRequest request, DashboardForm form, string name, string main, string message)
    {
        var (source, hasConfig) = DroppedFiles.Read(form.Files("files"), main, name.Length > 0 ? options.LimitsOf(name) : options.Limits);
        foreach (var cron in source.Crons)
        {
            _ = CronExpression.Parse(cron);
        }

        if (source.Crons.Count > MostCrons)
        {
            throw new DashboardException(StatusCodes.Status400BadRequest, $"The configuration has {source.Crons.Count} cron triggers; at most {MostCrons} are allowed.");
        }

        var worker = name.Length > 0 ? name : source.Definition.Name;
        var said = message.Length > 0 ? message : DefaultMessage;
        await uploads.SendAsync(request, worker, source.Definition.Bundle, before => hasConfig
            ? UploadMetadata.Of(source.Definition, source.Bindings, said)
            : UploadMetadata.Keeping(before, source.Definition.Bundle.Main, said));
        if (hasConfig)
        {
            await uploads.SetCronsAsync(worker, source.Crons, request.Aborted);
        }

        return worker;
    }

    private Html Page(DashboardRequest request, string name, string main, string message, Html error)
    {
        request.Title = "Deploy";
        return Html.Of($"""
            {error}
            <p>JavaScript as it is: a <code>.js</code> or <code>.mjs</code> file, several modules, or a folder with its <code>wrangler.jsonc</code>. What nobody imports is left out, and so are <code>node_modules</code> and hidden files.
            TypeScript, packages and static assets need <code>wrangler deploy</code>.</p>
            <form method="post" action="{Path}" enctype="multipart/form-data" class="fields">
            {Layout.Csrf(request)}
            <div id="drop" class="drop">
            <p hidden id="drop-hint">Drop files or a folder here, or choose them.</p>
            <p><label for="files">Files</label> <input id="files" name="files" type="file" multiple></p>
            <p><label for="folder">or a folder</label> <input id="folder" name="files" type="file" webkitdirectory multiple></p>
            <div id="chosen" role="status" data-most="{options.Limits.SourceBytes}"></div>
            </div>
            <p><label for="name">Name of the worker</label> <input id="name" name="name" value="{name}" maxlength="63" autocomplete="off" aria-describedby="name-hint">
            <span id="name-hint" class="hint">Without one: <code>name</code> of the configuration, or that of the file or folder.</span></p>
            <p><label for="main">Main module</label> <input id="main" name="main" value="{main}" maxlength="512" autocomplete="off" aria-describedby="main-hint">
            <span id="main-hint" class="hint">Only for several files without a configuration, where none of them is called <code>index.js</code> or <code>worker.js</code>.</span></p>
            <p><label for="message">Message</label> <input id="message" name="message" value="{message}" maxlength="500" autocomplete="off" aria-describedby="message-hint">
            <span id="message-hint" class="hint">What the list of versions says of this one.</span></p>
            <p class="hint">Without a configuration a worker that is there keeps its bindings, limits and compatibility date. What does not start is refused, and the version before goes on answering.</p>
            <p><button>Deploy</button></p>
            </form>
            <script src="{DashboardEndpoints.Root}/deploy.js" defer></script>
            """);
    }
}
