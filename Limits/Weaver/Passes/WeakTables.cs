using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Weak tables of an engine store their entries in the keys, which get a field for it. Tables of the process have keys of other
/// types, which the replacement leaves to the class library.
/// </summary>
internal static class WeakTables
{
    public const string Original = "System.Runtime.CompilerServices.ConditionalWeakTable`2";
    private const string FieldName = "_weakEntries";

    private const string SharedKeys = "Jint.Native.Symbol.GlobalSymbolRegistry";

    private static readonly string[] Keys = ["Jint.Native.Object.ObjectInstance", "Jint.Native.JsSymbol"];

    public static int Weave(ModuleDefinition module, MeteringMembers metering)
    {
        var table = module.ImportReference(metering.Type("WeakTables.InvertedWeakTable`2"));
        var references = module.GetTypeReferences().Where(type => type.FullName == Original).ToList();
        foreach (var reference in references)
        {
            reference.Namespace = table.Namespace;
            reference.Name = table.Name;
            reference.Scope = table.Scope;
        }

        var slot = metering.Type("WeakTables.IWeakSlot");
        foreach (var type in Keys.Select(module.GetType).Where(type => type is not null))
        {
            AddSlot(type, slot);
        }

        if (module.GetType(SharedKeys) is { } shared)
        {
            MarkShared(shared, module.ImportReference(metering.Type("WeakTables.SharedKey").Methods.Single(static method => method.Name == "Share")));
        }

        return references.Count;
    }

    // The well-known symbols are made once, for the process.
    private static void MarkShared(TypeDefinition type, MethodReference share)
    {
        var body = type.Methods.SingleOrDefault(static method => method.IsConstructor && method.IsStatic)?.Body;
        var made = body?.Instructions.Where(static instruction => instruction.OpCode.Code == Code.Stsfld && instruction.Operand is FieldReference field && Keys.Contains(field.FieldType.FullName)).ToArray() ?? [];
        if (made.Length == 0)
        {
            throw new InvalidOperationException($"'{type.FullName}' makes no well-known symbols any more: find what all engines share, and mark it.");
        }

        var il = body!.GetILProcessor();
        foreach (var store in made)
        {
            il.InsertAfter(store, il.Create(OpCodes.Call, share));
            il.InsertAfter(store, il.Create(OpCodes.Ldsfld, (FieldReference)store.Operand));
        }
    }

    private static void AddSlot(TypeDefinition type, TypeDefinition slot)
    {
        var module = type.Module;
        var field = new FieldDefinition(FieldName, FieldAttributes.Private, module.TypeSystem.Object);
        type.Fields.Add(field);
        type.Interfaces.Add(new InterfaceImplementation(module.ImportReference(slot)));
        var declared = slot.Methods.Single();
        var getter = new MethodDefinition(
            $"{slot.FullName}.{declared.Name}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.HideBySig | MethodAttributes.NewSlot | MethodAttributes.SpecialName,
            new ByReferenceType(module.TypeSystem.Object));
        getter.Overrides.Add(module.ImportReference(declared));
        var il = getter.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Ret);
        type.Methods.Add(getter);
    }
}
