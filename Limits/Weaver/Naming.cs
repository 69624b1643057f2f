using Mono.Cecil;

namespace PureEdge.Weaver;

/// <summary>What a method is called in messages, and whose work it is.</summary>
internal static class Naming
{
    private const string BuiltIns = "Jint.Native";

    public static string NameOf(this MethodReference method) => $"{method.DeclaringType.FullName}::{method.Name}";

    public static string OuterNamespace(this TypeDefinition type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type.Namespace;
    }

    /// <summary>
    /// Whether the method is a built-in of the language: what it does is the same on every run. The interpreter around it fills
    /// caches on the first run, and the parser does not run at all when a script is known already.
    /// </summary>
    public static bool IsBilled(this MethodDefinition method)
    {
        var space = method.DeclaringType.OuterNamespace();
        return space == BuiltIns || space.StartsWith(BuiltIns + ".", StringComparison.Ordinal);
    }
}
