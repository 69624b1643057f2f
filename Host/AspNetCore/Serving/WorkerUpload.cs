using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using PureEdge.AspNetCore.Configuration;
using PureEdge.AspNetCore.Deploy;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Serving;

/// <summary>A worker at a path, as it is uploaded to the API of a server; what <c>pureedge deploy</c> sends. Immutable.</summary>
public sealed class WorkerUpload
{
    private readonly WorkerDefinition _definition;

    private readonly IReadOnlyList<JsonObject> _bindings;

    private WorkerUpload(WorkerSource source)
    {
        _definition = source.Definition;
        _bindings = source.Bindings;
        Crons = source.Crons;
    }

    /// <summary>The name in its configuration, or that of its file or folder.</summary>
    public string Name => _definition.Name;

    /// <summary>Its cron triggers.</summary>
    public IReadOnlyList<string> Crons { get; }

    /// <summary>Its modules.</summary>
    public int Modules => _definition.Bundle.Modules.Count;

    /// <summary>Bytes of its modules.</summary>
    public long Bytes => _definition.Bundle.Modules.Sum(static m => (long)m.Content.Length);

    /// <summary>Reads the workers at a path.</summary>
    /// <param name="path">A file, folder or form.</param>
    /// <param name="environment">The environment of its wrangler configuration (<see cref="PureEdgeOptions.Environment"/>), or <see langword="null"/>.</param>
    /// <exception cref="PureEdgeException">There is no worker, or its configuration is wrong or has what cannot be uploaded.</exception>
    public static IReadOnlyList<WorkerUpload> ReadAll(string path, string? environment = null) => [.. WorkerSource.ReadAll(path, ExecutionLimits.Default, environment).Select(static source =>
        source.Definition.AllowsEval
            ? throw new PureEdgeException("unsupported", $"The worker '{source.Definition.Name}' sets 'pureedge.unsafe_eval', which only 'serve PATH' and 'dev' know: a server does not let what is uploaded to it turn eval on.")
        : source.AssetsFolder is not null
            ? throw new PureEdgeException("unsupported", $"The worker '{source.Definition.Name}' has static assets, which 'pureedge deploy' does not upload: use 'wrangler deploy'.")
        : new WorkerUpload(source))];

    /// <summary>The form to send.</summary>
    /// <param name="message">What the version's list says of it, or <see langword="null"/>.</param>
    /// <returns>To be disposed by whoever sends it.</returns>
    public MultipartFormDataContent ToContent(string? message = null)
    {
        var form = new MultipartFormDataContent { { Text(UploadMetadata.Of(_definition, _bindings, message).ToJsonString(), "application/json"), "metadata" } };
        foreach (var module in _definition.Bundle.Modules)
        {
            var part = new ReadOnlyMemoryContent(module.Content);
            part.Headers.ContentType = new MediaTypeHeaderValue(WorkerForm.ContentTypeOf(module.Kind));
            form.Add(part, module.Name, module.Name);
        }

        return form;
    }

    private static StringContent Text(string text, string type) => new(text, Encoding.UTF8, new MediaTypeHeaderValue(type));
}
