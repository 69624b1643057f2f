using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Validation;

internal sealed partial class FunctionValidator
{
    // What a call costs beyond the function that is called: the leaf functions that charge nothing themselves.
    private const int CallCost = 10;

    private void Instruction(ref WasmReader reader)
    {
        var opcode = reader.Byte();
        AddCost(1);
        if (NumericSignatures.IsNumeric(opcode))
        {
            Numeric(NumericSignatures.Of(opcode));
            return;
        }

        switch (opcode)
        {
            case 0x00:
                Unreachable();
                break;
            case 0x01:
                break;
            case 0x02 or 0x03 or 0x04 or 0x1F:
                BeginBlock(opcode, ref reader);
                break;
            case 0x05:
                Else();
                break;
            case 0x08:
                Pop(Tag(ref reader).ParameterArray);
                Unreachable();
                break;
            case 0x0A:
                Pop(WasmType.ExnRef);
                Unreachable();
                break;
            case 0x0B:
                End();
                break;
            case 0x0C:
                Pop(Label(ref reader).LabelTypes);
                Unreachable();
                break;
            case 0x0D:
                var target = Label(ref reader);
                Pop(WasmType.I32);
                Peek(target.LabelTypes);
                break;
            case 0x0E:
                BranchTable(ref reader);
                break;
            case 0x0F:
                Pop(_frames[0].Results);
                Unreachable();
                break;
            case 0x10 or 0x12:
                Call(Function(ref reader), isTail: opcode == 0x12);
                break;
            case 0x11 or 0x13:
                var type = Type(ref reader);
                var table = Table(ref reader);
                if (table.ElementType != WasmType.FuncRef)
                {
                    throw Invalid("type mismatch: the table of an indirect call has no functions");
                }

                Pop(WasmType.I32);
                Call(type, isTail: opcode == 0x13);
                break;
            case 0x1A:
                Pop();
                break;
            case 0x1B:
                Select();
                break;
            case 0x1C:
                TypedSelect(ref reader);
                break;
            case 0x20:
                Push(Local(ref reader));
                break;
            case 0x21:
                Pop(Local(ref reader));
                break;
            case 0x22:
                var local = Local(ref reader);
                Pop(local);
                Push(local);
                break;
            case 0x23:
                Push(Global(ref reader).Type);
                break;
            case 0x24:
                var global = Global(ref reader);
                if (!global.IsMutable)
                {
                    throw Invalid("global is immutable");
                }

                Pop(global.Type);
                break;
            case 0x25:
                var read = Table(ref reader);
                Pop(WasmType.I32);
                Push(read.ElementType);
                break;
            case 0x26:
                var written = Table(ref reader);
                Pop(written.ElementType);
                Pop(WasmType.I32);
                break;
            case >= 0x28 and <= 0x3E:
                var access = MemoryAccess.Of(opcode);
                MemoryOperand(ref reader, access.Bytes);
                if (MemoryAccess.IsLoad(opcode))
                {
                    Pop(WasmType.I32);
                    Push(access.Type);
                }
                else
                {
                    Pop(access.Type);
                    Pop(WasmType.I32);
                }

                break;
            case 0x3F:
                MemoryIndex(ref reader);
                Push(WasmType.I32);
                break;
            case 0x40:
                MemoryIndex(ref reader);
                Pop(WasmType.I32);
                Push(WasmType.I32);
                break;
            case 0x41:
                reader.S32();
                Push(WasmType.I32);
                break;
            case 0x42:
                reader.S64();
                Push(WasmType.I64);
                break;
            case 0x43:
                reader.Bits32();
                Push(WasmType.F32);
                break;
            case 0x44:
                reader.Bits64();
                Push(WasmType.F64);
                break;
            case 0xD0:
                Push(reader.ReferenceType());
                break;
            case 0xD1:
                var reference = Pop();
                if (reference != WasmType.None && !reference.IsReference())
                {
                    throw Invalid($"type mismatch: a reference expected, and {reference.Text()} found");
                }

                Push(WasmType.I32);
                break;
            case 0xD2:
                var index = reader.U32();
                if (index >= module.Functions.Count)
                {
                    throw Invalid($"unknown function {index}");
                }

                if (!module.ReferencedFunctions.Contains((int)index))
                {
                    throw Invalid($"undeclared function reference {index}");
                }

                Push(WasmType.FuncRef);
                break;
            case 0xFC:
                Bulk(ref reader);
                break;
            case 0xFD:
                Simd(ref reader);
                break;
            case 0xFE:
                throw Unsupported("atomic instructions (the proposal threads) are not supported");
            case 0x06 or 0x07 or 0x09 or 0x18 or 0x19:
                throw Unsupported("the legacy form of the proposal exception handling is not supported");
            case 0x14 or 0x15 or (>= 0xD3 and <= 0xD6):
                throw Unsupported("typed function references (the proposal function references) are not supported");
            case 0xFB:
                throw Unsupported("the proposal GC is not supported");
            default:
                throw new WasmFormatException(WasmErrorKind.Malformed, _instruction, $"illegal opcode 0x{opcode:x2}");
        }
    }

    private WasmFormatException Unsupported(string message) => new(WasmErrorKind.Unsupported, _instruction, message);

    private void Numeric(NumericSignatures.Signature signature)
    {
        Pop(signature.Operand);
        if (signature.IsBinary)
        {
            Pop(signature.Operand);
        }

        Push(signature.Result);
    }

