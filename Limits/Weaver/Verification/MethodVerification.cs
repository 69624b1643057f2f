using Mono.Cecil;
using Mono.Cecil.Cil;
using PureEdge.Weaver.Passes;
using PureEdge.Weaver.Review;

namespace PureEdge.Weaver.Verification;

/// <summary>What can be seen in one method: loops, arrays, handlers, library calls, static constructors.</summary>
internal static class MethodVerification
{
    public static IEnumerable<string> Problems(MethodDefinition method, AssemblySet assemblies, ReviewedCalls reviewed)
    {
        var name = method.NameOf();
        if (LoopProbes.HeadsOf(method.Body).Any(head => !LoopProbes.IsProbe(head)))
        {
            yield return $"'{name}' has a loop that is not metered.";
        }

        if (method.Body.ExceptionHandlers.Any(handler => !CatchFilters.Declines(handler)))
        {
            yield return $"'{name}' has a catch block that does not decline after a kill.";
        }

        if (method.Body.ExceptionHandlers.Any(handler => !CatchFilters.Charges(handler)))
        {
            yield return $"'{name}' has a catch block that does not charge for the unwinding.";
        }

        if (method is { IsConstructor: true, IsStatic: true } && !Suspensions.IsSuspended(method))
        {
            yield return $"The static constructor of '{method.DeclaringType.FullName}' can be killed half-way.";
        }

        foreach (var instruction in method.Body.Instructions)
        {
            if (instruction.OpCode.Code == Code.Newarr && !ArrayLengths.IsMetered(instruction))
            {
                yield return $"'{name}' makes an array of variable length that is not metered.";
            }

            if (instruction.OpCode.Code == Code.Calli)
            {
                yield return $"'{name}' calls through a function pointer, which the call graph does not follow.";
            }

            if (LibraryReference.Of(assemblies, instruction) is { } reference && !ReviewedCalls.IsFree(reviewed[reference.Name]))
            {
                yield return $"'{name}' calls '{reference.Name}', which is {reviewed[reference.Name].ToString().ToLowerInvariant()} and has no wrapper that fits.";
            }
        }
    }
}
