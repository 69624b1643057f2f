namespace PureEdge.Wasm.Runtime;

/// <summary>The number of an instruction after the prefix 0xFD, and the method that is it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SimdOpcodeAttribute(uint opcode) : Attribute
{
    public uint Opcode { get; } = opcode;
}

/// <summary>A parameter that stands in the code: which of so many lanes.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class LanesAttribute(int count) : Attribute
{
    public int Count { get; } = count;
}
