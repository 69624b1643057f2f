using System.Globalization;
using System.Runtime.InteropServices;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Interpretation;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm;

/// <summary>A function of an instance or of the host.</summary>
/// <remarks>Called by one thread at a time, like all of its store.</remarks>
public sealed class WasmFunction
{
    // Read by compiled code. A function of the host has neither number nor pointer before compiled code may call it.
    internal long TypeId;
    internal readonly Callee Callee;
    internal nint Pointer;

    internal WasmFunction(WasmFunctionType type, Callee callee, nint pointer, int index)
    {
        Type = type;
        TypeId = callee is HostCallee ? 0 : type.Id;
        Callee = callee;
        Pointer = pointer;
        Index = index;
    }

    /// <summary>Its parameters and results.</summary>
    public WasmFunctionType Type { get; }

    /// <summary>Its number in the module that defines it; -1 for a function of the host.</summary>
    public int Index { get; }

    /// <summary>
    /// Its name for people: what the module's section of names calls it, else what it is exported as, cut to 100 characters; null when it
    /// has none, and for a function of the host.
    /// </summary>
    public string? Name => (Callee as InstanceState)?.Module.Names.Of(Index);

    /// <summary>Where it is, as in stacks of V8: <c>wasm://wasm/HASH:wasm-function[INDEX]</c>, with eight digits of its module's hash; null for a function of the host.</summary>
    public string? Place => Callee is InstanceState instance ? string.Create(CultureInfo.InvariantCulture, $"wasm://wasm/{instance.Module.Hash}:wasm-function[{Index}]") : null;

    /// <summary>The store that it belongs to.</summary>
    public WasmStore Store => Callee.Store;

    /// <summary>Whatever the embedder wants to find again with this, such as the object that a script sees.</summary>
    public object? Companion { get; set; }

    /// <summary>Makes a function that programs can import.</summary>
    public static WasmFunction OfHost(WasmStore store, WasmFunctionType type, WasmHostFunction function) =>
        new(type, new HostCallee(store, type, function), 0, -1);

    /// <summary>Calls it.</summary>
    /// <param name="arguments">As many and of the types that its type says.</param>
    /// <param name="results">Room for as many results as its type says.</param>
    /// <exception cref="ArgumentException">Arguments or results do not fit its type.</exception>
    /// <exception cref="WasmTrapException">The program was stopped.</exception>
    /// <exception cref="WasmThrownException">The program threw an exception that it does not catch.</exception>
    public void Invoke(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
    {
        Check(arguments, results);
        var outer = Store.Enter();
        try
        {
            Store.PayTraps();
            if (Callee is HostCallee host)
            {
                host.Invoke(arguments, results);
            }
            else if (Interpreter.Runs(this))
            {
                Interpreter.Invoke(this, arguments, results);
            }
            else
            {
                var code = ((InstanceState)Callee).Module.Code;
                code.Invoker(Type)(this, ref MemoryMarshal.GetReference(arguments), ref MemoryMarshal.GetReference(results));
            }
        }
        catch (Exception exception) when (Traps.Of(exception) is { } trap)
        {
            Store.ChargeTrap();
            throw new WasmTrapException(trap, exception) { Function = TrapPlace.Of(exception, this) };
        }
        catch (WasmTrapException trap)
        {
            Store.ChargeTrap();
            if (trap.Trap is not (WasmTrap.StackExhausted or WasmTrap.FuelExhausted))
            {
                trap.Function ??= TrapPlace.Of(trap, this);
            }

            throw;
        }
        finally
        {
            Store.Leave(outer);
        }

        Store.Settle();
    }

    /// <summary>Calls it.</summary>
    /// <returns>Its results.</returns>
    /// <inheritdoc cref="Invoke(ReadOnlySpan{WasmValue}, Span{WasmValue})" />
    public WasmValue[] Invoke(params ReadOnlySpan<WasmValue> arguments)
    {
        var results = new WasmValue[Type.ResultArray.Length];
        Invoke(arguments, results);
        return results;
    }

    /// <summary>Sees to it that programs can call a function of the host.</summary>
    /// <param name="module">A module that has code for it, if any.</param>
    internal void EnsureCallable(WasmModule? module)
    {
        if (Pointer == 0 && Callee is HostCallee host && !Interpreter.Runs(this))
        {
            (Pointer, host.CodeOwner) = HostThunk.Of(Type, module);
        }

        TypeId = Type.Id;
    }

    private void Check(ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
    {
        if (arguments.Length != Type.ParameterArray.Length)
        {
            throw new ArgumentException($"\"{arguments.Length}\" arguments are given: the function takes {Type.ParameterArray.Length}.", nameof(arguments));
        }

        if (results.Length != Type.ResultArray.Length)
        {
            throw new ArgumentException($"There is room for \"{results.Length}\" results: the function gives {Type.ResultArray.Length}.", nameof(results));
        }

        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Type != Type.ParameterArray[i])
            {
                throw new ArgumentException($"Argument {i} is \"{arguments[i].Type.Text()}\": the function takes {Type.ParameterArray[i].Text()}.", nameof(arguments));
            }
        }
    }
}
