using PureEdge.Metering;

namespace PureEdge.Wasm.Binary;

/// <summary>Decodes the sections of a module and checks all but the code of its functions.</summary>
/// <remarks>https://webassembly.github.io/spec/core/binary/modules.html; owned by one call.</remarks>
internal sealed partial class ModuleDecoder
{
    private const uint MaxPages = 65_536;

    private readonly ModuleDefinition _module;
    private readonly WasmLimits _limits;
    private long _totalLocals;

    private ModuleDecoder(ModuleDefinition module, WasmLimits limits)
    {
        _module = module;
        _limits = limits;
    }

    /// <summary>Decodes a module.</summary>
    /// <param name="bytes">Kept, and not to be changed any more.</param>
    /// <exception cref="WasmFormatException">They are refused.</exception>
    public static ModuleDefinition Decode(byte[] bytes, WasmLimits limits)
    {
        RequireSize(bytes.Length, limits);
        Meter.Bytes<Billed>(bytes.Length);
        var module = new ModuleDefinition(bytes);
        new ModuleDecoder(module, limits).Sections();
        return module;
    }

    /// <summary>Decodes a copy.</summary>
    /// <inheritdoc cref="Decode(byte[], WasmLimits)" />
    public static ModuleDefinition DecodeCopy(ReadOnlySpan<byte> bytes, WasmLimits limits)
    {
        RequireSize(bytes.Length, limits);
        return Decode(bytes.ToArray(), limits);
    }

    /// <summary>Refuses more bytes than a module may have, before anything is done with them.</summary>
    /// <exception cref="WasmFormatException">They are too many.</exception>
    public static void RequireSize(long bytes, WasmLimits limits)
    {
        if (bytes > limits.MaxModuleBytes)
        {
            throw new WasmFormatException(WasmErrorKind.LimitExceeded, 0, $"the module has {bytes} bytes: at most {limits.MaxModuleBytes} are allowed");
        }
    }

