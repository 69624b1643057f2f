using Mono.Cecil;
using Mono.Cecil.Cil;
using Mono.Cecil.Rocks;

namespace PureEdge.Fuzz.Coverage;

/// <summary>
/// Changes copies of the built assemblies so that they note which edges of their control flow are taken, as AFL does: a block has a
/// number, and the edge into it is a place of a map, made of its number and that of the block before.
/// </summary>
internal static class EdgeWeaver
{
    public const string TypeName = "PureEdge.Metering.Edges";
    public const string MapName = "Map";
    public const int MapSize = 1 << 18;

    private const string Home = "PureEdge.Metering.dll";

    // The interpreter and our own. What meters is left out: it runs at every step and has no inputs.
    private static readonly string[] Assemblies = ["PureEdge.Jint.dll", "PureEdge.Acornima.dll", "PureEdge.Wasm.dll", "PureEdge.Engine.dll", "PureEdge.AspNetCore.dll"];

    /// <summary>Changes the assemblies of a folder.</summary>
    /// <returns>How many blocks there are.</returns>
    public static int Weave(string folder)
    {
        using var resolver = new DefaultAssemblyResolver();
        resolver.AddSearchDirectory(folder);
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(object).Assembly.Location));
        // The host's framework lies beside the runtime's.
        resolver.AddSearchDirectory(Path.GetDirectoryName(typeof(Microsoft.AspNetCore.Http.HttpContext).Assembly.Location));
        var parameters = new ReaderParameters { AssemblyResolver = resolver, InMemory = true };
        using var home = ModuleDefinition.ReadModule(Path.Combine(folder, Home), parameters);
        var hit = AddMap(home);
        home.Write(Path.Combine(folder, Home));
        var blocks = 0;
        foreach (var name in Assemblies)
        {
            using var module = ModuleDefinition.ReadModule(Path.Combine(folder, name), parameters);
            var call = module.ImportReference(hit);
            foreach (var method in module.GetTypes().SelectMany(static type => type.Methods).Where(static method => method.HasBody))
            {
                blocks = Weave(method.Body, call, blocks);
            }

            module.Write(Path.Combine(folder, name));
        }

        return blocks;
    }

    private static int Weave(MethodBody body, MethodReference hit, int blocks)
    {
        body.SimplifyMacros();
        var il = body.GetILProcessor();
        foreach (var leader in Leaders(body))
        {
            // The instruction becomes the note, so that whatever leads to it leads there; it follows as a copy.
            var copy = il.Create(OpCodes.Nop);
            (copy.OpCode, copy.Operand) = (leader.OpCode, leader.Operand);
            (leader.OpCode, leader.Operand) = (OpCodes.Ldc_I4, (int)((uint)(++blocks * 2654435761L) % MapSize));
            var call = il.Create(OpCodes.Call, hit);
            il.InsertAfter(leader, call);
            il.InsertAfter(call, copy);
        }

        body.OptimizeMacros();
        return blocks;
    }

    private static Instruction[] Leaders(MethodBody body)
    {
        var leaders = new HashSet<Instruction>();
        if (body.Instructions.FirstOrDefault() is { } first)
        {
            leaders.Add(first);
        }

        foreach (var instruction in body.Instructions)
        {
            if (instruction.Operand is Instruction target)
            {
                leaders.Add(target);
            }
            else if (instruction.Operand is Instruction[] targets)
            {
                leaders.UnionWith(targets);
            }

            if (instruction.OpCode.FlowControl == FlowControl.Cond_Branch && instruction.Next is { } next)
            {
                leaders.Add(next);
            }
        }

        return [.. leaders];
    }

    // public static class Edges { public static byte[] Map = new byte[MapSize]; static int s_before;
    //   public static void Hit(int block) { Map[s_before ^ block] = 1; s_before = block >> 1; } }
    private static MethodDefinition AddMap(ModuleDefinition module)
    {
        var at = TypeName.LastIndexOf('.');
        var type = new TypeDefinition(TypeName[..at], TypeName[(at + 1)..], TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed, module.TypeSystem.Object);
        var map = new FieldDefinition(MapName, FieldAttributes.Public | FieldAttributes.Static | FieldAttributes.InitOnly, new ArrayType(module.TypeSystem.Byte));
        var before = new FieldDefinition("s_before", FieldAttributes.Private | FieldAttributes.Static, module.TypeSystem.Int32);
        type.Fields.Add(map);
        type.Fields.Add(before);
        var start = new MethodDefinition(".cctor", MethodAttributes.Private | MethodAttributes.Static | MethodAttributes.SpecialName | MethodAttributes.RTSpecialName | MethodAttributes.HideBySig, module.TypeSystem.Void);
        var il = start.Body.GetILProcessor();
        il.Emit(OpCodes.Ldc_I4, MapSize);
        il.Emit(OpCodes.Newarr, module.TypeSystem.Byte);
        il.Emit(OpCodes.Stsfld, map);
        il.Emit(OpCodes.Ret);
        type.Methods.Add(start);
        var hit = new MethodDefinition("Hit", MethodAttributes.Public | MethodAttributes.Static | MethodAttributes.HideBySig, module.TypeSystem.Void);
        hit.Parameters.Add(new ParameterDefinition("block", ParameterAttributes.None, module.TypeSystem.Int32));
        il = hit.Body.GetILProcessor();
        il.Emit(OpCodes.Ldsfld, map);
        il.Emit(OpCodes.Ldsfld, before);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Xor);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Stelem_I1);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Shr);
        il.Emit(OpCodes.Stsfld, before);
        il.Emit(OpCodes.Ret);
        type.Methods.Add(hit);
        module.Types.Add(type);
        return hit;
    }
}
