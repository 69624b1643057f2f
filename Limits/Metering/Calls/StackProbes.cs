using System.Runtime.CompilerServices;

namespace PureEdge.Metering.Calls;

/// <summary>The class library's own probe knows the end of the thread's stack only, not the bound of a turn.</summary>
[Replaces(typeof(RuntimeHelpers))]
internal static class StackProbes
{
    public static bool TryEnsureSufficientExecutionStack<B>()
        where B : struct
    {
        return Meter.TryEnsureStack();
    }

    public static void EnsureSufficientExecutionStack<B>()
        where B : struct
    {
        Meter.EnsureStack();
    }
}
