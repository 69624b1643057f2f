using System.Reflection.Emit;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    private Frame Label(ref WasmReader reader) => _frames[_frames.Count - 1 - (int)reader.U32()];

    private void Block(byte opcode, ref WasmReader reader)
    {
        var (parameters, results) = _module.BlockType(ref reader);
        var handlers = opcode == 0x1F ? Handlers(ref reader) : null;
        if (opcode == 0x04)
        {
            Need(1);
            SpillBelow(WasmType.I32);
            Take(1);
        }
        else
        {
            Spill();
        }

        var frame = new Frame
        {
            Opcode = opcode,
            Height = _stack.Count - parameters.Length,
            Parameters = parameters,
            Results = results,
            Label = _il.DefineLabel(),
            Region = _region,
            Else = opcode == 0x04 ? _il.DefineLabel() : default,
            TryDepth = handlers is null ? _tryDepth : _tryDepth + 1,
            Handlers = handlers,
        };
        if (opcode == 0x04)
        {
            _il.Emit(OpCodes.Brfalse, frame.Else);
        }

        if (handlers is not null)
        {
            _il.BeginExceptionBlock();
            // No two protected blocks begin at the same place: .NET 10's compiler ends the process over a conditional branch, both ways of which lead there.
            _il.Emit(OpCodes.Nop);
            _tryDepth++;
        }

        _frames.Add(frame);
        if (opcode == 0x03)
        {
            _il.MarkLabel(frame.Label);
            ChargeFuel(_facts.Costs[_nextCost++], LocalsInRegisters(reader));
        }
    }

    private List<Handler> Handlers(ref WasmReader reader)
    {
        var handlers = new List<Handler>();
        for (var count = reader.U32(); count > 0; count--)
        {
            var kind = reader.Byte();
            var tag = kind <= 1 ? (int)reader.U32() : -1;
            handlers.Add(new Handler(tag, (kind & 1) != 0, Label(ref reader)));
        }

        return handlers;
    }

    private void Reset(int height, WasmType[] types)
    {
        _stack.RemoveRange(height, _stack.Count - height);
        _stack.AddRange(types);
        _live = 0;
        _line = 0;
    }

    private void Else(bool isDead)
    {
        var frame = _frames[^1];
        if (!isDead)
        {
            Spill();
            _il.Emit(OpCodes.Br, frame.Label);
        }

        frame.HasElse = true;
        _il.MarkLabel(frame.Else);
        Reset(frame.Height, frame.Parameters);
    }

    private void End(bool isDead)
    {
        var frame = _frames[^1];
        if (!isDead)
        {
            Spill();
        }

        if (frame.Opcode == 0x04 && !frame.HasElse)
        {
            _il.MarkLabel(frame.Else);
        }

        if (!frame.IsLoop)
        {
            _il.MarkLabel(frame.Label);
        }

        Reset(frame.Height, frame.Results);
        _frames.RemoveAt(_frames.Count - 1);
        if (frame.Handlers is not null)
        {
            Catch(frame);
        }

        if (frame.IsCase)
        {
            // Not looked at before the next loop or call: a case has no way back.
            CountFuel(_facts.Costs[_nextCost++]);
        }

        if (_frames.Count == 0)
        {
            Return();
        }
    }

    private void Catch(Frame frame)
    {
        _tryDepth--;
        _il.BeginCatchBlock(typeof(WasmThrownException));
        // Not shared: a handler may stand inside another's protected block.
        var caught = _il.DeclareLocal(typeof(WasmThrownException));
        _il.Emit(OpCodes.Stloc, caught);
        ReloadFuel();
        ReloadMemory();
        foreach (var handler in frame.Handlers!)
        {
            var next = _il.DefineLabel();
            var height = handler.Target.Height;
            if (handler.Tag >= 0)
            {
                _il.Emit(OpCodes.Ldloc, caught);
                _il.Emit(OpCodes.Ldfld, Members.ThrownTag);
                LoadField(Members.Tags);
                _il.Emit(OpCodes.Ldc_I4, handler.Tag);
                _il.Emit(OpCodes.Ldelem_Ref);
                _il.Emit(OpCodes.Bne_Un, next);
                var types = _module.Tags[handler.Tag].ParameterArray;
                for (var i = 0; i < types.Length; i++)
                {
                    _il.Emit(OpCodes.Ldloc, caught);
                    _il.Emit(OpCodes.Ldfld, Members.ThrownPayload);
                    _il.Emit(OpCodes.Ldc_I4, i);
                    _il.Emit(OpCodes.Ldelema, typeof(WasmValue));
                    _il.LoadValue(types[i]);
                    _il.Emit(OpCodes.Stloc, Slot(height++, types[i]));
                }
            }

            if (handler.WithReference)
            {
                _il.Emit(OpCodes.Ldloc, caught);
                _il.Emit(OpCodes.Stloc, Slot(height, WasmType.ExnRef));
            }

            _il.Emit(OpCodes.Leave, handler.Target.Label);
            _il.MarkLabel(next);
        }

        _il.Emit(OpCodes.Rethrow);
        _il.EndExceptionBlock();
    }

    private void Jump(OpCode near, Frame target) =>
        _il.Emit(target.TryDepth < _tryDepth ? OpCodes.Leave : near, LabelOf(target));

    /// <summary>Moves the values of a branch to where its label wants them; all values are in slots.</summary>
    private void Move(Frame target)
    {
        if (target.Region != _region)
        {
            Carry(target);
            return;
        }

        var types = target.LabelTypes;
        var from = _stack.Count - types.Length;
        if (from == target.Height)
        {
            return;
        }

        for (var i = 0; i < types.Length; i++)
        {
            _il.Emit(OpCodes.Ldloc, Slot(from + i, types[i]));
        }

        for (var i = types.Length - 1; i >= 0; i--)
        {
            _il.Emit(OpCodes.Stloc, Slot(target.Height + i, types[i]));
        }
    }

    private bool NeedsMove(Frame target) =>
        target.LabelTypes.Length > 0 && (target.Region != _region || _stack.Count - target.LabelTypes.Length != target.Height);

    private void Branch(Frame target)
    {
        if (target.Opcode == 0 && _tryDepth == 0 && _region is null)
        {
            Return();
            return;
        }

        Spill();
        Move(target);
        Jump(OpCodes.Br, target);
    }

    private void BranchIf(Frame target)
    {
        Need(1);
        SpillBelow(WasmType.I32);
        Take(1);
        if (!NeedsMove(target) && target.TryDepth == _tryDepth)
        {
            _il.Emit(OpCodes.Brtrue, LabelOf(target));
            return;
        }

        var past = _il.DefineLabel();
        _il.Emit(OpCodes.Brfalse, past);
        Move(target);
        Jump(OpCodes.Br, target);
        _il.MarkLabel(past);
    }

    private void BranchTable(ref WasmReader reader)
    {
        Need(1);
        SpillBelow(WasmType.I32);
        Take(1);
        var labels = new Label[reader.U32()];
        var ways = new Dictionary<Frame, Label>();
        Label WayTo(Frame target)
        {
            target.IsCase |= labels.Length >= FunctionFacts.LargeSwitch && !target.IsLoop && target.Opcode != 0;
            if (!NeedsMove(target) && target.TryDepth == _tryDepth)
            {
                return LabelOf(target);
            }

            if (!ways.TryGetValue(target, out var way))
            {
                ways[target] = way = _il.DefineLabel();
            }

            return way;
        }

        for (var i = 0; i < labels.Length; i++)
        {
            labels[i] = WayTo(Label(ref reader));
        }

        var otherwise = WayTo(Label(ref reader));
        _il.EmitSwitch(labels);
        _il.Emit(OpCodes.Br, otherwise);
        foreach (var (target, way) in ways)
        {
            _il.MarkLabel(way);
            Move(target);
            Jump(OpCodes.Br, target);
        }
    }

    /// <summary>Returns the topmost values, out of no protected block.</summary>
    private void Return()
    {
        var results = _type.ResultArray;
        FlushFuel();
        if (results.Length > 1)
        {
            Spill();
            StoreResults(results, i => _il.Emit(OpCodes.Ldloc, Slot(_stack.Count - results.Length + i, results[i])));
            _il.Emit(OpCodes.Ldloc, Slot(_stack.Count - 1, results[^1]));
        }
        else if (results.Length == 1)
        {
            Need(1);
            SpillBelow(results[0]);
        }
        else
        {
            Spill();
        }

        _live = 0;
        _il.Emit(OpCodes.Ret);
    }

    // All results but the last go through the store.
    private void StoreResults(WasmType[] results, Action<int> load)
    {
        for (var i = 0; i < results.Length - 1; i++)
        {
            LoadStoreField(Members.Results);
            _il.Emit(OpCodes.Ldc_I4, i);
            _il.Emit(OpCodes.Ldelema, typeof(WasmValue));
            var index = i;
            _il.StoreValue(results[i], () => load(index));
        }
    }

    private void Throw(int tag)
    {
        var types = _module.Tags[tag].ParameterArray;
        Spill();
        FlushFuel();
        var payload = Scratch("payload", typeof(WasmValue[]));
        _il.Emit(OpCodes.Ldc_I4, types.Length);
        _il.Emit(OpCodes.Newarr, typeof(WasmValue));
        _il.Emit(OpCodes.Stloc, payload);
        for (var i = 0; i < types.Length; i++)
        {
            var slot = Slot(_stack.Count - types.Length + i, types[i]);
            _il.Emit(OpCodes.Ldloc, payload);
            _il.Emit(OpCodes.Ldc_I4, i);
            _il.Emit(OpCodes.Ldelema, typeof(WasmValue));
            _il.StoreValue(types[i], () => _il.Emit(OpCodes.Ldloc, slot));
        }

        _il.Emit(OpCodes.Ldloc, payload);
        LoadCallee();
        _il.Emit(OpCodes.Ldc_I4, tag);
        _il.Emit(OpCodes.Call, Members.Throw);
        _il.Emit(OpCodes.Throw);
    }

    private void ThrowAgain()
    {
        Take(1);
        var reference = Scratch("thrown", typeof(object));
        _il.Emit(OpCodes.Stloc, reference);
        Spill();
        FlushFuel();
        _il.Emit(OpCodes.Ldloc, reference);
        LoadCallee();
        _il.Emit(OpCodes.Call, Members.ThrowAgain);
        _il.Emit(OpCodes.Throw);
    }
}
