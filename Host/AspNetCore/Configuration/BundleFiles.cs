using System.Text;
using PureEdge.Engine;

namespace PureEdge.AspNetCore.Configuration;

/// <summary>Collects a worker's modules from its folder by following imports from the main module.</summary>
internal static class BundleFiles
{
    private const int MaxModules = 1_000;

    /// <summary>Reads the main module and what it imports. Modules are named by their path below the main module's folder.</summary>
    /// <param name="mainPath">The main module.</param>
    /// <param name="rules">Which files are modules of which kind, before the defaults.</param>
    /// <param name="maxBytes">The most that all modules may take together, in bytes.</param>
    /// <returns>The bundle, and the files it came from.</returns>
    public static (WorkerBundle Bundle, IReadOnlyList<string> Files) Collect(string mainPath, IReadOnlyList<ModuleRule> rules, long maxBytes)
    {
        var root = Path.GetDirectoryName(Path.GetFullPath(mainPath))!;
        var mainName = Path.GetFileName(mainPath);
        var files = new List<string> { Path.GetFullPath(mainPath) };
        var main = WorkerFiles.Read(mainPath, maxBytes);
        var imports = ModuleImports.Of(Encoding.UTF8.GetString(main));
        if (!imports.IsModule && !mainName.EndsWith(".mjs", StringComparison.OrdinalIgnoreCase))
        {
            return (new([new(mainName, WorkerModuleKind.ServiceWorker, main)]), files);
        }

        var modules = new List<WorkerModule> { new(mainName, WorkerModuleKind.EsModule, main) };
        var known = new HashSet<string>(StringComparer.Ordinal) { mainName };
        var open = new Queue<string>(imports.Specifiers.Select(s => ModuleImports.ResolveName(mainName, s)));
        var left = maxBytes - main.Length;
        while (open.TryDequeue(out var name))
        {
            // A name that leads nowhere is left to the linker, which knows the importing line.
            var path = Path.GetFullPath(Path.Combine(root, name));
            if (!known.Add(name) || !path.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) || !WorkerFiles.Exists(path))
            {
                continue;
            }

            if (ModuleRule.KindOf(name, rules) is not { } kind)
            {
                throw new PureEdgeException("module_unknown", $"The import '{name}' is a file of no known kind; add it to 'rules' of the wrangler configuration.");
            }

            if (modules.Count == MaxModules)
            {
                throw new PureEdgeException("too_many_modules", $"'{mainPath}' imports more than {MaxModules} modules; bundle it.");
            }

            var content = WorkerFiles.Read(path, left);
            left -= content.Length;
            modules.Add(new(name, kind, content));
            files.Add(path);
            if (kind == WorkerModuleKind.EsModule)
            {
                var inner = ModuleImports.Of(Encoding.UTF8.GetString(content));
                foreach (var specifier in inner.Specifiers)
                {
                    open.Enqueue(ModuleImports.ResolveName(name, specifier));
                }
            }
        }

        return (new(modules), files);
    }
}
