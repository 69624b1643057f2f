using Mono.Cecil;
using Mono.Cecil.Cil;

namespace PureEdge.Weaver.Passes;

/// <summary>
/// Jint 4.18: <c>RegExp.prototype.test</c> leaves <c>RegExp.$1</c>, <c>RegExp.lastMatch</c> and their like as they were. Since hardly anybody
/// reads them, a test that matched is only remembered, and run again as <c>exec</c> when one of them is read.
/// </summary>
internal sealed class RegExpStatics
{
    private const string Mended = "See whether /(x)/.exec('x'); /(y)/.test('y'); RegExp.$1 is 'y' now.";

    private readonly ModuleDefinition _module;
    private readonly TypeDefinition _prototype;
    private readonly TypeDefinition _constructor;
    private readonly FieldDefinition _testedRegExp;
    private readonly FieldDefinition _testedText;
    private readonly Instruction[] _constructorOfEngine;

    private RegExpStatics(TypeDefinition prototype, TypeDefinition constructor)
    {
        _module = prototype.Module;
        _prototype = prototype;
        _constructor = constructor;
        _testedRegExp = new("_testedRegExp", FieldAttributes.Assembly, RegExp);
        _testedText = new("_testedText", FieldAttributes.Assembly, _module.TypeSystem.String);
        // From an engine to its constructor, as these methods begin: ldarg.0, three properties, a local.
        var update = _prototype.Method("UpdateLegacyStaticProperties").Body.Instructions;
        _constructorOfEngine = [.. update.Skip(1).Take(3)];
        if (update[4].OpCode.Code != Code.Stloc_0 || _constructorOfEngine.Any(static each => each.OpCode.Code != Code.Callvirt))
        {
            throw new InvalidOperationException($"'{_prototype.FullName}.UpdateLegacyStaticProperties' is not the one that is repaired here. {Mended}");
        }
    }

    private TypeDefinition RegExp => _module.GetType("Jint.Native.JsRegExp");

    public static void Weave(TypeDefinition prototype)
    {
        var repair = new RegExpStatics(prototype, prototype.Module.GetType("Jint.Native.RegExp.RegExpConstructor"));
        repair.RememberTests();
        repair.ForgetAtEveryMatch();
        repair.RunBeforeReading();
        repair._constructor.Fields.Add(repair._testedRegExp);
        repair._constructor.Fields.Add(repair._testedText);
    }

    private void RememberTests()
    {
        var test = _prototype.Method("Test").Body;
        var (regExp, text) = (test.Variables.Single(each => each.VariableType.FullName == RegExp.FullName), test.Variables.Single(static each => each.VariableType.FullName == "System.String"));
        var il = test.GetILProcessor();

        // Neither global nor sticky: a question that is answered with a Boolean.
        var remember = Remember();
        var asked = test.Instructions.Where(static each => each.Operand is MethodReference { Name: "IsMatch" or "IsMatchWithTimeout" }).ToArray();
        foreach (var question in asked)
        {
            InsertAfter(il, question, il.Create(OpCodes.Ldloc, regExp), il.Create(OpCodes.Ldloc, text), il.Create(OpCodes.Call, remember));
        }

        // The others have a match at hand where they answer True, which they do last.
        var matched = test.Instructions.Where(static each => each.OpCode.Code == Code.Ldsfld && each.Operand is FieldReference { Name: "True" }).ToArray();
        var native = test.Variables.Single(static each => each.VariableType.Name == "Match");
        var custom = test.Variables.Single(static each => each.VariableType.Name == "RegExpMatchResult");
        if (asked.Length != 2 || matched.Length != 2 || test.Instructions.Any(static each => each.Operand is MethodReference { Name: "UpdateLegacyStaticProperties" }))
        {
            throw new InvalidOperationException($"'{_prototype.FullName}.Test' is not the one that is repaired here. {Mended}");
        }

        foreach (var answer in matched)
        {
            // Which of the two: the one that was read last before.
            var isNative = LoadsBefore(answer, native) > LoadsBefore(answer, custom);
            il.InsertBefore(answer, il.Create(OpCodes.Ldloc, regExp));
            il.InsertBefore(answer, isNative ? il.Create(OpCodes.Ldloc, native) : il.Create(OpCodes.Ldloca, custom));
            il.InsertBefore(answer, il.Create(OpCodes.Ldloc, text));
            il.InsertBefore(answer, il.Create(OpCodes.Call, isNative ? UpdateFromMatch(native.VariableType) : UpdateFromResult(custom.VariableType)));
        }

        int LoadsBefore(Instruction answer, VariableDefinition variable) =>
            test.Instructions.TakeWhile(each => each != answer).Select((each, index) => (each, index)).LastOrDefault(each => each.each.Loads(variable), (each: answer, index: -1)).index;
    }

