using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Interpretation;

internal sealed partial class FunctionTranslator
{
    private Frame Label(ref WasmReader reader) => _frames[_frames.Count - 1 - (int)reader.U32()];

    private void Block(byte opcode, ref WasmReader reader)
    {
        var (parameters, results) = _module.BlockType(ref reader);
        var catches = opcode == 0x1F ? Catches(ref reader) : null;
        if (opcode == 0x04)
        {
            Pop();
            Emit(Op.JumpIfZero, 0);
        }

        var frame = new Frame
        {
            Opcode = opcode,
            Count = _stack.Count - parameters.Length,
            Height = _height - FunctionCode.Slots(parameters),
            Parameters = parameters,
            Results = results,
            Start = _code.Count,
            Else = opcode == 0x04 ? _code.Count - 1 : -1,
            Catches = catches,
        };
        _frames.Add(frame);
        if (frame.IsLoop)
        {
            Emit(Op.Charge, _facts.Costs[_nextCost++]);
        }
    }

    private Catch[] Catches(ref WasmReader reader)
    {
        var catches = new Catch[reader.U32()];
        for (var i = 0; i < catches.Length; i++)
        {
            var kind = reader.Byte();
            var tag = kind <= 1 ? (int)reader.U32() : -1;
            var target = Label(ref reader);
            catches[i] = new Catch(tag, (kind & 1) != 0) { Height = _localSlots + target.Height };
            _hasReferences |= (kind & 1) != 0;
            if (target.IsLoop)
            {
                catches[i].Target = target.Start;
            }
            else
            {
                target.CatchEnds.Add(catches[i]);
            }
        }

        return catches;
    }

    private void Else(bool isDead)
    {
        var frame = _frames[^1];
        if (!isDead)
        {
            Emit(Op.Jump, 0);
            frame.Ends.Add(_code.Count - 1);
        }

        _code[frame.Else] = _code.Count;
        frame.Else = -1;
        Reset(frame, frame.Parameters);
    }

    private void End()
    {
        var frame = _frames[^1];
        var here = _code.Count;
        if (frame.Else >= 0)
        {
            _code[frame.Else] = here;
        }

        foreach (var place in frame.Ends)
        {
            _code[place] = here;
        }

        foreach (var handler in frame.CatchEnds)
        {
            handler.Target = here;
        }

        if (frame.Catches is { Length: > 0 } catches)
        {
            _catches.Add(new CatchRange(frame.Start, here, catches));
        }

        _frames.RemoveAt(_frames.Count - 1);
        Reset(frame, frame.Results);
        if (frame.IsCase)
        {
            Emit(Op.Count, _facts.Costs[_nextCost++], _facts.HasLoops ? 0 : 1);
        }

        if (_frames.Count == 0)
        {
            Emit(Op.Return);
        }
    }

    // The place of the code that gets the target stands last.
    private void Target(Frame target)
    {
        if (target.IsLoop)
        {
            _code[^1] = target.Start;
        }
        else
        {
            target.Ends.Add(_code.Count - 1);
        }
    }

    private void Way(Frame target)
    {
        Emit(0);
        Target(target);
        Emit(FunctionCode.Slots(target.LabelTypes), _localSlots + target.Height);
    }

    private void Branch(Frame target)
    {
        if (target.Opcode == 0)
        {
            Emit(Op.Return);
        }
        else
        {
            Branch(target, Op.Jump, Op.Branch);
        }
    }

    private void Branch(Frame target, int near, int far)
    {
        if (_height - FunctionCode.Slots(target.LabelTypes) == target.Height)
        {
            Emit(near, 0);
            Target(target);
        }
        else
        {
            Emit(far);
            Way(target);
        }
    }

    private void BranchTable(ref WasmReader reader)
    {
        Pop();
        var count = (int)reader.U32();
        Emit(Op.BranchTable, count);
        for (var i = 0; i <= count; i++)
        {
            var target = Label(ref reader);
            target.IsCase |= count >= FunctionFacts.LargeSwitch && !target.IsLoop && target.Opcode != 0;
            Way(target);
        }
    }

    private void Call(ref WasmReader reader, bool isTail)
    {
        var function = (int)reader.U32();
        var isImport = function < _module.ImportedFunctions;
        Emit(isImport ? (isTail ? Op.TailCallImport : Op.CallImport) : (isTail ? Op.TailCall : Op.Call), function);
        AfterCall(_module.Functions[function], isTail);
    }

    private void CallIndirect(ref WasmReader reader, bool isTail)
    {
        var type = (int)reader.U32();
        Pop();
        Emit(isTail ? Op.TailCallIndirect : Op.CallIndirect, type, (int)reader.U32());
        AfterCall(_module.Types[type], isTail);
    }

    private void AfterCall(WasmFunctionType type, bool isTail)
    {
        Pop(type.ParameterArray.Length);
        if (!isTail)
        {
            Push(type.ResultArray);
        }
    }
}
