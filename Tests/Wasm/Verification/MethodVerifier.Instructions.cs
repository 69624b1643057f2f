using Mono.Cecil;
using Mono.Cecil.Cil;
using Il = Mono.Cecil.Cil.Code;

namespace PureEdge.Wasm.Tests.Verification;

internal sealed partial class MethodVerifier
{
    /// <summary>Does what the instruction does to the stack.</summary>
    /// <returns>Whether the next one follows.</returns>
    private bool Step()
    {
        var code = _at.OpCode.Code;
        switch (code)
        {
            case Il.Nop or Il.Unaligned or Il.Tail:
                Require(code == Il.Nop || _at.Next is not null, "a prefix stands alone");
                Require(code != Il.Tail || (_at.Next!.OpCode.Code is Il.Call or Il.Calli && _at.Next.Next?.OpCode.Code == Il.Ret), "a tail call is not followed by a return");
                return true;
            case Il.Ldarg or Il.Ldarg_S or Il.Ldarg_0 or Il.Ldarg_1 or Il.Ldarg_2 or Il.Ldarg_3:
                Push(StackType.Of(Parameter().ParameterType));
                return true;
            case Il.Starg or Il.Starg_S:
                Pop(StackType.Of(Parameter().ParameterType));
                return true;
            case Il.Ldloc or Il.Ldloc_S or Il.Ldloc_0 or Il.Ldloc_1 or Il.Ldloc_2 or Il.Ldloc_3:
                var read = Local();
                Require(IsWritten(read), $"local {read.Index} is read before it is written");
                Push(StackType.Of(read.VariableType));
                return true;
            case Il.Stloc or Il.Stloc_S or Il.Stloc_0 or Il.Stloc_1 or Il.Stloc_2 or Il.Stloc_3:
                var local = Local();
                Pop(StackType.Of(local.VariableType));
                _written[local.Index / 64] |= 1UL << (local.Index % 64);
                return true;
            case Il.Ldloca or Il.Ldloca_S:
                AddressOf(Local());
                return true;
            case Il.Ldnull:
                Push(StackType.Null);
                return true;
            case >= Il.Ldc_I4_M1 and <= Il.Ldc_I4:
                Push(StackType.Int32);
                return true;
            case Il.Ldc_I8:
                Push(StackType.Int64);
                return true;
            case Il.Ldc_R4 or Il.Ldc_R8:
                Push(StackType.Float);
                return true;
            case Il.Sizeof:
                Push(StackType.Int32);
                return true;
            case Il.Dup:
                var copied = Pop();
                Push(copied);
                Push(copied);
                return true;
            case Il.Pop:
                Pop();
                return true;
            case Il.Call or Il.Newobj:
                Call((MethodReference)_at.Operand, code == Il.Newobj);
                return true;
            case Il.Calli:
                Pop(StackType.Native);
                Report(Rule.CallOfANumber);
                Call((CallSite)_at.Operand);
                return true;
            case Il.Ldftn:
                Push(StackType.Native);
                return true;
            case Il.Ret:
                Require(Region(_at).Handler is null, "a return inside a protected block");
                if (_method.ReturnType.FullName != "System.Void")
                {
                    Pop(StackType.Of(_method.ReturnType));
                }

                Require(_stack.Count == 0, "a return leaves values on the stack");
                return false;
            case Il.Throw:
                Pop(StackType.Object("System.Exception"));
                return false;
            case Il.Rethrow:
                Require(Region(_at).IsHandler, "a rethrow outside of a handler");
                return false;
            case Il.Br or Il.Br_S:
                Branch((Instruction)_at.Operand);
                return false;
            case Il.Leave or Il.Leave_S:
                Leave((Instruction)_at.Operand);
                return false;
            case Il.Brtrue or Il.Brtrue_S or Il.Brfalse or Il.Brfalse_S:
                Pop(StackType.Int32);
                Branch((Instruction)_at.Operand);
                return true;
            case Il.Blt or Il.Bge or Il.Bge_Un or Il.Bne_Un or Il.Blt_S or Il.Bge_S or Il.Bge_Un_S or Il.Bne_Un_S:
                Alike();
                Branch((Instruction)_at.Operand);
                return true;
            case Il.Switch:
                Pop(StackType.Int32);
                foreach (var target in (Instruction[])_at.Operand)
                {
                    Branch(target);
                }

                return true;
            default:
                Data(code);
                return true;
        }
    }

