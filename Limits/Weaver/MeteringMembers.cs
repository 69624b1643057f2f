using Mono.Cecil;
using PureEdge.Weaver.Review;

namespace PureEdge.Weaver;

/// <summary>The members of PureEdge.Metering, found by name: the weaver is built without a reference to it.</summary>
internal sealed class MeteringMembers : IDisposable
{
    public const string Namespace = "PureEdge.Metering";

    private readonly ModuleDefinition _module;
    private readonly Dictionary<string, MethodDefinition> _wrappers = new(StringComparer.Ordinal);

    public MeteringMembers(ModuleDefinition module)
    {
        _module = module;
        foreach (var type in module.GetTypes())
        {
            if (ReplacedBy(type) is { } target)
            {
                foreach (var method in type.Methods.Where(method => method.IsAssembly || method.IsPublic))
                {
                    foreach (var key in LibraryReference.KeysOfWrapper(target, method))
                    {
                        _wrappers[key] = method;
                    }
                }
            }
        }
    }

    public TypeDefinition Type(string name) =>
        _module.GetType($"{Namespace}.{name}") ?? throw new InvalidOperationException($"'{Namespace}' has no type '{name}'.");

    /// <summary>A member of <c>Meter</c>.</summary>
    public MethodDefinition Meter(string name) => Type("Meter").Methods.Single(method => method.Name == name);

    /// <summary>What takes the place of a library member, or <see langword="null"/>.</summary>
    public MethodDefinition? Wrapper(LibraryReference reference) => _wrappers.GetValueOrDefault(reference.Key);

    public static bool IsMetering(TypeReference type) => type.Scope.Name == Namespace;

    /// <summary>The library type whose members the methods of a wrapper class stand for, or <see langword="null"/>.</summary>
    public static string? Replaced(TypeReference type) => ReplacedBy(type.Resolve())?.GetElementType().FullName;

    private static TypeReference? ReplacedBy(TypeDefinition type) =>
        type.CustomAttributes.FirstOrDefault(attribute => attribute.AttributeType.Name == "ReplacesAttribute")?.ConstructorArguments[0].Value as TypeReference;

    public void Dispose() => _module.Dispose();
}
