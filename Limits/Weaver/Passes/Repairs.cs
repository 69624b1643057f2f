using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Faults of the interpreter that give a script wrong results, keep what it had, or do much for nothing, and are not mended yet. When a version of it has mended
/// one, the build fails here, and the repair is deleted.
/// </summary>
internal static class Repairs
{
    public static void Weave(AssemblySet assemblies)
    {
        Repair("Jint.Native.TypedArray.Uint8ArrayPrototype", EncodeFromTheOffset);
        Repair("Jint.Native.RegExp.RegExpPrototype", RegExpStatics.Weave);
        Repair("Jint.Native.String.StringExecutionContext", DropLargeLists);
        Repair("Jint.HoistingScope/ScriptWalker", NestAsDeeplyAsTheParser);
        Repair("Jint.HoistingScope/ModuleWalker", LookOnlyWhereImportsAre);
        Repair("Jint.Runtime.Interpreter.Expressions.JintAwaitExpression", AwaitedPromises.Weave);
        Repair("Jint.JsValueExtensions", RefuseWhatIsNoObject);
        Repair("Jint.Native.Temporal.PlainDateTimeConstructor", CheckOffsetsBeforeReading);
        Repair("Jint.Native.JsArrayBuffer", buffers => AskTheOwner(buffers, assemblies.Metering.Meter("ResizedByOwner")));
        Repair("Jint.Runtime.Throw", errors =>
        {
            ThrowInTheTurn(errors, "TypeErrorNoEngine", assemblies.Metering.Meter("ThrowTypeError"));
            ThrowInTheTurn(errors, "SyntaxErrorNoEngine", assemblies.Metering.Meter("ThrowSyntaxError"));
        });

        // The tests weave assemblies without an interpreter.
        void Repair(string name, Action<TypeDefinition> repair)
        {
            if (assemblies.Modules.Select(module => module.GetType(name)).FirstOrDefault(static type => type is not null) is { } type)
            {
                repair(type);
            }
        }
    }

    // Jint 4.18: where no engine is at hand it throws exceptions that only the end of a statement makes errors of a script. Functions whose body is an
    // expression let them through, to reactions of promises and to the host.
    private static void ThrowInTheTurn(TypeDefinition type, string name, MethodReference inTurn)
    {
        var method = type.Methods.SingleOrDefault(method => method.Name == name && method.Parameters.Count > 0 && method.Parameters[0].ParameterType.FullName == "System.String")
            ?? throw new InvalidOperationException($"'{type.FullName}.{name}' is not there any more. See whether (() => `${{Symbol()}}`)() in a reaction of a promise rejects it now.");
        var il = method.Body.GetILProcessor();
        var first = method.Body.Instructions[0];
        il.InsertBefore(first, il.Create(OpCodes.Ldarg_0));
        il.InsertBefore(first, il.Create(OpCodes.Call, type.Module.ImportReference(inTurn)));
    }

    // Jint 4.18: built-ins that expect an object throw an ArgumentException where there is none, which is no error of a script:
    // Iterator.prototype[Symbol.dispose].call(1).
    private static void RefuseWhatIsNoObject(TypeDefinition type)
    {
        var error = type.Module.GetType("Jint.Runtime.Throw").Method("TypeErrorNoEngine");
        var body = type.Methods.Single(static method => method is { Name: "AsObject", HasGenericParameters: false }).Body;
        var thrown = body.Instructions.Where(static instruction => instruction.Operand is MethodReference { Name: "ArgumentException", Parameters.Count: 1 }).ToArray();
        if (thrown.Length != 1)
        {
            throw new InvalidOperationException($"'{type.FullName}.AsObject' is not the one that is repaired here. See whether Iterator.prototype[Symbol.dispose].call(1) is a TypeError now.");
        }

        // The node that the error would name.
        var il = body.GetILProcessor();
        il.InsertBefore(thrown[0], il.Create(OpCodes.Ldnull));
        thrown[0].Operand = error;
    }

