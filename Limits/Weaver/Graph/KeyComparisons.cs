using Mono.Cecil;

namespace PureEdge.Weaver.Graph;

/// <summary>
/// The methods by which tables of the class library compare keys. A look-up compares with every key of the same hash, and scripts
/// choose names and numbers that have the same: so the comparison is where such a look-up is counted.
/// </summary>
internal static class KeyComparisons
{
    /// <summary>Comparers, and value types that compare themselves.</summary>
    public static IEnumerable<MethodDefinition> Find(IEnumerable<MethodDefinition> methods) =>
        methods.Where(method => method is { IsVirtual: true, IsStatic: false } && IsComparison(method));

    private static bool IsComparison(MethodDefinition method) => method.Parameters.Count switch
    {
        1 => method.DeclaringType.IsValueType && Implements(method, "System.IEquatable`1") && method.Parameters[0].ParameterType.GetElementType() == method.DeclaringType,
        2 => Implements(method, "System.Collections.Generic.IEqualityComparer`1"),
        _ => false,
    };

    private static bool Implements(MethodDefinition method, string type) =>
        (method.Name == "Equals" || method.Name.EndsWith(".Equals", StringComparison.Ordinal))
        && method.DeclaringType.Interfaces.Any(each => each.InterfaceType.GetElementType().FullName == type);
}
