using System.Runtime.CompilerServices;

namespace PureEdge.Wasm.Runtime;

/// <summary>Instructions on tables. Called by compiled code.</summary>
internal static class TableOperations
{
    /// <summary>The function of an indirect call.</summary>
    /// <param name="instance">With <paramref name="caller"/>, who calls: for traps only.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WasmFunction Callee(int index, WasmTable table, long typeId, InstanceState instance, int caller)
    {
        var elements = table.Elements;
        if ((uint)index >= (uint)elements.Length)
        {
            Traps.Throw(WasmTrap.UndefinedElement, instance, caller);
        }

        // A table of functions has nothing else in it: the types of all that writes it are checked.
        var function = Unsafe.As<WasmFunction>(elements[index]);
        if (function is null || function.TypeId != typeId)
        {
            Unprepared(function, typeId, instance, caller);
        }

        return function!;
    }

    public static object? Get(int index, InstanceState instance, int table)
    {
        var elements = instance.Tables[table].Elements;
        if ((uint)index >= (uint)elements.Length)
        {
            Traps.Throw(WasmTrap.TableOutOfBounds);
        }

        return elements[index];
    }

    public static void Set(int index, object? value, InstanceState instance, int table)
    {
        var elements = instance.Tables[table].Elements;
        if ((uint)index >= (uint)elements.Length)
        {
            Traps.Throw(WasmTrap.TableOutOfBounds);
        }

        elements[index] = value;
    }

    public static int Size(InstanceState instance, int table) => instance.Tables[table].Elements.Length;

    public static int Grow(object? value, int count, InstanceState instance, int table) => instance.Tables[table].Grow((uint)count, value);

    public static void Fill(int at, object? value, int count, InstanceState instance, int table)
    {
        var target = Range(instance.Tables[table].Elements, at, count);
        instance.Store.Charge((uint)count);
        target.Fill(value);
    }

    public static void Copy(int to, int from, int count, InstanceState instance, int target, int source)
    {
        var read = Range(instance.Tables[source].Elements, from, count);
        var written = Range(instance.Tables[target].Elements, to, count);
        instance.Store.Charge((uint)count);
        read.CopyTo(written);
    }

    public static void Init(int to, int from, int count, InstanceState instance, int table, int segment)
    {
        var items = instance.Elements(segment);
        var written = Range(instance.Tables[table].Elements, to, count);
        if ((uint)from + (ulong)(uint)count > (ulong)items.Length)
        {
            Traps.Throw(WasmTrap.TableOutOfBounds);
        }

        instance.Store.Charge((uint)count);
        items.Slice(from, count).CopyTo(written);
    }

    public static void DropElements(InstanceState instance, int segment) => instance.SetElements(segment, null);

    public static WasmFunction Reference(InstanceState instance, int function) => instance.Function(function);

    private static Span<object?> Range(object?[] elements, int at, int count)
    {
        if ((uint)at + (ulong)(uint)count > (ulong)elements.Length)
        {
            Traps.Throw(WasmTrap.TableOutOfBounds);
        }

        return elements.AsSpan(at, count);
    }

    // A function of the host that no module imports has come here through a value.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Unprepared(WasmFunction? function, long typeId, InstanceState instance, int caller)
    {
        if (function is null || function.Type.Id != typeId)
        {
            Traps.Throw(function is null ? WasmTrap.UninitializedElement : WasmTrap.IndirectCallTypeMismatch, instance, caller);
        }

        function.EnsureCallable(null);
    }
}
