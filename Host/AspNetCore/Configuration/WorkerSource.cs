using System.Text.Json.Nodes;
using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>
/// A worker as it lies on disk: a file, a folder with a wrangler configuration, or the form that
/// <c>wrangler deploy --dry-run --outfile</c> writes.
/// </summary>
/// <param name="Definition">The worker.</param>
/// <param name="Files">The files it was read from, and folders whose modules all belong to it; a change of one, or in one, is a change of the worker.</param>
/// <param name="Crons">Its cron triggers.</param>
internal sealed record WorkerSource(WorkerDefinition Definition, IReadOnlyList<string> Files, IReadOnlyList<string> Crons)
{
    /// <summary>Bindings beside its variables, as wrangler would upload them.</summary>
    public IReadOnlyList<JsonObject> Bindings { get; init; } = [];

    /// <summary>The folder of its static assets, or <see langword="null"/> without.</summary>
    public string? AssetsFolder { get; init; }

    /// <summary>How its static assets answer; there when <see cref="AssetsFolder"/> is.</summary>
    public JsonObject? AssetsConfig { get; init; }

    /// <summary>Whether there is code of its own, and not only assets.</summary>
    public bool HasCode { get; init; } = true;

    private static readonly string[] ScriptEndings = [".js", ".mjs"];

    /// <inheritdoc cref="ReadAll(string, Func{string, ExecutionLimits}, string?)"/>
    public static IReadOnlyList<WorkerSource> ReadAll(string path, ExecutionLimits limits, string? environment = null) => ReadAll(path, _ => limits, environment);

    /// <summary>Reads the workers at a path: one, or those in a folder of workers.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="limits">The limits of a worker, by its name, where its configuration sets none.</param>
    /// <param name="environment">The environment of wrangler configurations that is meant (<see cref="WranglerEnvironment"/>), or <see langword="null"/>.</param>
    /// <exception cref="PureEdgeException">There is no worker at the path, or it cannot be read; the message says why.</exception>
    public static IReadOnlyList<WorkerSource> ReadAll(string path, Func<string, ExecutionLimits> limits, string? environment = null)
    {
        if (!Directory.Exists(path) || WranglerConfig.FindIn(path) is not null)
        {
            return [ReadOne(path, limits, environment)];
        }

        var entries = Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal);
        var workers = entries
            .Where(e => Directory.Exists(e) ? WranglerConfig.FindIn(e) is not null : IsScript(e) || UploadForm.IsAt(e))
            .Select(e => ReadOne(e, limits, environment)).ToArray();
        if (workers.Length == 0)
        {
            throw new PureEdgeException(
                "no_worker", $"'{path}' holds no worker: neither a wrangler.toml, wrangler.json or wrangler.jsonc, nor .js or .mjs files or upload forms, nor folders with such a configuration.");
        }