    // static bool Tested(bool matched, JsRegExp regExp, string text)
    private MethodDefinition Remember()
    {
        var method = New(_prototype, "Tested", _module.TypeSystem.Boolean, _module.TypeSystem.Boolean, RegExp, _module.TypeSystem.String);
        var constructor = new VariableDefinition(_constructor);
        method.Body.Variables.Add(constructor);
        var il = method.Body.GetILProcessor();
        var end = il.Create(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Brfalse, end);
        il.Emit(OpCodes.Ldarg_1);
        EmitConstructorOfObject(il);
        il.Emit(OpCodes.Stloc, constructor);
        il.Emit(OpCodes.Ldloc, constructor);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Stfld, _testedRegExp);
        il.Emit(OpCodes.Ldloc, constructor);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Stfld, _testedText);
        il.Append(end);
        il.Emit(OpCodes.Ret);
        return method;
    }

    // static void TestedNow(JsRegExp regExp, Match match, string text)
    private MethodDefinition UpdateFromMatch(TypeReference match)
    {
        var method = New(_prototype, "TestedNow", _module.TypeSystem.Void, RegExp, match, _module.TypeSystem.String);
        var il = method.Body.GetILProcessor();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Callvirt, EngineOfObject);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, _prototype.Method("GetActualRegexGroupCount"));
        il.Emit(OpCodes.Call, _prototype.Method("UpdateLegacyStaticProperties"));
        il.Emit(OpCodes.Ret);
        return method;
    }

    // static void TestedNow(JsRegExp regExp, ref RegExpMatchResult result, string text)
    private MethodDefinition UpdateFromResult(TypeReference result)
    {
        var groups = result.Resolve().Method("get_Groups");
        var method = New(_prototype, "TestedNow", _module.TypeSystem.Void, RegExp, new ByReferenceType(result), _module.TypeSystem.String);
        var il = method.Body.GetILProcessor();
        var none = il.Create(OpCodes.Ldc_I4_1);
        var update = il.Create(OpCodes.Call, _prototype.Method("UpdateLegacyStaticPropertiesFromCustom"));
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Callvirt, EngineOfObject);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, groups);
        il.Emit(OpCodes.Brfalse, none);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, groups);
        il.Emit(OpCodes.Ldlen);
        il.Emit(OpCodes.Conv_I4);
        il.Emit(OpCodes.Br, update);
        il.Append(none);
        il.Append(update);
        il.Emit(OpCodes.Ret);
        return method;
    }

    private void ForgetAtEveryMatch()
    {
        foreach (var body in new[] { _prototype.Method("UpdateLegacyStaticProperties").Body, _prototype.Method("UpdateLegacyStaticPropertiesFromCustom").Body })
        {
            var il = body.GetILProcessor();
            InsertAfter(il, body.Instructions[4], il.Create(OpCodes.Ldloc_0), il.Create(OpCodes.Ldnull), il.Create(OpCodes.Stfld, _testedRegExp));
        }

        var reset = _constructor.Method("ResetLegacyProperties").Body;
        var first = reset.GetILProcessor();
        reset.InsertAtStart(first.Create(OpCodes.Ldarg_0), first.Create(OpCodes.Ldnull), first.Create(OpCodes.Stfld, _testedRegExp));
    }

    private void RunBeforeReading()
    {
        var upToDate = UpToDate();
        var readers = _constructor.NestedTypes.SelectMany(static type => type.NestedTypes.Append(type)).Append(_constructor).SelectMany(static type => type.Methods)
            .Where(static method => method.HasBody && method.Name is not (".ctor" or "ResetLegacyProperties") && !method.Name.StartsWith("get__legacy", StringComparison.Ordinal));
        var reads = 0;
        foreach (var reader in readers)
        {
            var il = reader.Body.GetILProcessor();
            foreach (var read in reader.Body.Instructions.Where(static each => ReadsStatics(each)).ToArray())
            {
                il.InsertBefore(read, il.Create(OpCodes.Call, upToDate));
                reads++;
            }

            // Who writes RegExp.input does so after the test.
            if (reader.DeclaringType == _constructor && reader.Body.Instructions.Any(static each => each is { OpCode.Code: Code.Stfld, Operand: FieldReference { Name: "_legacyInput" } }))
            {
                reader.Body.InsertAtStart(il.Create(OpCodes.Ldarg_0), il.Create(OpCodes.Call, upToDate), il.Create(OpCodes.Pop));
            }
        }

        if (reads != 10)
        {
            throw new InvalidOperationException($"'{_constructor.FullName}' reads its static properties in {reads} places, not in those that are repaired here. {Mended}");
        }
    }

    private static bool ReadsStatics(Instruction instruction) => instruction switch
    {
        { OpCode.Code: Code.Ldfld, Operand: FieldReference { Name: "_legacyInput" or "_legacyParens" or "_legacyLastParen" } } => true,
        { Operand: MethodReference { Name: "get__legacyLastMatch" or "get__legacyLeftContext" or "get__legacyRightContext" } } => true,
        _ => false,
    };

    // static RegExpConstructor UpToDate(RegExpConstructor constructor)
    private MethodDefinition UpToDate()
    {
        var exec = _prototype.Method("RegExpBuiltinExec");
        exec.IsAssembly = true;
        var method = New(_constructor, "UpToDate", _constructor, _constructor);
        var regExp = new VariableDefinition(RegExp);
        method.Body.Variables.Add(regExp);
        var il = method.Body.GetILProcessor();
        var end = il.Create(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _testedRegExp);
        il.Emit(OpCodes.Stloc, regExp);
        il.Emit(OpCodes.Ldloc, regExp);
        il.Emit(OpCodes.Brfalse, end);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldnull);
        il.Emit(OpCodes.Stfld, _testedRegExp);
        il.Emit(OpCodes.Ldloc, regExp);
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldfld, _testedText);
        il.Emit(OpCodes.Call, exec);
        il.Emit(OpCodes.Pop);
        il.Append(end);
        il.Emit(OpCodes.Ret);
        return method;
    }

    private MethodDefinition EngineOfObject => _module.GetType("Jint.Native.Object.ObjectInstance").Method("get_Engine");

    private void EmitConstructorOfObject(ILProcessor il)
    {
        il.Emit(OpCodes.Callvirt, EngineOfObject);
        foreach (var step in _constructorOfEngine)
        {
            il.Emit(OpCodes.Callvirt, (MethodReference)step.Operand);
        }
    }

    private static MethodDefinition New(TypeDefinition type, string name, TypeReference returns, params TypeReference[] parameters)
    {
        var method = new MethodDefinition(name, MethodAttributes.Assembly | MethodAttributes.Static | MethodAttributes.HideBySig, returns);
        foreach (var parameter in parameters)
        {
            method.Parameters.Add(new(parameter));
        }

        type.Methods.Add(method);
        return method;
    }

    private static void InsertAfter(ILProcessor il, Instruction target, params Instruction[] added)
    {
        foreach (var instruction in added)
        {
            il.InsertAfter(target, instruction);
            target = instruction;
        }
    }
}