    // Jint 4.18: it resizes buffers without asking its host (HostResizeArrayBuffer), whose memory such a buffer may be.
    private static void AskTheOwner(TypeDefinition type, MethodReference resizedByOwner)
    {
        var resize = type.Method("Resize");
        var key = type.Fields.SingleOrDefault(static field => field.Name == "_arrayBufferDetachKey");
        if (key is null || resize.Parameters is not [{ ParameterType.FullName: "System.UInt32" }])
        {
            throw new InvalidOperationException($"'{type.FullName}.Resize' is not the one that is repaired here. See how it asks the host of a buffer now.");
        }

        resize.Body.InsertAtStart(
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Ldfld, key),
            Instruction.Create(OpCodes.Ldarg_1),
            Instruction.Create(OpCodes.Call, type.Module.ImportReference(resizedByOwner)),
            Instruction.Create(OpCodes.Brfalse, resize.Body.Instructions[0]),
            Instruction.Create(OpCodes.Ret));
    }

    // Jint 4.18: of an offset of three or five characters without a colon it reads one more.
    private static void CheckOffsetsBeforeReading(TypeDefinition type)
    {
        const int Lengths = 10;
        var body = type.Method("IsValidOffsetFormat").Body;
        var length = body.Instructions.Select(static instruction => instruction.Operand).OfType<MethodReference>().Where(static method => method.Name == "get_Length").ToArray();
        var character = body.Instructions.Select(static instruction => instruction.Operand).OfType<MethodReference>().First(static method => method.Name == "get_Chars");
        if (length.Length != Lengths)
        {
            throw new InvalidOperationException($"'{type.FullName}.IsValidOffsetFormat' asks {length.Length} times for the length, and is not the one that is repaired here. See whether Temporal.PlainDateTime.from('2026-01-02T03:04+010') is a RangeError now.");
        }

        var il = body.GetILProcessor();
        var first = body.Instructions[0];
        var check = il.Create(OpCodes.Ldarg_0);
        body.InsertAtStart(
            il.Create(OpCodes.Ldarg_0),
            il.Create(OpCodes.Callvirt, length[0]),
            il.Create(OpCodes.Ldc_I4_3),
            il.Create(OpCodes.Beq, check),
            il.Create(OpCodes.Ldarg_0),
            il.Create(OpCodes.Callvirt, length[0]),
            il.Create(OpCodes.Ldc_I4_5),
            il.Create(OpCodes.Bne_Un, first),
            check,
            il.Create(OpCodes.Ldc_I4_2),
            il.Create(OpCodes.Callvirt, character),
            il.Create(OpCodes.Ldc_I4, (int)':'),
            il.Create(OpCodes.Beq, first),
            il.Create(OpCodes.Ldc_I4_0),
            il.Create(OpCodes.Ret));
    }

    // Jint 4.18: each thread keeps the list that split() last filled, however large it has grown. Clearing it is metered: of a request that is killed in split() nothing would come
    // after it, so it comes last.
    private static void DropLargeLists(TypeDefinition type)
    {
        const int MostKept = 1_024;
        var body = type.Method("ReturnSplitSegmentList").Body;
        var list = type.Fields.SingleOrDefault(static field => field.Name == "_splitSegmentList");
        var isInUse = type.Fields.SingleOrDefault(static field => field.Name == "_splitSegmentListInUse");
        var cleared = body.Instructions.SingleOrDefault(static instruction => instruction.Operand is MethodReference { Name: "Clear" });
        if (list is null || isInUse is null || cleared is not { Previous.OpCode.Code: Code.Ldarg_1 } || body.Instructions.Any(static instruction => instruction.OpCode.Code == Code.Ldnull))
        {
            throw new InvalidOperationException($"'{type.FullName}.ReturnSplitSegmentList' is not the one that is repaired here. See whether it drops a list of millions.");
        }

        var capacity = new MethodReference("get_Capacity", type.Module.TypeSystem.Int32, ((MethodReference)cleared.Operand).DeclaringType) { HasThis = true };
        body.InsertBeforeTarget(
            cleared.Previous,
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Ldc_I4_0),
            Instruction.Create(OpCodes.Stfld, isInUse),
            Instruction.Create(OpCodes.Ldarg_1),
            Instruction.Create(OpCodes.Callvirt, capacity),
            Instruction.Create(OpCodes.Ldc_I4, MostKept),
            Instruction.Create(OpCodes.Ble, cleared.Previous),
            Instruction.Create(OpCodes.Ldarg_0),
            Instruction.Create(OpCodes.Ldnull),
            Instruction.Create(OpCodes.Stfld, list));
    }

    // Jint 4.18: a function with 256 levels of syntax, such as that many times 'else if', may be parsed, and refused only when it is linked
    // or called, by an exception that no script and no host expects. Its stack is looked at here as everywhere, and the depth of sources is a limit of ours
    // (SyntaxDepth, which is 10,000 at most).
    private static void NestAsDeeplyAsTheParser(TypeDefinition type)
    {
        const int InterpretersMost = 256;
        const int Most = 10_000;
        var levels = type.Method("Visit").Body.Instructions.Where(static instruction => instruction is { OpCode.Code: Code.Ldc_I4, Operand: InterpretersMost }).ToArray();
        if (levels.Length == 0)
        {
            throw new InvalidOperationException($"'{type.FullName}.Visit' is not the one that is repaired here. See whether a function may have 300 times 'else if' now.");
        }

        foreach (var level in levels)
        {
            level.Operand = Most;
        }
    }

    // Jint 4.18: each time that a module is linked, imports and exports are looked for in its whole tree. They stand in its body and nowhere below
    // (https://tc39.es/ecma262/#prod-ModuleItem): with the modules of Node.js the search took a seventh of a case of the fuzzer.
    private static void LookOnlyWhereImportsAre(TypeDefinition type)
    {
        var visit = type.Method("Visit");
        var deeper = visit.Body.Instructions.Where(instruction => instruction.Operand is MethodReference called && called.Resolve() == visit).ToArray();
        if (deeper.Length != 1 || visit.Parameters.Count != 1)
        {
            throw new InvalidOperationException($"'{type.FullName}.Visit' is not the one that is repaired here. See whether it looks into functions for imports.");
        }

        deeper[0].OpCode = OpCodes.Pop;
        deeper[0].Operand = null;
        visit.Body.GetILProcessor().InsertAfter(deeper[0], Instruction.Create(OpCodes.Pop));
    }

    // Jint 4.18: toBase64() and toHex() of a view into a buffer encode the buffer from its beginning.
    private static void EncodeFromTheOffset(TypeDefinition type)
    {
        var bytes = type.Methods.Single(static method => method.Name == "GetUint8ArrayBytes").Body;
        var offset = type.Methods.Single(static method => method.Name == "SetUint8ArrayBytes").Body.Instructions
            .Select(static instruction => instruction.Operand).OfType<FieldReference>().Single(static field => field.Name == "_byteOffset");
        var start = bytes.Instructions.Where(static instruction => instruction.OpCode.Code == Code.Ldc_I4_0).ToArray();
        if (start.Length != 1 || bytes.Instructions.Any(instruction => instruction.Operand is FieldReference { Name: "_byteOffset" }))
        {
            throw new InvalidOperationException($"'{type.FullName}.GetUint8ArrayBytes' is not the one that is repaired here. See whether toBase64() of a subarray is right now.");
        }

        var il = bytes.GetILProcessor();
        il.InsertAfter(start[0], il.Create(OpCodes.Ldfld, offset));
        il.Replace(start[0], il.Create(OpCodes.Ldarg_1));
    }
}
