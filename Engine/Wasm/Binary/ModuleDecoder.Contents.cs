namespace PureEdge.Wasm.Binary;

internal sealed partial class ModuleDecoder
{
    private void ExportSection(ref WasmReader reader)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var count = reader.Count(_limits.MaxDeclarations, "exports", 3); count > 0; count--)
        {
            var name = reader.Name();
            var kind = reader.Byte();
            var index = reader.U32();
            var (known, what) = kind switch
            {
                0 => (_module.Functions.Count, "function"),
                1 => (_module.Tables.Count, "table"),
                2 => (_module.Memories.Count, "memory"),
                3 => (_module.Globals.Count, "global"),
                4 => (_module.Tags.Count, "tag"),
                _ => throw reader.Malformed("malformed export kind"),
            };
            if (index >= known)
            {
                throw reader.Invalid($"unknown {what} {index}");
            }

            if (!names.Add(name))
            {
                throw reader.Invalid($"duplicate export name \"{name}\"");
            }

            if (kind == 0)
            {
                _module.ReferencedFunctions.Add((int)index);
            }

            _module.Exports.Add(new WasmExport(name, (WasmExternKind)kind, (int)index));
        }
    }

    private void StartSection(ref WasmReader reader)
    {
        var index = Function(ref reader);
        var type = _module.Functions[index];
        _module.Start = type.Parameters.Length == 0 && type.Results.Length == 0
            ? index
            : throw reader.Invalid("start function must have no parameters and no results");
    }

    private int Function(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < _module.Functions.Count ? (int)index : throw reader.Invalid($"unknown function {index}");
    }

    private void ElementSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDeclarations, "element segments", 3); count > 0; count--)
        {
            var flags = reader.U32();
            if (flags > 7)
            {
                throw reader.Malformed("malformed elements segment kind");
            }

            var mode = (flags & 1) == 0 ? SegmentMode.Active : (flags & 2) == 0 ? SegmentMode.Passive : SegmentMode.Declarative;
            var table = mode == SegmentMode.Active && (flags & 2) != 0 ? reader.U32() : 0;
            ConstantExpression? offset = null;
            if (mode == SegmentMode.Active)
            {
                if (table >= _module.Tables.Count)
                {
                    throw reader.Invalid($"unknown table {table}");
                }

                offset = Constant(ref reader, WasmType.I32);
            }

            var hasExpressions = (flags & 4) != 0;
            var type = WasmType.FuncRef;
            if ((flags & 3) != 0)
            {
                if (hasExpressions)
                {
                    type = reader.ReferenceType();
                }
                else if (reader.Byte() != 0)
                {
                    throw reader.Malformed("malformed element kind");
                }
            }

            if (mode == SegmentMode.Active && _module.Tables[(int)table].ElementType != type)
            {
                throw reader.Invalid("type mismatch: the segment's elements are not those of the table");
            }

            _module.Elements.Add(new ElementSegment(mode, (int)table, offset, type, Items(ref reader, hasExpressions, type)));
        }
    }

    private int[] Items(ref WasmReader reader, bool hasExpressions, WasmType type)
    {
        var items = new int[reader.Count(_limits.MaxTableElements, "elements of a segment", hasExpressions ? 3 : 1)];
        for (var i = 0; i < items.Length; i++)
        {
            if (!hasExpressions)
            {
                items[i] = Function(ref reader);
                _module.ReferencedFunctions.Add(items[i]);
                continue;
            }

            // Of references, an expression of several instructions cannot be valid.
            var step = Constant(ref reader, type).Steps[0];
            items[i] = step.Opcode switch
            {
                0xD2 => (int)step.Low,
                0x23 => -2 - (int)step.Low,
                _ => ElementSegment.Null,
            };
        }

        return items;
    }

    private void CodeSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxFunctions, "function bodies", 2); count > 0; count--)
        {
            var size = reader.U32();
            if (size > _limits.MaxFunctionBytes)
            {
                throw size > reader.Remaining
                    ? reader.Malformed("unexpected end of section or function")
                    : reader.Exceeded($"a function has {size} bytes: at most {_limits.MaxFunctionBytes} are allowed");
            }

            var start = reader.Position;
            reader.Bytes(size);
            CountDeclaredLocals(start, reader.Position);
            _module.Bodies.Add(new FunctionBody(start, reader.Position));
        }
    }

    private void CountDeclaredLocals(int start, int end)
    {
        var body = new WasmReader(_module.Bytes, start, end);
        ulong total = 0;
        for (var count = body.Count(int.MaxValue, "groups of locals", 2); count > 0; count--)
        {
            total += body.U32();
            if (total > uint.MaxValue)
            {
                throw body.Malformed("too many locals");
            }

            body.ValueType();
        }

        if (total > (ulong)_limits.MaxLocals)
        {
            throw body.Exceeded($"a function has {total} locals: at most {_limits.MaxLocals} are allowed");
        }

        CountLocals(ref body, (long)total);
    }

    private void DataSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDataSegments, "data segments", 2); count > 0; count--)
        {
            var flags = reader.U32();
            if (flags > 2)
            {
                throw reader.Malformed("malformed data segment kind");
            }

            ConstantExpression? offset = null;
            if (flags != 1)
            {
                var memory = flags == 2 ? reader.U32() : 0;
                if (memory >= _module.Memories.Count)
                {
                    throw reader.Invalid($"unknown memory {memory}");
                }

                offset = Constant(ref reader, WasmType.I32);
            }

            var length = reader.U32();
            var start = reader.Position;
            reader.Bytes(length);
            _module.Data.Add(new DataSegment(offset, start, reader.Position));
        }
    }

    // Constant expressions, with the arithmetic of the proposal extended-const.
    private ConstantExpression Constant(ref WasmReader reader, WasmType expected)
    {
        var steps = new List<ConstantStep>(1);
        var stack = new Stack<WasmType>(1);
        while (true)
        {
            var opcode = reader.Byte();
            switch (opcode)
            {
                case 0x0B:
                    return stack.Count == 1 && stack.Peek() == expected
                        ? new ConstantExpression([.. steps])
                        : throw reader.Invalid($"type mismatch: the constant expression does not give one {expected.Text()}");
                case 0x41:
                    steps.Add(new ConstantStep(opcode, reader.S32()));
                    stack.Push(WasmType.I32);
                    break;
                case 0x42:
                    steps.Add(new ConstantStep(opcode, reader.S64()));
                    stack.Push(WasmType.I64);
                    break;
                case 0x43:
                    steps.Add(new ConstantStep(opcode, reader.Bits32()));
                    stack.Push(WasmType.F32);
                    break;
                case 0x44:
                    steps.Add(new ConstantStep(opcode, (long)reader.Bits64()));
                    stack.Push(WasmType.F64);
                    break;
                case 0x23:
                    var global = reader.U32();
                    // Those of the module itself only with the proposal GC.
                    if (global >= _module.ImportedGlobals)
                    {
                        throw reader.Invalid($"unknown global {global}: a constant expression may read imported globals");
                    }

                    if (_module.Globals[(int)global].IsMutable)
                    {
                        throw reader.Invalid("constant expression required: the global is mutable");
                    }

                    steps.Add(new ConstantStep(opcode, global));
                    stack.Push(_module.Globals[(int)global].Type);
                    break;
                case 0xD0:
                    steps.Add(new ConstantStep(opcode, 0));
                    stack.Push(reader.ReferenceType());
                    break;
                case 0xD2:
                    var function = Function(ref reader);
                    _module.ReferencedFunctions.Add(function);
                    steps.Add(new ConstantStep(opcode, function));
                    stack.Push(WasmType.FuncRef);
                    break;
                case 0x6A or 0x6B or 0x6C or 0x7C or 0x7D or 0x7E:
                    var type = opcode < 0x70 ? WasmType.I32 : WasmType.I64;
                    if (stack.Count < 2 || stack.Pop() != type || stack.Peek() != type)
                    {
                        throw reader.Invalid("type mismatch in a constant expression");
                    }

                    steps.Add(new ConstantStep(opcode, 0));
                    break;
                case 0xFD when reader.U32() == 12:
                    var low = (long)reader.Bits64();
                    steps.Add(new ConstantStep(opcode, low, (long)reader.Bits64()));
                    stack.Push(WasmType.V128);
                    break;
                default:
                    throw reader.Invalid("constant expression required");
            }

            if (steps.Count > MaxConstantSteps)
            {
                throw reader.Exceeded($"a constant expression has more than {MaxConstantSteps} instructions");
            }
        }
    }

    private const int MaxConstantSteps = 1_000;
}
