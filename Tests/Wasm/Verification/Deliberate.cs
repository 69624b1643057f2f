using System.Reflection;
using PureEdge.Wasm.Compilation;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>What compiled code does that is not verifiable, each with the method that emits it and the reason.</summary>
internal static class Deliberate
{
    private const string Bytes = "System.Byte";
    private const string Cell = "System.Int64";
    private const string Value = "PureEdge.Wasm.WasmValue";

    public static readonly IReadOnlyDictionary<Finding, (Type Emitter, string Method, string Reason)> All = new (Rule, string[], string, Type, string, string)[]
    {
        (Rule.LocalsNotZeroed, [""], "", typeof(ModuleCompiler), "DefineMethod",
            "zeroing costs time at every call; instead the verifier here proves that each local is written before it is read"),
        (Rule.AddressAsNumber, ["conv.u"], "PureEdge.Wasm.Runtime.FramePadding", typeof(FunctionCompiler), "CheckStack",
            "the address of a local says how much of the stack is left; it is compared and dropped"),
        (Rule.CallOfANumber, ["calli"], "", typeof(ClrTypes), "EmitCalli",
            "functions of tables and imports are called by pointer, after the number of their type was compared"),
        (Rule.ArithmeticWithReference, ["sub"], Bytes, typeof(FunctionCompiler), "Address",
            "the runtime checks the last byte that an access touches; from there one steps back to its first"),
        (Rule.ArithmeticWithReference, ["add"], Value, typeof(ClrTypes), "Advance",
            "the host's arguments and results are reached from the first of them; their number was checked"),
        (Rule.ReferenceToAnotherType, ["ldind.i2", "ldind.u2", "ldind.i4", "ldind.u4", "ldind.i8", "ldind.r4", "ldind.r8"], Bytes, typeof(FunctionCompiler), "Load",
            "numbers of several bytes are read from the bytes of a memory, all of them within its bounds"),
        (Rule.ReferenceToAnotherType, ["stind.i2", "stind.i4", "stind.i8", "stind.r4", "stind.r8"], Bytes, typeof(FunctionCompiler), "StoreToMemory",
            "and written there"),
        (Rule.ReferenceToAnotherType, ["ldobj", "stobj"], Bytes, typeof(FunctionCompiler), "Simd",
            "the same with 128 bits"),
        (Rule.ReferenceToAnotherType, ["ldind.i4", "ldind.r4", "ldind.r8", "ldobj"], Cell, typeof(ClrTypes), "LoadIndirect",
            "values and globals have one cell of 64 bits for numbers of all types, and values two for 128 bits"),
        (Rule.ReferenceToAnotherType, ["stind.i4", "stind.r4", "stind.r8", "stobj"], Cell, typeof(ClrTypes), "StoreIndirect",
            "and they are written there"),
        (Rule.AddressOfReadOnlyField, ["ldflda"], Value, typeof(ClrTypes), "LoadValue",
            "values are read-only to the host; compiled code makes them in arrays that are its own at that time"),
    }.SelectMany(static entry => entry.Item2.Select(instruction => (Finding: new Finding(entry.Item1, instruction, entry.Item3), entry.Item4, entry.Item5, entry.Item6)))
        .ToDictionary(static entry => entry.Finding, static entry => (entry.Item2, entry.Item3, entry.Item4));

    /// <summary>Those whose emitter is not there.</summary>
    public static IEnumerable<string> Misplaced => All.Values
        .Where(static entry => entry.Emitter.GetMember(entry.Method, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length == 0)
        .Select(static entry => $"{entry.Emitter.Name}.{entry.Method}");

    /// <summary>Fails when a rule is broken that must be kept, or another in a way that is not listed.</summary>
    public static void AssertListed(IlVerifier verifier)
    {
        Assert.True(verifier.Failures.Count == 0, $"Compiled code breaks rules that it must keep:\n{string.Join('\n', verifier.Failures.Take(20))}");
        var news = verifier.Found.Where(static found => !All.ContainsKey(found.Key)).Select(static found => $"{found.Key}: {found.Value}").Order(StringComparer.Ordinal).ToList();
        Assert.True(news.Count == 0, $"Compiled code has what is not listed in Deliberate:\n{string.Join('\n', news)}");
    }
}
