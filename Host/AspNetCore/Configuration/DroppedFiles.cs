using System.Text;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// A worker out of files that somebody sends from a browser: one file, several, or a whole folder with its wrangler configuration. They are never written to a disk here, and what nobody imports
/// is left out, as <c>serve PATH</c> does it.
/// </summary>
internal sealed class DroppedFiles
{
    private const string Where = "The upload";

    private static readonly string[] MainNames = ["index.js", "index.mjs", "worker.js", "worker.mjs", "src/index.js", "src/index.mjs"];

    private readonly Dictionary<string, byte[]> _files;
    private readonly ExecutionLimits _limits;

    private DroppedFiles(Dictionary<string, byte[]> files, ExecutionLimits limits)
    {
        _files = files;
        _limits = limits;
    }

    /// <summary>Reads a worker.</summary>
    /// <param name="files">The files, by their path with <c>/</c>, as it was sent.</param>
    /// <param name="main">The main module, where there is no configuration and more than one could be it; or empty.</param>
    /// <param name="limits">How many modules there may be, and how many bytes all together.</param>
    /// <returns>The worker, and whether a configuration was among the files.</returns>
    /// <exception cref="PureEdgeException">They are no worker; the message says why.</exception>
    public static (WorkerSource Source, bool HasConfig) Read(IReadOnlyList<FormPart> files, string main, ExecutionLimits limits)
    {
        var known = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var file in files)
        {
            var path = WorkerForm.ModuleName(Where, file.FileName ?? "");
            if (!path.Split('/').Any(static segment => segment is "node_modules" || segment.StartsWith('.')) && !known.TryAdd(path, file.Content))
            {
                throw new PureEdgeException("form_invalid", $"'{Where}' has the file '{path}' twice.");
            }
        }

        if (known.Count == 0)
        {
            throw new PureEdgeException("no_worker", $"'{Where}' has no file; choose a .js or .mjs file, several modules, or a folder.");
        }

