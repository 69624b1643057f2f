using System.Runtime.CompilerServices;
using PureEdge.Metering;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

/// <summary>
/// Runs functions without dynamic code: as slow as interpreters are, with the results, traps and fuel of compiled code. A call of the
/// program is a call here, so that nested calls end at the same bound of the stack.
/// </summary>
internal static partial class Interpreter
{
    /// <summary>Whether a function is run here rather than by compiled code.</summary>
    public static bool Runs(WasmFunction function) =>
        function.Callee is InstanceState instance ? instance.Module.IsInterpreted : function.Store.IsInterpreted;

    /// <summary>Calls a function of which <see cref="Runs"/> is true, from the host.</summary>
    public static void Invoke(WasmFunction function, ReadOnlySpan<WasmValue> arguments, Span<WasmValue> results)
    {
        var slots = function.Store.Slots ??= new SlotStack();
        var start = slots.Enter();
        try
        {
            slots.Ensure(start + FunctionCode.Slots(function.Type.ParameterArray), HasReferences(function.Type.ParameterArray));
            var at = start;
            foreach (var argument in arguments)
            {
                Put(slots, ref at, argument, argument.Type);
            }

            Call(function, slots, start);
            at = start;
            for (var i = 0; i < results.Length; i++)
            {
                results[i] = Take(slots, ref at, function.Type.ResultArray[i]);
            }
        }
        finally
        {
            slots.Leave(start);
        }
    }

    /// <summary>Calls a function whose arguments stand from a place on; its results take their place.</summary>
    private static void Call(WasmFunction function, SlotStack slots, int start)
    {
        if (function.Callee is HostCallee host)
        {
            CallHost(function.Type, host, slots, start);
            return;
        }

        var instance = (InstanceState)function.Callee;
        Execute(Code(instance, function.Index), instance, slots, start);
    }

    private static bool HasReferences(WasmType[] types)
    {
        foreach (var type in types)
        {
            if (type.IsReference())
            {
                return true;
            }
        }

        return false;
    }

    private static FunctionCode Code(InstanceState instance, int function) =>
        (instance.Interpreted ?? throw new InvalidOperationException("A function of compiled code came into a store of interpreted code.")).Function(function);

    private static void CallHost(WasmFunctionType type, HostCallee host, SlotStack slots, int start)
    {
        var parameters = type.ParameterArray;
        var results = type.ResultArray;
        var values = host.Take();
        var at = start;
        for (var i = 0; i < parameters.Length; i++)
        {
            values[i] = Take(slots, ref at, parameters[i]);
        }

        // What the host calls in turn begins behind the arguments.
        slots.Top = at;
        host.Call(values);
        slots.Ensure(start + FunctionCode.Slots(results), HasReferences(results));
        at = start;
        for (var i = 0; i < results.Length; i++)
        {
            Put(slots, ref at, values[parameters.Length + i], results[i]);
        }

        host.GiveBack(values);
    }

    /// <summary>Runs a function, and then those that it and they end with a call of.</summary>
    // Optimised at once: frames of code that is not are several times as large, and calls could be nested less deep.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Execute(FunctionCode function, InstanceState instance, SlotStack slots, int start)
    {
        byte here = 0;
        if (StackAddress.Of(ref here) < instance.Store.StackEnd)
        {
            Traps.StackExhausted();
        }

        while (true)
        {
            try
            {
                slots.Begin(function, start);
                var at = 0;
                if (function.Catches is null)
                {
                    Run(function, instance, slots, start, start + function.LocalSlots, ref at);
                }
                else
                {
                    RunCatching(function, instance, slots, start);
                }
            }
            catch (Exception exception) when (slots.NoteTrapped(exception, instance, function.Index))
            {
                // It only looks on.
                throw;
            }

            if (slots.NextHost is { } host)
            {
                slots.NextHost = null;
                Call(host, slots, start);
                return;
            }

            if (slots.NextCode is null)
            {
                return;
            }

            function = slots.NextCode;
            instance = slots.NextInstance!;
            slots.NextCode = null;
            slots.NextInstance = null;
        }
    }

    private static void RunCatching(FunctionCode function, InstanceState instance, SlotStack slots, int start)
    {
        var at = 0;
        var top = start + function.LocalSlots;
        while (true)
        {
            Catch? handler = null;
            try
            {
                Run(function, instance, slots, start, top, ref at);
                return;
            }
            catch (WasmThrownException thrown) when ((handler = Find(function, instance, at, thrown)) is not null)
            {
                top = start + handler.Height;
                if (handler.Tag >= 0)
                {
                    var types = instance.Definition.Tags[handler.Tag].ParameterArray;
                    for (var i = 0; i < types.Length; i++)
                    {
                        Put(slots, ref top, thrown.Payload[i], types[i]);
                    }
                }

                if (handler.WithReference)
                {
                    slots.References[top++] = thrown;
                }

                at = handler.Target;
            }
        }
    }

    private static Catch? Find(FunctionCode function, InstanceState instance, int at, WasmThrownException thrown)
    {
        foreach (var range in function.Catches!)
        {
            if (at < range.Start || at >= range.End)
            {
                continue;
            }

            foreach (var handler in range.Catches)
            {
                if (handler.Tag < 0 || ReferenceEquals(instance.Tags[handler.Tag], thrown.ThrownTag))
                {
                    return handler;
                }
            }
        }

        return null;
    }

    private static WasmValue[] Payload(SlotStack slots, int end, WasmType[] types)
    {
        var payload = new WasmValue[types.Length];
        var at = end - FunctionCode.Slots(types);
        for (var i = 0; i < payload.Length; i++)
        {
            payload[i] = Take(slots, ref at, types[i]);
        }

        return payload;
    }

    private static void Put(SlotStack slots, ref int at, WasmValue value, WasmType type)
    {
        switch (type)
        {
            case WasmType.V128:
                slots.Numbers[at++] = (ulong)value.Low;
                slots.Numbers[at++] = (ulong)value.High;
                break;
            case WasmType.FuncRef:
                // Tables of functions are trusted to have nothing else.
                slots.References[at++] = (WasmFunction?)value.Reference;
                break;
            case WasmType.ExternRef or WasmType.ExnRef:
                slots.References[at++] = value.Reference;
                break;
            default:
                slots.Numbers[at++] = (ulong)value.Low;
                break;
        }
    }

    private static WasmValue Take(SlotStack slots, ref int at, WasmType type) => type switch
    {
        WasmType.V128 => new WasmValue(type, (long)slots.Numbers[at++], (long)slots.Numbers[at++], null),
        WasmType.FuncRef or WasmType.ExternRef or WasmType.ExnRef => new WasmValue(type, 0, 0, slots.References[at++]),
        _ => new WasmValue(type, (long)slots.Numbers[at++], 0, null),
    };
}