    private void Sections()
    {
        var reader = new WasmReader(_module.Bytes, 0, _module.Bytes.Length);
        if (reader.Remaining < 4 || !reader.Bytes(4).SequenceEqual("\0asm"u8))
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, 0, "magic header not detected");
        }

        if (reader.Remaining < 4 || reader.Bits32() != 1)
        {
            throw new WasmFormatException(WasmErrorKind.Malformed, 4, "unknown binary version");
        }

        var lastOrder = 0;
        var functionCount = 0;
        while (!reader.IsAtEnd)
        {
            var id = reader.Byte();
            var size = reader.U32();
            if (size > reader.Remaining)
            {
                throw reader.Malformed("unexpected end: a section is longer than the module");
            }

            var section = new WasmReader(_module.Bytes, reader.Position, reader.Position + (int)size);
            reader.Bytes((int)size);
            if (id != 0)
            {
                var order = Order(id, section);
                if (order <= lastOrder)
                {
                    throw section.Malformed("unexpected content after last section");
                }

                lastOrder = order;
            }

            if (id == 3)
            {
                functionCount = -_module.Functions.Count;
            }

            Section(id, ref section);
            if (id == 3)
            {
                functionCount += _module.Functions.Count;
            }

            if (!section.IsAtEnd)
            {
                throw section.Malformed("section size mismatch");
            }
        }

        if (functionCount != _module.Bodies.Count)
        {
            throw reader.Malformed("function and code section have inconsistent lengths");
        }

        if (_module.DataCount is { } count && count != _module.Data.Count)
        {
            throw reader.Malformed("data count and data section have inconsistent lengths");
        }
    }

    // The order of sections; tags stand between memories and globals, the data count before the code.
    private static int Order(byte id, WasmReader section) => id switch
    {
        <= 5 => id * 10,
        13 => 55,
        <= 9 => id * 10,
        12 => 95,
        10 or 11 => id * 10,
        _ => throw section.Malformed($"malformed section id {id}"),
    };

    private void Section(byte id, ref WasmReader reader)
    {
        switch (id)
        {
            case 0:
                if (_module.CustomSections.Count >= _limits.MaxDeclarations)
                {
                    throw reader.Exceeded($"at most {_limits.MaxDeclarations} custom sections are allowed");
                }

                var name = reader.Name();
                _module.CustomSections.Add(new CustomSection(name, reader.Position, reader.End));
                reader.Bytes(reader.Remaining);
                break;
            case 1:
                TypeSection(ref reader);
                break;
            case 2:
                ImportSection(ref reader);
                break;
            case 3:
                FunctionSection(ref reader);
                break;
            case 4:
                TableSection(ref reader);
                break;
            case 5:
                MemorySection(ref reader);
                break;
            case 6:
                GlobalSection(ref reader);
                break;
            case 7:
                ExportSection(ref reader);
                break;
            case 8:
                StartSection(ref reader);
                break;
            case 9:
                ElementSection(ref reader);
                break;
            case 10:
                CodeSection(ref reader);
                break;
            case 11:
                DataSection(ref reader);
                break;
            case 12:
                _module.DataCount = (int)Math.Min(reader.U32(), int.MaxValue);
                break;
            default:
                TagSection(ref reader);
                break;
        }
    }

    private void TypeSection(ref WasmReader reader)
    {
        var parameters = new WasmType[WasmLimits.MaxParameters];
        var results = new WasmType[WasmLimits.MaxResults];
        for (var count = reader.Count(_limits.MaxDeclarations, "types", 3); count > 0; count--)
        {
            var form = reader.Byte();
            if (form != 0x60)
            {
                throw form is 0x4E or 0x4F or 0x50 or 0x5E or 0x5F
                    ? reader.Unsupported("the proposal GC (recursive, struct and array types) is not supported")
                    : reader.Malformed("malformed type: only functions have types");
            }

            var parameterCount = TypeList(ref reader, parameters, "parameters");
            var resultCount = TypeList(ref reader, results, "results");
            _module.Types.Add(WasmFunctionType.Of(parameters.AsSpan(0, parameterCount), results.AsSpan(0, resultCount)));
        }
    }

    private static int TypeList(ref WasmReader reader, WasmType[] types, string what)
    {
        var count = reader.Count(types.Length, what);
        for (var i = 0; i < count; i++)
        {
            types[i] = reader.ValueType();
        }

        return count;
    }

    private void ImportSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDeclarations, "imports", 4); count > 0; count--)
        {
            var module = reader.Name();
            var name = reader.Name();
            var kind = reader.Byte();
            switch (kind)
            {
                case 0:
                    var type = FunctionType(ref reader);
                    AddFunction(ref reader, type);
                    _module.ImportedFunctions++;
                    _module.Imports.Add(new WasmImport(module, name, WasmExternKind.Function, type));
                    break;
                case 1:
                    var table = Table(ref reader);
                    _module.Tables.Add(table);
                    _module.ImportedTables++;
                    _module.Imports.Add(new WasmImport(module, name, WasmExternKind.Table, null) { ValueType = table.ElementType, Limits = table.Limits });
                    break;
                case 2:
                    var memory = Memory(ref reader);
                    AddMemory(ref reader, memory);
                    _module.ImportedMemories++;
                    _module.Imports.Add(new WasmImport(module, name, WasmExternKind.Memory, null) { Limits = memory });
                    break;
                case 3:
                    var valueType = reader.ValueType();
                    var isMutable = Mutability(ref reader);
                    _module.Globals.Add(new GlobalDefinition(valueType, isMutable, null));
                    _module.ImportedGlobals++;
                    _module.Imports.Add(new WasmImport(module, name, WasmExternKind.Global, null) { ValueType = valueType, IsMutable = isMutable });
                    break;
                case 4:
                    var tag = Tag(ref reader);
                    _module.Tags.Add(tag);
                    _module.ImportedTags++;
                    _module.Imports.Add(new WasmImport(module, name, WasmExternKind.Tag, tag));
                    break;
                default:
                    throw reader.Malformed("malformed import kind");
            }
        }
    }

    private void FunctionSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxFunctions, "functions"); count > 0; count--)
        {
            AddFunction(ref reader, FunctionType(ref reader));
        }
    }

    private void AddFunction(ref WasmReader reader, WasmFunctionType type)
    {
        if (_module.Functions.Count >= _limits.MaxFunctions)
        {
            throw reader.Exceeded($"more functions than the {_limits.MaxFunctions} that are allowed");
        }

        CountLocals(ref reader, type.Parameters.Length + type.Results.Length);
        _module.Functions.Add(type);
    }

    private void CountLocals(ref WasmReader reader, long count)
    {
        if ((_totalLocals += count) > _limits.MaxTotalLocals)
        {
            throw reader.Exceeded($"the functions have more than {_limits.MaxTotalLocals} locals, parameters and results together");
        }
    }

    private WasmFunctionType FunctionType(ref WasmReader reader)
    {
        var index = reader.U32();
        return index < _module.Types.Count ? _module.Types[(int)index] : throw reader.Invalid($"unknown type {index}");
    }

    private void TableSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxTables, "tables"); count > 0; count--)
        {
            if (reader.Peek() == 0x40)
            {
                throw reader.Unsupported("tables with an initial value (the proposal function references) are not supported");
            }

            _module.Tables.Add(Table(ref reader));
        }

        if (_module.Tables.Count > _limits.MaxTables)
        {
            throw reader.Exceeded($"more tables than the {_limits.MaxTables} that are allowed");
        }
    }

    private static TableDefinition Table(ref WasmReader reader)
    {
        var type = reader.ReferenceType();
        return new TableDefinition(type, ReadLimits(ref reader));
    }

    private void MemorySection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDeclarations, "memories"); count > 0; count--)
        {
            AddMemory(ref reader, Memory(ref reader));
        }
    }

    private void AddMemory(ref WasmReader reader, Limits memory)
    {
        _module.Memories.Add(memory);
        if (_module.Memories.Count > 1)
        {
            throw reader.Unsupported("multiple memories (the proposal multi-memory) are not supported");
        }
    }

    private static Limits Memory(ref WasmReader reader)
    {
        var limits = ReadLimits(ref reader);
        if (limits.Minimum > MaxPages || limits.Maximum > MaxPages)
        {
            throw reader.Invalid("memory size must be at most 65536 pages (4GiB)");
        }

        return limits;
    }

    private static Limits ReadLimits(ref WasmReader reader)
    {
        var flags = reader.Byte();
        switch (flags)
        {
            case 0 or 1:
                break;
            case 2 or 3:
                throw reader.Unsupported("shared memories (the proposal threads) are not supported");
            case >= 4 and <= 7:
                throw reader.Unsupported("64-bit memories and tables (the proposal memory64) are not supported");
            default:
                throw reader.Malformed("malformed limits flags");
        }

        var minimum = reader.U32();
        uint? maximum = flags == 1 ? reader.U32() : null;
        return minimum > maximum ? throw reader.Invalid("size minimum must not be greater than maximum") : new Limits(minimum, maximum);
    }

    private static bool Mutability(ref WasmReader reader)
    {
        var flag = reader.Byte();
        return flag > 1 ? throw reader.Malformed("malformed mutability") : flag == 1;
    }

    private void GlobalSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDeclarations, "globals", 4); count > 0; count--)
        {
            var type = reader.ValueType();
            var isMutable = Mutability(ref reader);
            _module.Globals.Add(new GlobalDefinition(type, isMutable, Constant(ref reader, type)));
        }
    }

    private void TagSection(ref WasmReader reader)
    {
        for (var count = reader.Count(_limits.MaxDeclarations, "tags", 2); count > 0; count--)
        {
            _module.Tags.Add(Tag(ref reader));
        }
    }

    private WasmFunctionType Tag(ref WasmReader reader)
    {
        if (reader.Byte() != 0)
        {
            throw reader.Malformed("malformed tag attribute");
        }

        var type = FunctionType(ref reader);
        return type.Results.Length == 0 ? type : throw reader.Invalid("non-empty tag result type");
    }
}
