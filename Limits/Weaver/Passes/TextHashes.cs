using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>The interpreter hashes the names of properties by the meter's function, which takes four characters at a step and charges ahead.</summary>
internal static class TextHashes
{
    private const string Hash = "Jint.Extensions.Hash";

    /// <exception cref="InvalidOperationException">The interpreter hashes otherwise now: a name must have one hash everywhere.</exception>
    public static void Weave(AssemblySet assemblies)
    {
        if (assemblies.Modules.Select(static module => module.GetType(Hash)).FirstOrDefault(static type => type is not null) is not { } type)
        {
            return;
        }

        var functions = type.Methods.Where(static method => method.Name == "GetFNVHashCode").ToList();
        if (functions.Count != 2 || type.Methods.Any(static method => !method.IsPrivate && method.Name != "GetFNVHashCode"))
        {
            throw new InvalidOperationException($"'{Hash}' has other functions than the two that are replaced: review where names are hashed now.");
        }

        foreach (var function in functions)
        {
            var text = function.Parameters.Single().ParameterType;
            var replacement = assemblies.Metering.Type("TextHash").Methods.Single(method => method.Name == "Of" && method.Parameters[0].ParameterType.FullName == text.FullName);
            function.Body = new MethodBody(function);
            var il = function.Body.GetILProcessor();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Call, function.Module.ImportReference(replacement));
            il.Emit(OpCodes.Ret);
        }
    }
}
