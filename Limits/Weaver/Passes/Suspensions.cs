using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Static constructors and the factories of lazy values run unmetered: a kill in the middle would break a type for the whole
/// process, and whoever comes first would pay for all.
/// </summary>
internal static class Suspensions
{
    public static int Weave(AssemblySet assemblies)
    {
        var methods = assemblies.Methods.Where(method => method is { IsConstructor: true, IsStatic: true }).Concat(Factories(assemblies)).Distinct().ToList();
        foreach (var method in methods)
        {
            Suspend(method, assemblies.Metering);
        }

        return methods.Count;
    }

    public static bool IsSuspended(MethodDefinition method) =>
        method.Body.Instructions[0] is { OpCode.Code: Code.Call, Operand: MethodReference { Name: "Suspend", DeclaringType.Name: "Meter" } };

    /// <summary>Methods whose delegate goes to a lazy value, straight or through the field that caches the delegate.</summary>
    public static IEnumerable<MethodDefinition> Factories(AssemblySet assemblies) =>
        from method in assemblies.Methods
        from instruction in method.Body.Instructions
        where instruction.OpCode.Code == Code.Ldftn && IsUsedLazily(instruction)
        let factory = assemblies.Find((MethodReference)instruction.Operand)
        where factory is { HasBody: true }
        select factory;

    private static bool IsUsedLazily(Instruction address)
    {
        var next = address.Next;
        if (next?.OpCode.Code != Code.Newobj)
        {
            return false;
        }

        next = next.Next;
        while (next is { OpCode.Code: Code.Dup or Code.Stsfld or Code.Nop })
        {
            next = next.Next;
        }

        return next?.Operand is MethodReference user
            && ((user.Name == ".ctor" && user.DeclaringType.GetElementType().FullName is "System.Lazy`1" or "System.Threading.ThreadLocal`1")
                || (user.Name == "GetOrAdd" && user.DeclaringType.GetElementType().Name == "ConcurrentDictionary`2")
                || (user.Name == "EnsureInitialized" && user.DeclaringType.FullName == "System.Threading.LazyInitializer"));
    }

    private static void Suspend(MethodDefinition method, MeteringMembers metering)
    {
        var body = method.Body;
        var module = method.Module;
        var il = body.GetILProcessor();
        var first = body.Instructions[0];
        var result = method.ReturnType.FullName == "System.Void" ? null : new VariableDefinition(method.ReturnType);
        var end = Instruction.Create(OpCodes.Ret);
        var exit = result is null ? end : Instruction.Create(OpCodes.Ldloc, result);
        foreach (var instruction in body.Instructions.Where(instruction => instruction.OpCode.Code == Code.Ret).ToList())
        {
            // In place, so that branches to it still arrive.
            if (result is null)
            {
                instruction.OpCode = OpCodes.Leave;
                instruction.Operand = exit;
            }
            else
            {
                instruction.OpCode = OpCodes.Stloc;
                instruction.Operand = result;
                il.InsertAfter(instruction, Instruction.Create(OpCodes.Leave, exit));
            }
        }

        var resume = Instruction.Create(OpCodes.Call, module.ImportReference(metering.Meter("Resume")));
        il.Append(resume);
        il.Append(Instruction.Create(OpCodes.Endfinally));
        if (result is not null)
        {
            body.Variables.Add(result);
            body.InitLocals = true;
            il.Append(exit);
        }

        il.Append(end);
        il.InsertBefore(first, Instruction.Create(OpCodes.Call, module.ImportReference(metering.Meter("Suspend"))));
        body.ExceptionHandlers.Add(new ExceptionHandler(ExceptionHandlerType.Finally)
        {
            TryStart = first,
            TryEnd = resume,
            HandlerStart = resume,
            HandlerEnd = exit,
        });
    }
}
