using PureEdge.Engine;
using PureEdge.Limits;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Collects a worker's modules from its folder: what the main module imports, or every module that lies there.</summary>
/// <param name="root">The folder that modules are named from; nothing outside of it is read.</param>
/// <param name="rules">Which files are modules of which kind, before the defaults.</param>
/// <param name="limits">How many modules there may be, and how many bytes all together.</param>
internal sealed class BundleFiles(string root, IReadOnlyList<ModuleRule> rules, ExecutionLimits limits)
{
    private readonly List<WorkerModule> _modules = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<string> _open = new();
    private readonly List<string> _files = [];
    private long _read;

    private long Left => limits.SourceBytes - _read;

    /// <summary>Reads the main module and what it imports.</summary>
    /// <param name="mainPath">The main module, below the root.</param>
    /// <param name="alsoBelow">A folder whose modules all belong to the bundle, imported or not; or <see langword="null"/>.</param>
    /// <returns>The bundle, and the files it came from or would come from if they were there; folders where all belong to it, too.</returns>
    public (WorkerBundle Bundle, IReadOnlyList<string> Files) Collect(string mainPath, string? alsoBelow = null)
    {
        var main = WorkerFiles.Read(mainPath, Left);
        var mainName = NameOf(mainPath);
        if (!mainName.EndsWith(".mjs", StringComparison.OrdinalIgnoreCase) && !ModuleImports.Of(main).IsModule)
        {
            return (new([new(mainName, WorkerModuleKind.ServiceWorker, main)]), [mainPath]);
        }

        _known.Add(mainName);
        Add(mainName, mainPath, WorkerModuleKind.EsModule, main);
        if (alsoBelow is not null)
        {
            OpenAllBelow(alsoBelow);
        }

        while (_open.TryDequeue(out var name))
        {
            Follow(name, mainPath);
        }

        return (new(_modules), _files);
    }

    private void Follow(string name, string mainPath)
    {
        var path = Path.GetFullPath(Path.Combine(root, name));
        if (!_known.Add(name) || !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return;
        }

        if (!WorkerFiles.Exists(path))
        {
            // Left to the linker, which knows whether it is really imported. When it appears, the worker changes.
            _files.Add(path);
            return;
        }

        if (ModuleRule.KindOf(name, rules) is not { } kind)
        {
            throw new PureEdgeException("module_unknown", $"The import '{name}' is a file of no known kind; add it to 'rules' of the wrangler configuration.");
        }

        if (_modules.Count == limits.Modules)
        {
            throw new PureEdgeException("too_many_modules", $"'{mainPath}' has more than {limits.Modules} modules (limit 'Modules'); bundle it.");
        }

        Add(name, path, kind, WorkerFiles.Read(path, Left));
    }

    private void Add(string name, string path, WorkerModuleKind kind, byte[] content)
    {
        _read += content.Length;
        _modules.Add(new(name, kind, content));
        _files.Add(path);
        if (kind == WorkerModuleKind.EsModule)
        {
            foreach (var specifier in ModuleImports.Of(content, isModule: true).Specifiers)
            {
                _open.Enqueue(ModuleImports.ResolveName(name, specifier));
            }
        }
    }

    private void OpenAllBelow(string folder)
    {
        // Where further ones may appear.
        _files.Add(folder);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(entry) is "node_modules" || Path.GetFileName(entry).StartsWith('.') || _open.Count > limits.Modules)
            {
                continue;
            }

            if (Directory.Exists(entry))
            {
                OpenAllBelow(entry);
            }
            else if (ModuleRule.KindOf(NameOf(entry), rules) is not (null or WorkerModuleKind.Json))
            {
                _open.Enqueue(NameOf(entry));
            }
        }
    }

    private string NameOf(string path) => Path.GetRelativePath(root, path).Replace('\\', '/');
}
