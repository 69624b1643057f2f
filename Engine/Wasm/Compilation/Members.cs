using System.Reflection;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Compilation;

/// <summary>The members that compiled code uses.</summary>
internal static class Members
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    public static readonly FieldInfo ValueLow = Field<WasmValue>(nameof(WasmValue.Low));
    public static readonly FieldInfo ValueReference = Field<WasmValue>(nameof(WasmValue.Reference));
    public static readonly FieldInfo ValueType = Field<WasmValue>(nameof(WasmValue.Kind));

    public static readonly FieldInfo Store = Field<Callee>(nameof(Callee.Store));
    public static readonly FieldInfo Fuel = Field<WasmStore>(nameof(WasmStore.Fuel));
    public static readonly FieldInfo StackEnd = Field<WasmStore>(nameof(WasmStore.StackEnd));
    public static readonly FieldInfo Results = Field<WasmStore>(nameof(WasmStore.Results));
    public static readonly FieldInfo Kept = Field<WasmStore>(nameof(WasmStore.Kept));
    public static readonly MethodInfo Refill = Method(typeof(WasmStore), nameof(WasmStore.Refill));

    public static readonly FieldInfo Memory = Field<InstanceState>(nameof(InstanceState.Memory));
    public static readonly FieldInfo Table0 = Field<InstanceState>(nameof(InstanceState.Table0));
    public static readonly FieldInfo Tables = Field<InstanceState>(nameof(InstanceState.Tables));
    public static readonly FieldInfo Globals = Field<InstanceState>(nameof(InstanceState.Globals));
    public static readonly FieldInfo Imports = Field<InstanceState>(nameof(InstanceState.Imports));
    public static readonly FieldInfo Calling = Field<InstanceState>(nameof(InstanceState.Calling));
    public static readonly FieldInfo Tags = Field<InstanceState>(nameof(InstanceState.Tags));
    public static readonly FieldInfo TypeIds = Field<InstanceState>(nameof(InstanceState.TypeIds));
    public static readonly FieldInfo[] OwnGlobals = [.. Enumerable.Range(0, InstanceState.OwnGlobals).Select(slot => Field<InstanceState>("G" + slot))];

    public static readonly FieldInfo MemoryBytes = Field<WasmMemory>(nameof(WasmMemory.Bytes));
    public static readonly FieldInfo GlobalLow = Field<WasmGlobal>(nameof(WasmGlobal.Low));
    public static readonly FieldInfo GlobalReference = Field<WasmGlobal>(nameof(WasmGlobal.Reference));
    public static readonly FieldInfo FunctionCallee = Field<WasmFunction>(nameof(WasmFunction.Callee));
    public static readonly FieldInfo FunctionPointer = Field<WasmFunction>(nameof(WasmFunction.Pointer));
    public static readonly FieldInfo ThrownTag = Field<WasmThrownException>(nameof(WasmThrownException.ThrownTag));
    public static readonly FieldInfo ThrownPayload = Field<WasmThrownException>(nameof(WasmThrownException.Payload));

    public static readonly MethodInfo Unreachable = Method(typeof(Traps), nameof(Traps.Unreachable));
    public static readonly MethodInfo StackExhausted = Method(typeof(Traps), nameof(Traps.StackExhausted));
    public static readonly MethodInfo IndirectCallee = Method(typeof(TableOperations), nameof(TableOperations.Callee));

    public static readonly MethodInfo HostTake = Method(typeof(HostCallee), nameof(HostCallee.Take));
    public static readonly MethodInfo HostCall = Method(typeof(HostCallee), nameof(HostCallee.Call));
    public static readonly MethodInfo HostGiveBack = Method(typeof(HostCallee), nameof(HostCallee.GiveBack));

    public static readonly MethodInfo Throw = Method(typeof(Exceptions), nameof(Exceptions.Throw));
    public static readonly MethodInfo ThrowAgain = Method(typeof(Exceptions), nameof(Exceptions.ThrowAgain));

    private static readonly FieldInfo[] s_neutral32 = [.. NeutralNames("32").Select(name => StaticField(typeof(NeutralConstants), name))];
    private static readonly FieldInfo[] s_neutral64 = [.. NeutralNames("64").Select(name => StaticField(typeof(NeutralConstants), name))];

    /// <summary>The field that has 0, -0, 1 or -1.</summary>
    public static FieldInfo Neutral(double value) => s_neutral64[(double.IsNegative(value) ? 1 : 0) + (value == 0 ? 0 : 2)];

    /// <summary>The field that has 0, -0, 1 or -1.</summary>
    public static FieldInfo Neutral(float value) => s_neutral32[(float.IsNegative(value) ? 1 : 0) + (value == 0 ? 0 : 2)];

    /// <summary>The part of a <see cref="WasmValue"/> that has a value of a type.</summary>
    public static FieldInfo Cell(WasmType type) => Binary.WasmTypes.IsReference(type) ? ValueReference : ValueLow;

    public static MethodInfo Method(Type owner, string name, params Type[] parameters) =>
        (parameters.Length == 0 ? owner.GetMethod(name, Any) : owner.GetMethod(name, Any, parameters))
        ?? throw new MissingMethodException(owner.Name, name);

    private static string[] NeutralNames(string bits) => ["Zero" + bits, "MinusZero" + bits, "One" + bits, "MinusOne" + bits];

    private static FieldInfo StaticField(Type owner, string name) => owner.GetField(name, Any) ?? throw new MissingFieldException(owner.Name, name);

    private static FieldInfo Field<T>(string name) => typeof(T).GetField(name, Any) ?? throw new MissingFieldException(typeof(T).Name, name);
}
