using Mono.Cecil;

namespace PureEdge.Weaver;

/// <summary>The assemblies that are woven together, and the one whose members the woven code calls.</summary>
internal sealed class AssemblySet : IDisposable
{
    private readonly DefaultAssemblyResolver _resolver;

    private AssemblySet(IReadOnlyList<ModuleDefinition> modules, ModuleDefinition metering, DefaultAssemblyResolver resolver)
    {
        Modules = modules;
        Metering = new MeteringMembers(metering);
        _resolver = resolver;
        Own = [.. modules.Select(module => module.Assembly.Name.Name)];
        Methods = MethodsOf(modules);
    }

    public IReadOnlyList<ModuleDefinition> Modules { get; }

    public MeteringMembers Metering { get; }

    /// <summary>All methods with a body, in the order of the metadata.</summary>
    public IReadOnlyList<MethodDefinition> Methods { get; private set; }

    private HashSet<string> Own { get; }

    public static AssemblySet Read(IEnumerable<string> inputs, string metering)
    {
        var files = inputs.ToList();
        var resolver = new DefaultAssemblyResolver();
        foreach (var folder in files.Append(metering).Append(typeof(object).Assembly.Location).Select(file => Path.GetDirectoryName(Path.GetFullPath(file))!))
        {
            resolver.AddSearchDirectory(folder);
        }

        var parameters = new ReaderParameters { AssemblyResolver = resolver, InMemory = true };
        return new([.. files.Select(file => ModuleDefinition.ReadModule(file, parameters))], ModuleDefinition.ReadModule(metering, parameters), resolver);
    }

    /// <summary>Lists the methods again, after some were added.</summary>
    public void ListMethods() => Methods = MethodsOf(Modules);

    /// <summary>Whether the type is defined in one of the assemblies, and not in the class library.</summary>
    public bool IsOwn(TypeReference type)
    {
        while (type is TypeSpecification specification)
        {
            type = specification.ElementType;
        }

        return type.Scope is ModuleDefinition || Own.Contains(type.Scope.Name);
    }

    /// <summary>The method in one of the assemblies that a reference means, or <see langword="null"/>.</summary>
    public MethodDefinition? Find(MethodReference reference) =>
        reference.DeclaringType is not ArrayType && IsOwn(reference.DeclaringType) ? reference.Resolve() : null;

    /// <summary>Writes the assemblies and, under their new names, the documentation that lies beside the originals.</summary>
    public void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var module in Modules)
        {
            var file = Path.Combine(folder, module.Name);
            module.Write(file, new WriterParameters { DeterministicMvid = true, Timestamp = 0 });
            var original = Path.ChangeExtension(module.FileName, ".xml");
            if (File.Exists(original))
            {
                var name = Path.GetFileNameWithoutExtension(original);
                File.WriteAllText(
                    Path.ChangeExtension(file, ".xml"),
                    File.ReadAllText(original).Replace($"<name>{name}</name>", $"<name>{module.Assembly.Name.Name}</name>", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Leaves nothing behind that a build could take for woven.</summary>
    public void Delete(string folder)
    {
        foreach (var module in Modules)
        {
            File.Delete(Path.Combine(folder, module.Name));
        }
    }

    public void Dispose()
    {
        foreach (var module in Modules)
        {
            module.Dispose();
        }

        Metering.Dispose();
        _resolver.Dispose();
    }

    private static List<MethodDefinition> MethodsOf(IEnumerable<ModuleDefinition> modules) =>
        [.. modules.SelectMany(module => module.GetTypes()).SelectMany(type => type.Methods).Where(method => method.HasBody)];
}
