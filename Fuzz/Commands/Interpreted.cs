using System.CommandLine;
using System.Runtime.CompilerServices;

namespace PureEdge.Fuzz.Commands;

/// <summary>An option of all commands: WebAssembly is interpreted, as where a platform allows no code that is made at run time.</summary>
internal static class Interpreted
{
    public const string Option = "--interpreted";

    public static Option<bool> Create() => new(Option) { Description = "Interpret WebAssembly in the workers, and do not compile it.", Recursive = true };

    /// <summary>Has everything in this process interpreted.</summary>
    /// <exception cref="InvalidOperationException">Something has asked before.</exception>
    public static void Begin()
    {
        AppContext.SetSwitch("System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported", isEnabled: false);
        if (RuntimeFeature.IsDynamicCodeSupported)
        {
            throw new InvalidOperationException($"'{Option}' comes too late: this process makes code at run time already.");
        }
    }

    /// <summary>The option for a child process, if this one has it.</summary>
    public static IEnumerable<string> ForChild() => RuntimeFeature.IsDynamicCodeSupported ? [] : [Option];
}