    private void Data(Il code)
    {
        switch (code)
        {
            case Il.Add or Il.Sub or Il.Mul or Il.Div or Il.Div_Un or Il.Rem_Un or Il.And or Il.Or or Il.Xor:
                Arithmetic();
                break;
            case Il.Shl or Il.Shr or Il.Shr_Un:
                Pop(StackType.Int32);
                var shifted = Pop();
                Require(shifted.IsInteger, $"\"{shifted}\" is shifted");
                Push(shifted);
                break;
            case Il.Ceq or Il.Clt or Il.Clt_Un or Il.Cgt or Il.Cgt_Un:
                Alike();
                Push(StackType.Int32);
                break;
            case Il.Conv_I1 or Il.Conv_I2 or Il.Conv_I4 or Il.Conv_U1 or Il.Conv_U2:
                Convert(StackType.Int32);
                break;
            case Il.Conv_I8 or Il.Conv_U8:
                Convert(StackType.Int64);
                break;
            case Il.Conv_I or Il.Conv_U:
                Convert(StackType.Native);
                break;
            case Il.Conv_R4 or Il.Conv_R8:
                Convert(StackType.Float);
                break;
            case Il.Initobj:
                Pop(StackType.Reference(((TypeReference)_at.Operand).FullName));
                break;
            case Il.Ldfld:
                var read = (FieldReference)_at.Operand;
                Pop(Owner(read));
                Push(StackType.Of(read.FieldType));
                break;
            case Il.Ldflda:
                FieldAddress((FieldReference)_at.Operand);
                break;
            case Il.Stfld:
                var written = (FieldReference)_at.Operand;
                Pop(StackType.Of(written.FieldType));
                Pop(Owner(written));
                break;
            case Il.Ldsfld:
                Push(StackType.Of(((FieldReference)_at.Operand).FieldType));
                break;
            case Il.Castclass:
                Require(Pop().Kind is StackKind.Object or StackKind.Null, "what is no object is cast");
                Push(StackType.Of((TypeReference)_at.Operand));
                break;
            case Il.Newarr:
                Pop(StackType.Int32);
                Push(StackType.Object(((TypeReference)_at.Operand).FullName + "[]"));
                break;
            case Il.Ldlen:
                Element();
                Push(StackType.Native);
                break;
            case Il.Ldelema or Il.Ldelem_Ref or Il.Ldelem_I8:
                Pop(StackType.Native);
                var element = Element();
                Require(code == Il.Ldelem_I8 == (element == "System.Int64"), $"an element \"{element}\" is read as another type");
                Require(code != Il.Ldelema || element == ((TypeReference)_at.Operand).FullName, $"the address of an element \"{element}\" is taken as another type");
                Push(code switch { Il.Ldelema => StackType.Reference(element), Il.Ldelem_I8 => StackType.Int64, _ => StackType.Object(element) });
                break;
            case Il.Ldtoken:
                Push(new StackType(StackKind.Value, "System.RuntimeTypeHandle"));
                break;
            default:
                Memory(code);
                break;
        }
    }

    private void Memory(Il code)
    {
        var (pointee, value) = code switch
        {
            Il.Ldind_I1 or Il.Ldind_U1 or Il.Stind_I1 => ("System.Byte", StackType.Int32),
            Il.Ldind_I2 or Il.Ldind_U2 or Il.Stind_I2 => ("System.Int16", StackType.Int32),
            Il.Ldind_I4 or Il.Ldind_U4 or Il.Stind_I4 => ("System.Int32", StackType.Int32),
            Il.Ldind_I8 or Il.Stind_I8 => ("System.Int64", StackType.Int64),
            Il.Ldind_R4 or Il.Stind_R4 => ("System.Single", StackType.Float),
            Il.Ldind_R8 or Il.Stind_R8 => ("System.Double", StackType.Float),
            Il.Ldind_Ref or Il.Stind_Ref => ("System.Object", StackType.Object("System.Object")),
            Il.Ldobj or Il.Stobj => (((TypeReference)_at.Operand).FullName, StackType.Of((TypeReference)_at.Operand)),
            _ => throw new VerificationFailure($"{_method.Name} at {_at}: the instruction is not known"),
        };
        var isStore = code is Il.Stind_I1 or Il.Stind_I2 or Il.Stind_I4 or Il.Stind_I8 or Il.Stind_R4 or Il.Stind_R8 or Il.Stind_Ref or Il.Stobj;
        if (isStore)
        {
            Pop(value);
        }

        var reference = Pop();
        Require(reference.Kind == StackKind.Reference, $"memory is touched through \"{reference}\"");
        var isEnum = pointee == "System.Byte" && reference.Name == "PureEdge.Wasm.WasmType";
        if (reference.Name != pointee && !isEnum)
        {
            // References to objects are never made from, or taken for, anything else.
            Require(reference.Name is "System.Byte" or "System.Int64" && pointee is not ("System.Object" or "PureEdge.Wasm.WasmValue"), $"\"{pointee}\" is taken from a reference to \"{reference.Name}\"");
            Report(Rule.ReferenceToAnotherType, reference.Name);
        }

        if (!isStore)
        {
            Push(value);
        }
    }

