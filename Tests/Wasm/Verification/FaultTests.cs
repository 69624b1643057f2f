using Mono.Cecil;
using Mono.Cecil.Cil;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Tests.AheadOfTime;

namespace PureEdge.Wasm.Tests.Verification;

/// <summary>The verifier sees faults: what is put into sound code here.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("nothing", null)]
    [InlineData("a local is not written", "is read before it is written")]
    [InlineData("null for a number", "are put together")]
    [InlineData("a value too many", "leaves values on the stack")]
    [InlineData("a value too few", "there is nothing on the stack")]
    [InlineData("a jump over a push", "paths meet with")]
    [InlineData("a jump out of a protected block", "into or out of a protected block")]
    [InlineData("no end", "runs past its end")]
    public void A_fault_is_seen(string fault, string? said)
    {
        // (n, m) => try_table (catch_all 0) (call 0 (n, m)); n + m, with a local that is written at first
        var file = Ahead.Write(
            Code.Module([WasmType.I32, WasmType.I32], [WasmType.I32], [0x02, 0x40, 0x1F, 0x40, 1, 2, 0, 0x20, 0, 0x20, 1, 0x10, 0, 0x1A, 0x0B, 0x0B, 0x20, 0, 0x20, 1, 0x6A, 0x21, 2, 0x20, 2], null, (1, WasmType.I32)),
            null,
            ModuleCompiler.AssemblyName);
        using var assembly = AssemblyDefinition.ReadAssembly(new MemoryStream(file));
        Put(fault, Method(assembly).Body);
        var changed = new MemoryStream();
        assembly.Write(changed);
        changed.Position = 0;
        using var again = AssemblyDefinition.ReadAssembly(changed);
        var method = Method(again);
        var failure = Record.Exception(() => MethodVerifier.Verify(method, static _ => { }));
        if (said is null)
        {
            Assert.Null(failure);
        }
        else
        {
            Assert.Contains(said, Assert.IsType<VerificationFailure>(failure).Message, StringComparison.Ordinal);
        }
    }

    private static MethodDefinition Method(AssemblyDefinition assembly) => assembly.MainModule.GetType("Module").Methods.Single(static method => method.Name == "f0");

    private static void Put(string fault, MethodBody body)
    {
        var il = body.GetILProcessor();
        var sum = body.Instructions.Last(static i => i.OpCode == OpCodes.Add);
        switch (fault)
        {
            case "a local is not written":
                // The first of all: the zero that the program's own local begins with, and the sum.
                var zero = body.Instructions.First(static i => i.OpCode.Name.StartsWith("stloc", StringComparison.Ordinal));
                body.Instructions.Where(i => i.OpCode == zero.OpCode && i.Operand == zero.Operand).ToList().ForEach(i => il.Replace(i, il.Create(OpCodes.Pop)));
                break;
            case "null for a number":
                il.Replace(sum.Previous, il.Create(OpCodes.Ldnull));
                break;
            case "a value too many":
                il.InsertBefore(body.Instructions.Last(static i => i.OpCode == OpCodes.Ret), il.Create(OpCodes.Dup));
                break;
            case "a value too few":
                il.InsertBefore(sum, il.Create(OpCodes.Pop));
                il.InsertBefore(sum, il.Create(OpCodes.Pop));
                break;
            case "a jump over a push":
                il.InsertBefore(sum.Previous, il.Create(OpCodes.Ldc_I4_0));
                il.InsertBefore(sum.Previous, il.Create(OpCodes.Brtrue, sum));
                break;
            case "a jump out of a protected block":
                var leave = body.Instructions.First(static i => i.OpCode == OpCodes.Leave);
                leave.OpCode = OpCodes.Br;
                break;
            case "no end":
                il.Replace(body.Instructions[^1], il.Create(OpCodes.Nop));
                break;
        }
    }
}
