using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Runtime;

/// <summary>Makes an instance of a module.</summary>
/// <remarks>https://webassembly.github.io/spec/core/exec/modules.html#instantiation; owned by one call.</remarks>
internal sealed class Instantiation(WasmModule module, WasmStore store)
{
    private readonly ModuleDefinition _definition = module.Definition;
    private const int ReferenceBytes = 8;

    private readonly InstanceState _state = NewState(module, store);

    public WasmInstance Run(Func<WasmImport, object?> imports)
    {
        store.Charge(200 + (_definition.Imports.Count * 20L));
        Link(imports);
        Globals();
        for (var i = _definition.ImportedTables; i < _definition.Tables.Count; i++)
        {
            _state.Tables[i] = WasmTable.Create(store, _definition.Tables[i].ElementType, _definition.Tables[i].Limits);
        }

        if (_definition.Tables.Count > 0)
        {
            _state.Table0 = _state.Tables[0];
        }

        if (_definition.Memories.Count > _definition.ImportedMemories)
        {
            _state.Memory = WasmMemory.Create(store, _definition.Memories[0]);
        }

        // Of what the specification does first and then checks, nothing can be seen from outside: an instance that fails is dropped.
        Elements();
        Data();
        if (_definition.Start is { } start)
        {
            _state.Function(start).Invoke([], []);
        }

        return new WasmInstance(module, _state);
    }

    private static InstanceState NewState(WasmModule module, WasmStore store)
    {
        var definition = module.Definition;
        store.Require(module.IsInterpreted);
        WasmStore.ChargeBytes(ReferenceBytes * ((long)definition.Functions.Count + definition.ImportedFunctions + definition.Globals.Count
            + definition.Tables.Count + definition.Tags.Count + definition.Elements.Count + definition.Data.Count));
        return new(store, module);
    }

    private void Link(Func<WasmImport, object?> imports)
    {
        int functions = 0, tables = 0, globals = 0, tags = 0;
        foreach (var import in _definition.Imports)
        {
            var given = imports(import) ?? throw new WasmLinkException($"unknown import: \"{import.Module}\" \"{import.Name}\" is not given.");
            switch (given)
            {
                case WasmFunction function when import.Kind == WasmExternKind.Function && ReferenceEquals(function.Type, import.FunctionType):
                    SameStore(import, function.Store);
                    function.EnsureCallable(module);
                    if (function.Callee is HostCallee host)
                    {
                        host.Importer ??= _state;
                    }

                    _state.Imports[functions++] = function;
                    break;
                case WasmTable table when import.Kind == WasmExternKind.Table && table.ElementType == import.ValueType && table.Limits.Match(import.Limits):
                    SameStore(import, table.Store);
                    _state.Tables[tables++] = table;
                    break;
                case WasmMemory memory when import.Kind == WasmExternKind.Memory && memory.Limits.Match(import.Limits):
                    SameStore(import, memory.Store);
                    _state.Memory = memory;
                    break;
                case WasmGlobal global when import.Kind == WasmExternKind.Global && global.Type == import.ValueType && global.IsMutable == import.IsMutable:
                    _state.Globals[globals++] = global;
                    break;
                case WasmTag tag when import.Kind == WasmExternKind.Tag && ReferenceEquals(tag.Type, import.FunctionType):
                    _state.Tags[tags++] = tag;
                    break;
                default:
                    throw new WasmLinkException($"incompatible import type: \"{import.Module}\" \"{import.Name}\" is not the {import.Kind} that the module wants.");
            }
        }

        for (; tags < _state.Tags.Length; tags++)
        {
            _state.Tags[tags] = new WasmTag(_definition.Tags[tags]);
        }
    }

    private void SameStore(WasmImport import, WasmStore other)
    {
        if (!ReferenceEquals(store, other))
        {
            throw new WasmLinkException($"incompatible import: \"{import.Module}\" \"{import.Name}\" belongs to another store.");
        }
    }

    private void Globals()
    {
        for (var i = _definition.ImportedGlobals; i < _definition.Globals.Count; i++)
        {
            var global = _definition.Globals[i];
            var value = Evaluate(global.Initial!, global.Type);
            if (module.Code.OwnGlobal(i) is { } slot)
            {
                _state.OwnGlobal(slot) = value.Low;
            }
            else
            {
                _state.Globals[i] = new WasmGlobal(global.Type, global.IsMutable, value);
            }
        }
    }

    private void Elements()
    {
        for (var i = 0; i < _definition.Elements.Count; i++)
        {
            var segment = _definition.Elements[i];
            if (segment.Mode == SegmentMode.Declarative)
            {
                continue;
            }

            store.Charge(segment.Items.Length * 4L);
            WasmStore.ChargeBytes((long)segment.Items.Length * ReferenceBytes);
            var items = new object?[segment.Items.Length];
            for (var j = 0; j < items.Length; j++)
            {
                items[j] = segment.Items[j] switch
                {
                    ElementSegment.Null => null,
                    < ElementSegment.Null and var global => GlobalValue(-2 - global).Reference,
                    var function => _state.Function(function),
                };
            }

            _state.SetElements(i, items);
            if (segment.Mode == SegmentMode.Active)
            {
                TableOperations.Init(Evaluate(segment.Offset!, WasmType.I32).AsI32(), 0, items.Length, _state, segment.Table, i);
                _state.SetElements(i, null);
            }
        }
    }

    private void Data()
    {
        for (var i = 0; i < _definition.Data.Count; i++)
        {
            if (_definition.Data[i].Offset is { } offset)
            {
                MemoryOperations.Init(Evaluate(offset, WasmType.I32).AsI32(), 0, _definition.Data[i].Length, _state, i);
                _state.DropData(i);
            }
        }
    }

    private WasmValue GlobalValue(int index) =>
        module.Code.OwnGlobal(index) is { } slot
            ? new WasmValue(_definition.Globals[index].Type, _state.OwnGlobal(slot), 0, null)
            : _state.Globals[index]!.Value;

    private WasmValue Evaluate(ConstantExpression expression, WasmType type)
    {
        var stack = new Stack<WasmValue>(2);
        foreach (var step in expression.Steps)
        {
            switch (step.Opcode)
            {
                case 0x23:
                    stack.Push(GlobalValue((int)step.Low));
                    break;
                case 0x41:
                    stack.Push(WasmValue.I32((int)step.Low));
                    break;
                case 0x42:
                    stack.Push(WasmValue.I64(step.Low));
                    break;
                case 0xD2:
                    stack.Push(WasmValue.Function(_state.Function((int)step.Low)));
                    break;
                case 0x6A or 0x6B or 0x6C:
                    var right = (int)stack.Pop().Low;
                    var left = (int)stack.Pop().Low;
                    stack.Push(WasmValue.I32(step.Opcode switch { 0x6A => left + right, 0x6B => left - right, _ => left * right }));
                    break;
                case 0x7C or 0x7D or 0x7E:
                    var second = stack.Pop().Low;
                    var first = stack.Pop().Low;
                    stack.Push(WasmValue.I64(step.Opcode switch { 0x7C => first + second, 0x7D => first - second, _ => first * second }));
                    break;
                default:
                    stack.Push(new WasmValue(type, step.Low, step.High, null));
                    break;
            }
        }

        return stack.Pop();
    }
}