    private void AddressOf(VariableDefinition local)
    {
        var next = After(_at)?.OpCode.Code;
        if (IsWritten(local) || next == Il.Initobj)
        {
            // A structure of the assembly's own, which is set to zero before anything else is done with it.
            Require(local.VariableType is TypeDefinition { IsValueType: true }, "the address of a local is used as a reference");
            _written[local.Index / 64] |= 1UL << (local.Index % 64);
        }
        else
        {
            // Only its address is wanted, and that may not be used for anything else.
            Require(next == Il.Conv_U, "the address of a local is used as a reference");
        }

        Push(StackType.Reference(local.VariableType.FullName));
    }

    private bool IsWritten(VariableDefinition local) => (_written[local.Index / 64] & (1UL << (local.Index % 64))) != 0;

    // What a field is taken from.
    private static StackType Owner(FieldReference field) =>
        field.DeclaringType.IsValueType ? StackType.Reference(field.DeclaringType.FullName) : StackType.Of(field.DeclaringType);

    private void FieldAddress(FieldReference field)
    {
        Pop(Owner(field));
        var owner = typeof(WasmModule).Assembly.GetType(field.DeclaringType.FullName)!;
        if (owner.GetField(field.Name, System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.Public | System.Reflection.BindingFlags.NonPublic)!.IsInitOnly)
        {
            Require(owner == typeof(WasmValue), $"the address of the read-only field \"{field.Name}\" is taken");
            Report(Rule.AddressOfReadOnlyField, owner.FullName!);
        }

        Push(StackType.Reference(field.FieldType.FullName));
    }

    private void Arithmetic()
    {
        var right = Pop();
        var left = Pop();
        if (left.Kind == StackKind.Reference)
        {
            Require(right.IsInteger && _at.OpCode.Code is Il.Add or Il.Sub, "there is no such arithmetic with references");
            Report(Rule.ArithmeticWithReference, left.Name);
            Push(left);
            return;
        }

        Require((left.IsInteger || left.Kind == StackKind.Float) && (right == left || (left.Kind == StackKind.Native && right.Kind == StackKind.Int32)), $"\"{left}\" and \"{right}\" are put together");
        Push(left);
    }

    // Two of the same kind are compared; objects by identity.
    private void Alike()
    {
        var right = Pop();
        var left = Pop();
        var areObjects = left.Kind is StackKind.Object or StackKind.Null && right.Kind is StackKind.Object or StackKind.Null;
        Require(areObjects || (left == right && (left.IsInteger || left.Kind == StackKind.Float)), $"\"{left}\" and \"{right}\" are compared");
    }

    private void Convert(StackType to)
    {
        var from = Pop();
        if (from.Kind == StackKind.Reference)
        {
            Report(Rule.AddressAsNumber, from.Name);
        }
        else
        {
            Require(from.IsInteger || from.Kind == StackKind.Float, $"\"{from}\" is converted to a number");
        }

        Push(to);
    }

    private void Call(IMethodSignature method, bool isNew = false)
    {
        for (var i = method.Parameters.Count - 1; i >= 0; i--)
        {
            Pop(StackType.Of(method.Parameters[i].ParameterType));
        }

        var declaring = (method as MethodReference)?.DeclaringType;
        if (method.HasThis && !isNew)
        {
            Pop(StackType.Of(declaring!));
        }

        if (isNew)
        {
            Push(StackType.Of(declaring!));
        }
        else if (method.ReturnType.FullName != "System.Void")
        {
            // T of Vector128<T>, as its own methods name it.
            Push(StackType.Of(method.ReturnType is GenericInstanceType && declaring is GenericInstanceType ? declaring : method.ReturnType));
        }
    }

    private string Element()
    {
        var array = Pop();
        Require(array.Kind == StackKind.Object && array.Name.EndsWith("[]", StringComparison.Ordinal), $"\"{array}\" is no array");
        return array.Name[..^2];
    }

    // .NET's writer of assemblies gives numbers of locals beyond 255 two bytes too many, which are instructions that do nothing.
    private static Instruction? After(Instruction instruction)
    {
        var next = instruction.Next;
        while (next?.OpCode.Code == Il.Nop)
        {
            next = next.Next;
        }

        return next;
    }

    private ParameterDefinition Parameter() => _at.Operand as ParameterDefinition ?? _method.Parameters[_at.OpCode.Code - Il.Ldarg_0];

    private VariableDefinition Local() => _at.Operand as VariableDefinition ?? _body.Variables[
        _at.OpCode.Code - (_at.OpCode.Code >= Il.Stloc_0 ? Il.Stloc_0 : Il.Ldloc_0)];
}
