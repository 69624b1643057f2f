using Mono.Cecil;

namespace PureEdge.Weaver;

/// <summary>What a method is called in messages, and whose work it is.</summary>
internal static class Naming
{
    private const string BuiltIns = "Jint.Native";

    // What is made when it is first used, in an engine or in the process: the tables of prototypes, compiled patterns, data of languages.
    private static readonly string[] MadeOnce = ["Jint.Native.Object.BuiltinShape", "Jint.Native.Object.Shape", "Jint.Native.RegExp.RegExpParseCache", "Jint.Native.RegExp.RegExpConstructor"];
    private const string DataTables = "Jint.Native.Intl.Data";

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
    /// caches on the first run, and the parser does not run at all when a script is known already; and what an engine makes once,
    /// whoever comes first would pay for all.
    /// </summary>
    public static bool IsBilled(this MethodDefinition method)
    {
        var space = method.DeclaringType.OuterNamespace();
        return (space == BuiltIns || space.StartsWith(BuiltIns + ".", StringComparison.Ordinal))
            && space != DataTables
            && !method.Name.StartsWith("Initialize", StringComparison.Ordinal)
            && !MadeOnce.Contains((method.DeclaringType.DeclaringType ?? method.DeclaringType).FullName);
    }
}