    private void BeginBlock(byte opcode, ref WasmReader reader)
    {
        var (parameters, results) = BlockType(ref reader);
        if (opcode == 0x1F)
        {
            // Its handlers see the labels outside of it.
            _facts.HasHandlers = true;
            Handlers(ref reader);
        }

        if (opcode == 0x04)
        {
            Pop(WasmType.I32);
        }

        Pop(parameters);
        var cost = _frames[^1].Cost;
        if (opcode == 0x03 && !_frames[^1].IsDead && !_frames[^1].IsUnreachable)
        {
            _facts.HasLoops = true;
            cost = _facts.Costs.Count;
            _facts.Costs.Add(1);
        }

        var kind = opcode switch
        {
            0x02 => FrameKind.Block,
            0x03 => FrameKind.Loop,
            0x04 => FrameKind.If,
            _ => FrameKind.TryTable,
        };
        PushFrame(kind, parameters, results, cost);
    }

    private void Handlers(ref WasmReader reader)
    {
        for (var count = reader.Count(limits.MaxBranchTargets, "handlers", 2); count > 0; count--)
        {
            var kind = reader.Byte();
            if (kind > 3)
            {
                throw reader.Malformed("malformed catch clause");
            }

            var height = _height;
            Push(kind <= 1 ? Tag(ref reader).ParameterArray : s_none);
            if ((kind & 1) != 0)
            {
                Push(WasmType.ExnRef);
            }

            var types = Label(ref reader).LabelTypes;
            if (types.Length != _height - height || !types.AsSpan().SequenceEqual(_stack.AsSpan(height, types.Length)))
            {
                throw Invalid("type mismatch: a handler does not give what its label takes");
            }

            _height = height;
        }
    }

    private void Else()
    {
        var frame = _frames[^1];
        if (frame.Kind != FrameKind.If)
        {
            throw Invalid("else without if");
        }

        EndOfDeadCode(frame);
        PopFrame();
        frame.Kind = FrameKind.Else;
        frame.Cost = frame.FirstCost;
        frame.IsUnreachable = false;
        _frames.Add(frame);
        Push(frame.Parameters);
    }

    private void End()
    {
        EndOfDeadCode(_frames[^1]);
        var frame = PopFrame();
        if (frame.Kind == FrameKind.If && !frame.Parameters.AsSpan().SequenceEqual(frame.Results))
        {
            throw Invalid("type mismatch: an if without else gives what it takes");
        }

        if (frame.IsCase)
        {
            _frames[^1].Cost = _facts.Costs.Count;
            _facts.Costs.Add(1);
        }

        Push(frame.Results);
    }

    private void BranchTable(ref WasmReader reader)
    {
        var count = reader.Count(limits.MaxBranchTargets, "targets of a br_table");
        Pop(WasmType.I32);
        var arity = -1;
        var isLargeSwitch = count >= FunctionFacts.LargeSwitch && !_frames[^1].IsDead && !_frames[^1].IsUnreachable;
        for (var i = 0; i <= count; i++)
        {
            var target = Label(ref reader);
            target.IsCase |= isLargeSwitch && target.Kind is not (FrameKind.Loop or FrameKind.Function);
            var types = target.LabelTypes;
            if (arity >= 0 && types.Length != arity)
            {
                throw Invalid("type mismatch: the targets of a br_table take different numbers of values");
            }

            arity = types.Length;
            CheckBranch(types);
        }

        AddCost(2);
        Unreachable();
    }

    // Without forgetting what the stack really has, since each target has its own say.
    private void CheckBranch(WasmType[] types)
    {
        var frame = _frames[^1];
        Spend(types.Length);
        for (int i = types.Length - 1, at = _height - 1; i >= 0; i--, at--)
        {
            var actual = at >= frame.Height
                ? _stack[at]
                : frame.IsUnreachable ? WasmType.None : throw Invalid("type mismatch: the stack is empty");
            if (actual != types[i] && actual != WasmType.None)
            {
                throw Invalid($"type mismatch: {types[i].Text()} expected, and {actual.Text()} found");
            }
        }
    }

    private void Call(WasmFunctionType type, bool isTail)
    {
        _facts.HasCalls = true;
        AddCost(CallCost + type.ParameterArray.Length);
        Pop(type.ParameterArray);
        if (isTail)
        {
            if (!type.Results.SequenceEqual(_frames[0].Results))
            {
                throw Invalid("type mismatch: a tail call must give what the function gives");
            }

            Unreachable();
        }
        else
        {
            Push(type.ResultArray);
        }
    }

    private void Select()
    {
        Pop(WasmType.I32);
        var second = Pop();
        var first = Pop();
        if (first.IsReference() || second.IsReference())
        {
            throw Invalid("type mismatch: select of references must name their type");
        }

        if (first != second && first != WasmType.None && second != WasmType.None)
        {
            throw Invalid($"type mismatch: select of {first.Text()} and {second.Text()}");
        }

        Push(first == WasmType.None ? second : first);
    }

    private void TypedSelect(ref WasmReader reader)
    {
        if (reader.U32() != 1)
        {
            throw Invalid("invalid result arity: select gives one value");
        }

        var type = reader.ValueType();
        Pop(WasmType.I32);
        Pop(type);
        Pop(type);
        Push(type);
    }

    private WasmType Local(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < _facts.Locals.Count ? _facts.Locals[(int)index] : throw Invalid($"unknown local {index}");
    }

    private GlobalDefinition Global(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Globals.Count ? module.Globals[(int)index] : throw Invalid($"unknown global {index}");
    }

    private TableDefinition Table(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Tables.Count ? module.Tables[(int)index] : throw Invalid($"unknown table {index}");
    }

    private WasmFunctionType Function(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Functions.Count ? module.Functions[(int)index] : throw Invalid($"unknown function {index}");
    }

    private WasmFunctionType Type(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Types.Count ? module.Types[(int)index] : throw Invalid($"unknown type {index}");
    }

    private WasmFunctionType Tag(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < module.Tags.Count ? module.Tags[(int)index] : throw Invalid($"unknown tag {index}");
    }
}
