using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// The interpreter keeps the names of properties that it meets in a table of the process, for ever: sources of tenants would fill it.
/// Names that a source brings are made for that source alone; the interpreter's own stay in the table.
/// </summary>
internal static class SharedNames
{
    private const string Text = "Jint.Native.JsString";

    // Names of host functions, of which there are so many and no more.
    private const string HostFunctions = "Jint.Runtime.Interop";

    public static void Weave(AssemblySet assemblies)
    {
        var own = assemblies.Modules.Select(static module => module.GetType(Text)).FirstOrDefault(static type => type is not null)?
            .Methods.Single(static method => method is { Name: "Create", Parameters: [{ ParameterType.FullName: "System.String" }] });
        foreach (var call in Calls(assemblies))
        {
            call.Operand = own;
        }
    }

    /// <summary>Methods that put into the table what may come from a source.</summary>
    public static IEnumerable<MethodDefinition> Leaks(AssemblySet assemblies) =>
        assemblies.Methods.Where(static method => CallsOf(method).Any());

    private static List<Instruction> Calls(AssemblySet assemblies) => [.. assemblies.Methods.SelectMany(CallsOf)];

    private static IEnumerable<Instruction> CallsOf(MethodDefinition method) =>
        method.DeclaringType.OuterNamespace() == HostFunctions
            ? []
            : method.Body.Instructions.Where(static instruction => instruction is { OpCode.Code: Code.Call, Operand: MethodReference { Name: "CachedCreate", DeclaringType.FullName: Text } }
                && instruction.Previous?.OpCode.Code != Code.Ldstr);
}
