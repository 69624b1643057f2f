using System.Reflection;

namespace PureEdge.Limits.Memory;

/// <summary>The fields of a type that a walk follows.</summary>
internal static class ReferenceFields
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    // Parsed code is shared by engines, and through these fields of it they hand each other the slots and environments of calls that have ended.
    // By the time a walk arrives at one, another engine may have taken it and be using it.
    private const string SharedByCode = "Jint.Runtime.Interpreter.JintFunctionDefinition+State";
    private static readonly string[] HandedOn = ["_cachedSlots", "_dynamicCachedEnv"];

    /// <summary>Those that a type itself declares.</summary>
    public static IEnumerable<FieldInfo> DeclaredBy(Type type) =>
        type.GetFields(Own).Where(static field => Exist(field.FieldType) && !IsHandedOn(field));

    /// <summary>Whether a value of the type is a reference or contains one.</summary>
    public static bool Exist(Type type)
    {
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRef || type.IsPrimitive || type.IsEnum)
        {
            return false;
        }

        return !type.IsValueType || type.GetFields(Own).Any(static field => Exist(field.FieldType));
    }

    private static bool IsHandedOn(FieldInfo field) => field.DeclaringType!.FullName == SharedByCode && HandedOn.Contains(field.Name);
}
