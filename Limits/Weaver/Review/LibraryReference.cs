using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Review;

/// <summary>A member of the class library that woven code refers to, in the open form: <c>List`1::Insert(System.Int32,!0)</c>.</summary>
internal sealed record LibraryReference(string Name, bool IsInstance)
{
    /// <summary>Distinguishes a static member from an instance member of the same parameters.</summary>
    public string Key => (IsInstance ? "instance " : "static ") + Name;

    /// <summary>Every reference of the assemblies, sorted.</summary>
    public static IReadOnlyCollection<string> AllOf(AssemblySet assemblies) =>
        new SortedSet<string>(
            from method in assemblies.Methods
            from instruction in method.Body.Instructions
            let reference = Of(assemblies, instruction)
            where reference is not null
            select reference.Name,
            StringComparer.Ordinal);

    /// <summary>The library member that an instruction calls, makes or takes the address of; <see langword="null"/> for any other instruction.</summary>
    public static LibraryReference? Of(AssemblySet assemblies, Instruction instruction)
    {
        if (instruction.Operand is not MethodReference method || instruction.OpCode.Code == Code.Ldtoken
            || method.DeclaringType is ArrayType || assemblies.IsOwn(method.DeclaringType) || MeteringMembers.IsMetering(method.DeclaringType.GetElementType()))
        {
            return null;
        }

        if (instruction.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference constraint })
        {
            // A virtual call on a value type means the override of that type.
            return constraint is GenericParameter ? new($"constrained {method.DeclaringType.GetElementType().FullName}::{Signature(method)}", true)
                : assemblies.IsOwn(constraint) ? null
                : new($"{constraint.GetElementType().FullName}::{Signature(method)}", method.HasThis);
        }

        return new($"{method.DeclaringType.GetElementType().FullName}::{Signature(method)}", method.HasThis);
    }

    /// <summary>What a wrapper stands for: its last type parameter says who pays, its first parameter may be the object.</summary>
    public static IEnumerable<string> KeysOfWrapper(TypeReference target, MethodDefinition wrapper)
    {
        var name = wrapper.Name == "New" ? ".ctor" : wrapper.Name;
        var arity = target.GetElementType().Resolve().GenericParameters.Count;
        var parameters = wrapper.Parameters.Select(parameter => Rename(parameter.ParameterType, arity)).ToList();
        var type = target.GetElementType().FullName;
        if (wrapper.Name == "New")
        {
            yield return $"instance {type}::{name}({string.Join(',', parameters)})";
            yield break;
        }

        yield return $"static {type}::{name}({string.Join(',', parameters)})";
        if (wrapper.Parameters.Count > 0 && Bare(wrapper.Parameters[0].ParameterType) == type)
        {
            yield return $"instance {type}::{name}({string.Join(',', parameters.Skip(1))})";
        }
    }

    private static string Signature(MethodReference method)
    {
        var open = method.GetElementMethod();
        var text = $"{method.Name}({string.Join(',', open.Parameters.Select(parameter => parameter.ParameterType.FullName))})";
        // Conversions differ in what they return.
        return method.Name is "op_Explicit" or "op_Implicit" ? $"{text}:{open.ReturnType.FullName}" : text;
    }

    private static string Bare(TypeReference type) => (type is ByReferenceType reference ? reference.ElementType : type).GetElementType().FullName;

    // The wrapper's own type parameters, as the library member numbers them.
    private static string Rename(TypeReference type, int arity) => type switch
    {
        GenericParameter parameter => parameter.Position < arity ? $"!{parameter.Position}" : $"!!{parameter.Position - arity}",
        ByReferenceType reference => Rename(reference.ElementType, arity) + "&",
        ArrayType array => Rename(array.ElementType, arity) + "[]",
        GenericInstanceType instance =>
            $"{instance.ElementType.FullName}<{string.Join(',', instance.GenericArguments.Select(argument => Rename(argument, arity)))}>",
        _ => type.FullName,
    };
}
