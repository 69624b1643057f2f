namespace PureEdge.Wasm.Binary;

/// <summary>One step of a constant expression: an opcode of the binary format and its operand.</summary>
internal readonly record struct ConstantStep(byte Opcode, long Low, long High = 0);

/// <summary>A validated constant expression, run when a module is instantiated.</summary>
internal sealed class ConstantExpression(ConstantStep[] steps)
{
    public ReadOnlySpan<ConstantStep> Steps => steps;
}
