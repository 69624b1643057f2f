using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>The types that a type derives from or implements, itself included, by name and without type arguments.</summary>
internal sealed class TypeHierarchy
{
    private readonly Dictionary<TypeDefinition, HashSet<string>> _supertypes = [];

    public HashSet<string> Supertypes(TypeDefinition type)
    {
        if (_supertypes.TryGetValue(type, out var known))
        {
            return known;
        }

        HashSet<string> found = new(StringComparer.Ordinal) { type.FullName };
        _supertypes[type] = found;
        var direct = type.Interfaces.Select(each => each.InterfaceType);
        foreach (var reference in type.BaseType is null ? direct : direct.Append(type.BaseType))
        {
            var element = reference.GetElementType();
            found.Add(element.FullName);
            if (element.Resolve() is { } definition)
            {
                found.UnionWith(Supertypes(definition));
            }
        }

        return found;
    }
}