        return workers.CountBy(w => w.Definition.Name, StringComparer.Ordinal).FirstOrDefault(n => n.Value > 1).Key is { } twice
            ? throw new PureEdgeException("name_taken", $"'{path}' holds two workers with the name '{twice}'; rename a file, or set 'name' in a wrangler configuration.")
            : workers;
    }

    /// <inheritdoc cref="ReadOne(string, Func{string, ExecutionLimits}, string?)"/>
    public static WorkerSource ReadOne(string path, ExecutionLimits limits, string? environment = null) => ReadOne(path, _ => limits, environment);

    /// <summary>Reads the one worker at a path.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="limits">The limits of a worker, by its name, where its configuration sets none.</param>
    /// <param name="environment">The environment of its wrangler configuration that is meant, or <see langword="null"/>.</param>
    /// <exception cref="PureEdgeException">There is no worker at the path, or it cannot be read; the message says why.</exception>
    public static WorkerSource ReadOne(string path, Func<string, ExecutionLimits> limits, string? environment = null)
    {
        if (Directory.Exists(path))
        {
            var config = WranglerConfig.FindIn(path)
                ?? throw new PureEdgeException("no_worker", $"The folder '{path}' has no wrangler.toml, wrangler.json or wrangler.jsonc.");
            return FromConfig(config, limits, environment);
        }

        if (!WorkerFiles.Exists(path))
        {
            throw new PureEdgeException("no_worker", $"'{path}' does not exist. It must be a worker file (.js, .mjs), a folder with a wrangler configuration, or a form written by wrangler deploy --dry-run --outfile.");
        }

        if (Path.GetFileName(path).StartsWith("wrangler.", StringComparison.OrdinalIgnoreCase) && !IsScript(path))
        {
            return FromConfig(path, limits, environment);
        }

        if (environment is not null)
        {
            throw new PureEdgeException("no_environment", $"'{path}' has no environment '{environment}': only a wrangler configuration has environments.");
        }

        return IsScript(path) ? FromScript(path, limits(NameOf(path))) : UploadForm.Read(path, NameOf(path), limits(NameOf(path)));
    }

    /// <summary>Whether a file is JavaScript by its name.</summary>
    public static bool IsScript(string path) => ScriptEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static WorkerSource FromScript(string path, ExecutionLimits limits)
    {
        var full = Path.GetFullPath(path);
        var (bundle, files) = new BundleFiles(Path.GetDirectoryName(full)!, [], limits).Collect(full);
        return new(new() { Name = NameOf(path), Bundle = bundle, Limits = limits }, files, []);
    }

    private static WorkerSource FromConfig(string configPath, Func<string, ExecutionLimits> limitsOf, string? environment)
    {
        var config = WranglerConfig.Read(configPath, environment);
        var folder = Path.GetDirectoryName(Path.GetFullPath(configPath))!;
        var name = config.Name is { } own ? WorkerName.Require(own, configPath) : WorkerName.From(Path.GetFileName(folder) + (environment is null ? "" : $"-{environment}"));
        var limits = Limits(config, limitsOf(name));
        var assets = config.Assets is { } section ? AssetsOf(section, configPath, folder) : null;
        if (config.Main is null && assets is not null)
        {
            return new(Define(config, name, limits, AssetsOnly.Bundle), [Path.GetFullPath(configPath)], config.Crons)
            {
                Bindings = config.Bindings, AssetsFolder = assets, AssetsConfig = config.Assets, HasCode = false,
            };
        }

        var main = Path.GetFullPath(Path.Combine(folder, config.Main
            ?? throw new PureEdgeException("config_invalid", $"'{configPath}' has no 'main': the path of the worker's main module.")));
        if (!WorkerFiles.Exists(main))
        {
            throw new PureEdgeException("no_worker", $"'{configPath}' names '{config.Main}' as 'main', which does not exist.");
        }

        if (!IsScript(main))
        {
            throw new PureEdgeException(
                "not_javascript", $"'{config.Main}' is not JavaScript (.js, .mjs). Build it first: wrangler deploy --dry-run --outfile worker.form writes a file that PureEdge reads.");
        }

        // Modules are named from the folder of the configuration, so that src/index.js may import ../lib/x.js.
        var mainFolder = Path.GetDirectoryName(main)!;
        var root = main.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? folder : mainFolder;
        var alsoBelow = config.FindsAllModules ? FolderOfModules(config, configPath, folder, mainFolder) : null;
        var (bundle, files) = new BundleFiles(root, config.Rules, limits).Collect(main, alsoBelow);
        return new(Define(config, name, limits, bundle), [Path.GetFullPath(configPath), .. files], config.Crons)
        {
            Bindings = config.Bindings, AssetsFolder = assets, AssetsConfig = config.Assets,
        };
    }

    /// <summary>The limits of a worker: those of its configuration over those of the server.</summary>
    public static ExecutionLimits Limits(WranglerConfig config, ExecutionLimits limits) =>
        config.Limits.ApplyTo(config.CpuMilliseconds is { } ms ? limits with { CpuMilliseconds = ms } : limits);

    /// <summary>The worker that a configuration describes, without its bindings.</summary>
    public static WorkerDefinition Define(WranglerConfig config, string name, ExecutionLimits limits, WorkerBundle bundle) => new()
    {
        Name = name,
        Bundle = bundle,
        Limits = limits,
        AllowsEval = config.AllowsEval,
        Variables = config.Variables,
        Isolation = config.IsolatePerRequest ? IsolationMode.Request : IsolationMode.Shared,
        CompatibilityDate = config.CompatibilityDate,
        CompatibilityFlags = config.CompatibilityFlags,
    };

    private static string AssetsOf(JsonObject assets, string configPath, string folder) => assets["directory"] is JsonValue value && value.TryGetValue<string>(out var directory) && directory.Length > 0
        ? Path.TrimEndingDirectorySeparator(Path.GetFullPath(Path.Combine(folder, directory)))
        : throw new PureEdgeException("config_invalid", $"'{configPath}' has 'assets' without a string 'directory'.");

    private static string FolderOfModules(WranglerConfig config, string configPath, string folder, string mainFolder)
    {
        var found = config.BaseFolder is { } name ? Path.GetFullPath(Path.Combine(folder, name)) : mainFolder;
        return Directory.Exists(found)
            ? found
            : throw new PureEdgeException("config_invalid", $"'{configPath}' names '{config.BaseFolder}' as 'base_dir', which is no folder.");
    }

    private static string NameOf(string path) => WorkerName.From(Path.GetFileNameWithoutExtension(path));
}
