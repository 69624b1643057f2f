using Mono.Cecil;
using PureEdge.Wasm.AheadOfTime;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>Compiles modules to assemblies and verifies the IL of all their methods.</summary>
/// <remarks>Owned by one test.</remarks>
internal sealed class IlVerifier
{
    private readonly Dictionary<Finding, string> _found = [];

    private readonly List<string> _failures = [];

    public int Methods { get; private set; }

    /// <summary>How many of them are regions of functions.</summary>
    public int Regions { get; private set; }

    /// <summary>Bytes of the largest.</summary>
    public int LargestBytes { get; private set; }

    /// <summary>Rules that were broken and may not be.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>All that was found, each with a place where it was.</summary>
    public IReadOnlyDictionary<Finding, string> Found => _found;

    /// <summary>Compiles and verifies a module.</summary>
    /// <param name="where">What it is, for messages.</param>
    public void Verify(byte[] module, string where, WasmLimits? limits = null)
    {
        using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(AssemblyWriter.Write(module, ModuleCompiler.AssemblyName, limits ?? Spec.SpecRun.Limits)));
        foreach (var method in assembly.MainModule.Types.SelectMany(static type => type.Methods).Where(static method => method is { HasBody: true, IsStatic: true }))
        {
            Methods++;
            Regions += method.Name.Contains('_', StringComparison.Ordinal) ? 1 : 0;
            LargestBytes = Math.Max(LargestBytes, method.Body.CodeSize);
            if (method.Body.HasVariables && !method.Body.InitLocals)
            {
                _found.TryAdd(new Finding(Rule.LocalsNotZeroed, "", ""), $"{where}, method {method.Name}");
            }

            try
            {
                MethodVerifier.Verify(method, finding => _found.TryAdd(finding, $"{where}, method {method.Name}"));
            }
            catch (VerificationFailure failure)
            {
                _failures.Add($"{where}: {failure.Message}");
            }
        }
    }
}
