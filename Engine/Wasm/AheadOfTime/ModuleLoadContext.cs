using System.Reflection;
using System.Runtime.Loader;

namespace PureEdge.Wasm.AheadOfTime;

/// <summary>Where one compiled assembly is loaded, to be collected with the last instance of its module, as code that is compiled at run time is.</summary>
internal sealed class ModuleLoadContext() : AssemblyLoadContext("PureEdge.Wasm module", isCollectible: true)
{
    /// <inheritdoc />
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // This very library, wherever it was loaded itself.
        var own = typeof(ModuleLoadContext).Assembly;
        return assemblyName.Name == own.GetName().Name ? own : null;
    }
}