        var dropped = new DroppedFiles(known, limits);
        return known.Keys.Where(static path => WranglerConfig.FileNames.Contains(NameOf(path), StringComparer.Ordinal))
                .OrderBy(static path => path.Count(static c => c == '/')).ThenBy(static path => IndexOf(NameOf(path))).FirstOrDefault() is { } config
            ? (dropped.ReadConfigured(config), true)
            : (dropped.ReadPlain(main), false);
    }

    private WorkerSource ReadConfigured(string path)
    {
        var config = WranglerConfig.Parse(Text(_files[path]), path);
        var folder = FolderOf(path);
        var name = config.Name is { } own ? WorkerName.Require(own, path) : WorkerName.From(folder.Length == 0 ? "" : NameOf(folder[..^1]));
        if (config.AllowsEval)
        {
            throw new PureEdgeException("unsupported", $"The worker '{name}' sets 'pureedge.unsafe_eval', which only 'serve PATH' and 'dev' know: a server does not let what is uploaded to it turn eval on.");
        }

        if (config.Assets is not null)
        {
            throw new PureEdgeException("unsupported", $"The worker '{name}' has static assets, which the dashboard does not upload: use 'wrangler deploy'.");
        }

        var main = config.Main ?? throw new PureEdgeException("config_invalid", $"'{path}' has no 'main': the path of the worker's main module.");
        var found = ModuleImports.ResolveName(folder, "./" + main);
        if (!_files.ContainsKey(found))
        {
            throw new PureEdgeException("no_worker", $"'{path}' names '{main}' as 'main', which is not among the files.");
        }

        if (!WorkerSource.IsScript(found))
        {
            throw new PureEdgeException("not_javascript", $"'{main}' is not JavaScript (.js, .mjs). 'wrangler deploy' builds it; or drop what 'wrangler deploy --dry-run --outdir' has built.");
        }

        // Modules are named from the folder of the configuration, so that src/index.js may import ../lib/x.js.
        var root = found.StartsWith(folder, StringComparison.Ordinal) ? folder : FolderOf(found);
        var alsoBelow = config.FindsAllModules ? config.BaseFolder is { } below ? ModuleImports.ResolveName(folder, "./" + below) + "/" : FolderOf(found) : null;
        var bundle = Collect(root, found[root.Length..], config.Rules, alsoBelow);
        // Limits that the configuration does not set are the server's, so here they are the defaults.
        return new(WorkerSource.Define(config, name, WorkerSource.Limits(config, ExecutionLimits.Default), bundle), [], config.Crons) { Bindings = config.Bindings };
    }

    private WorkerSource ReadPlain(string main)
    {
        var root = CommonFolder();
        var scripts = _files.Keys.Where(WorkerSource.IsScript).Select(path => path[root.Length..]).Order(StringComparer.Ordinal).ToArray();
        var found = main.Length > 0
            ? scripts.FirstOrDefault(path => path == main || root + path == main)
                ?? throw new PureEdgeException("no_worker", $"'{Where}' has no JavaScript file '{(main.Length > 64 ? main[..64] + "..." : main)}' to be the main module; {Listed(scripts)}")
            : scripts is [var only]
                ? only
                : MainNames.FirstOrDefault(usual => scripts.Contains(usual, StringComparer.Ordinal))
                    ?? throw new PureEdgeException(
                        "no_worker", $"'{Where}' has neither a wrangler configuration nor one file that must be the main module (the only .js or .mjs file, or {string.Join(", ", MainNames)}); {Listed(scripts)}");
        var name = root.Length == 0 ? Path.GetFileNameWithoutExtension(found) : root.Split('/')[0];
        return new(new() { Name = WorkerName.From(name), Bundle = Collect(root, found, [], null) }, [], []);
    }

    private WorkerBundle Collect(string root, string main, IReadOnlyList<ModuleRule> rules, string? alsoBelow)
    {
        var code = _files[root + main];
        if (!main.EndsWith(".mjs", StringComparison.OrdinalIgnoreCase) && !ModuleImports.Of(code).IsModule)
        {
            return new([new(main, WorkerModuleKind.ServiceWorker, code)]);
        }

        var modules = new List<WorkerModule>();
        var seen = new HashSet<string>(StringComparer.Ordinal) { main };
        var open = new Queue<string>([main]);
        foreach (var path in alsoBelow is null ? [] : _files.Keys.Order(StringComparer.Ordinal).Where(path => path.StartsWith(alsoBelow, StringComparison.Ordinal) && path.StartsWith(root, StringComparison.Ordinal)))
        {
            if (ModuleRule.KindOf(path[root.Length..], rules) is not (null or WorkerModuleKind.Json) && seen.Add(path[root.Length..]))
            {
                open.Enqueue(path[root.Length..]);
            }
        }

        while (open.TryDequeue(out var name))
        {
            // What is not there is left to the linker, which knows whether it is really imported.
            if (!_files.TryGetValue(root + name, out var content))
            {
                continue;
            }

            if (modules.Count == _limits.Modules)
            {
                throw new PureEdgeException("too_many_modules", $"'{main}' has more than {_limits.Modules} modules (limit 'Modules'); bundle it.");
            }

            var kind = name == main
                ? WorkerModuleKind.EsModule
                : ModuleRule.KindOf(name, rules) ?? throw new PureEdgeException("module_unknown", $"The import '{name}' is a file of no known kind; add it to 'rules' of the wrangler configuration.");
            modules.Add(new(name, kind, content));
            if (kind == WorkerModuleKind.EsModule)
            {
                foreach (var specifier in ModuleImports.Of(content, isModule: true).Specifiers)
                {
                    var imported = ModuleImports.ResolveName(name, specifier);
                    if (seen.Add(imported))
                    {
                        open.Enqueue(imported);
                    }
                }
            }
        }

        return new(modules);
    }

    private string CommonFolder()
    {
        var common = FolderOf(_files.Keys.First());
        while (!_files.Keys.All(path => path.StartsWith(common, StringComparison.Ordinal)))
        {
            common = FolderOf(common[..^1]);
        }

        return common;
    }

    private static string Listed(string[] scripts) => scripts.Length == 0
        ? "there is no .js or .mjs file among them."
        : $"say which it is: {string.Join(", ", scripts.Take(10).Select(static s => $"'{s}'"))}{(scripts.Length > 10 ? ", ..." : "")}.";

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsSpan(3) : bytes);

    private static int IndexOf(string name) => WranglerConfig.FileNames.Index().First(file => file.Item == name).Index;

    private static string FolderOf(string path) => path[..(path.LastIndexOf('/') + 1)];

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
