using System.Reflection.Emit;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

internal sealed partial class FunctionCompiler
{
    private void Call(int function)
    {
        var type = _module.Functions[function];
        Take(type.ParameterArray.Length);
        FlushFuel();
        EmitCall(function);
        AfterCall(type);
    }

    private void CallIndirect(ref WasmReader reader)
    {
        var typeIndex = (int)reader.U32();
        var type = _module.Types[typeIndex];
        var callee = IndirectCallee(typeIndex, (int)reader.U32());
        Take(type.ParameterArray.Length);
        FlushFuel();
        EmitCall(type, callee);
        AfterCall(type);
    }

    // Takes the index from the stack, and checks what it finds before the arguments are taken: the order of traps is the same.
    private LocalBuilder IndirectCallee(int type, int table)
    {
        Take(1);
        LoadTable(table);
        LoadTypeId(type);
        LoadSelf();
        _il.Emit(OpCodes.Call, Members.IndirectCallee);
        var callee = Scratch("callee", typeof(WasmFunction));
        _il.Emit(OpCodes.Stloc, callee);
        return callee;
    }

    private void LoadTypeId(int type)
    {
        if (!_compiler.IsSaved)
        {
            _il.Emit(OpCodes.Ldc_I8, _module.Types[type].Id);
            return;
        }

        // Numbers are those of a process.
        LoadField(Members.TypeIds);
        _il.Emit(OpCodes.Ldc_I4, type);
        _il.Emit(OpCodes.Ldelem_I8);
    }

    private void LoadTable(int table)
    {
        if (table == 0)
        {
            LoadField(Members.Table0);
            return;
        }

        LoadField(Members.Tables);
        _il.Emit(OpCodes.Ldc_I4, table);
        _il.Emit(OpCodes.Ldelem_Ref);
    }

    private LocalBuilder LoadImport(int function)
    {
        var callee = Scratch("callee", typeof(WasmFunction));
        LoadField(Members.Imports);
        _il.Emit(OpCodes.Ldc_I4, function);
        _il.Emit(OpCodes.Ldelem_Ref);
        _il.Emit(OpCodes.Stloc, callee);
        return callee;
    }

    // One store, and only where an import is called.
    private void NoteCall(int import)
    {
        LoadCallee();
        _il.Emit(OpCodes.Ldc_I8, InstanceState.CallOf(import, _function));
        _il.Emit(OpCodes.Stfld, Members.Calling);
    }

    private void EmitCall(int function, bool isTail = false)
    {
        if (function < _module.ImportedFunctions)
        {
            if (!isTail)
            {
                NoteCall(function);
            }

            EmitCall(_module.Functions[function], LoadImport(function), isTail);
            return;
        }

        LoadCallee();
        if (isTail)
        {
            _il.Emit(OpCodes.Tailcall);
        }

        _il.Emit(OpCodes.Call, _compiler.Method(function));
    }

    private void EmitCall(WasmFunctionType type, LocalBuilder callee, bool isTail = false)
    {
        _il.Emit(OpCodes.Ldloc, callee);
        _il.Emit(OpCodes.Ldfld, Members.FunctionCallee);
        _il.Emit(OpCodes.Ldloc, callee);
        _il.Emit(OpCodes.Ldfld, Members.FunctionPointer);
        if (isTail)
        {
            _il.Emit(OpCodes.Tailcall);
        }

        _il.EmitCalli(type);
    }

    private void AfterCall(WasmFunctionType type)
    {
        var results = type.ResultArray;
        if (results.Length == 1)
        {
            Push(results[0]);
        }
        else if (results.Length > 1)
        {
            var last = Scratch("last", ClrTypes.Of(results[^1]));
            _il.Emit(OpCodes.Stloc, last);
            for (var i = 0; i < results.Length - 1; i++)
            {
                LoadStoreField(Members.Results);
                _il.Emit(OpCodes.Ldc_I4, i);
                _il.Emit(OpCodes.Ldelema, typeof(WasmValue));
                _il.LoadValue(results[i]);
                Push(results[i]);
            }

            _il.Emit(OpCodes.Ldloc, last);
            Push(results[^1]);
        }

        // The stack of the IL is no obstacle: these take and give nothing.
        ReloadFuel();
        ReloadMemory();
    }

    private void TailCall(WasmFunctionType type, LocalBuilder? callee, int function)
    {
        var count = type.ParameterArray.Length;
        if (_tryDepth > 0)
        {
            // The handlers around do not see what the callee throws: the call stands outside of them.
            Spill();
            var outside = _il.DefineLabel();
            var arguments = new LocalBuilder[count];
            for (var i = 0; i < count; i++)
            {
                arguments[i] = Slot(_stack.Count - count + i, type.ParameterArray[i]);
            }

            _il.Emit(OpCodes.Leave, outside);
            _outOfLine.Add(() =>
            {
                _il.MarkLabel(outside);
                FlushFuel();
                foreach (var argument in arguments)
                {
                    _il.Emit(OpCodes.Ldloc, argument);
                }

                EmitTail(type, callee, function);
            });
            return;
        }

        // Only the arguments may stand on the stack of the IL.
        if (_live != count)
        {
            Spill();
            Need(count);
        }

        FlushFuel();
        EmitTail(type, callee, function);
        _live = 0;
    }

    private void EmitTail(WasmFunctionType type, LocalBuilder? callee, int function)
    {
        if (callee is null)
        {
            EmitCall(function, isTail: true);
        }
        else
        {
            EmitCall(type, callee, isTail: true);
        }

        _il.Emit(OpCodes.Ret);
    }
}
