using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using PureEdge.Wasm.Compilation;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

internal static partial class Interpreter
{
    private static Vector128<byte> Vector(ulong[] s, int at) => Vector128.Create(s[at], s[at + 1]).AsByte();

    private static void Put(ulong[] s, int at, Vector128<byte> value)
    {
        s[at] = value.AsUInt64()[0];
        s[at + 1] = value.AsUInt64()[1];
    }

    private static int Vectors(int[] code, ref int pc, ulong[] s, int top, byte[] memory)
    {
        switch (code[pc])
        {
            case Op.SimdMemory:
                top = VectorMemory(code[pc + 1], (uint)code[pc + 2], code[pc + 3], s, top, memory);
                pc += 4;
                return top;
            case Op.Constant128:
                Put(s, top, Immediate(code, pc + 1));
                pc += 5;
                return top + 2;
            case Op.Shuffle:
                Put(s, top - 4, SimdMemory.Shuffle(Vector(s, top - 4), Vector(s, top - 2), Immediate(code, pc + 1)));
                pc += 5;
                return top - 2;
            case Op.Simd:
                top = VectorCalls.Of(code[pc + 1])(s, top, code[pc + 2]);
                pc += 3;
                return top;
            default:
                throw new InvalidOperationException($"\"{code[pc]}\" is no instruction of the interpreter.");
        }
    }

    private static Vector128<byte> Immediate(int[] code, int at) => Vector128.Create(code[at], code[at + 1], code[at + 2], code[at + 3]).AsByte();

    private static int VectorMemory(int opcode, uint offset, int lane, ulong[] s, int top, byte[] memory)
    {
        switch (opcode)
        {
            case 11:
                top -= 3;
                var target = Bytes(memory, (uint)s[top] + (ulong)offset, 16);
                BinaryPrimitives.WriteUInt64LittleEndian(target, s[top + 1]);
                BinaryPrimitives.WriteUInt64LittleEndian(target[8..], s[top + 2]);
                return top;
            case >= 84 and <= 87:
                top -= 3;
                Put(s, top, WithLane(opcode - 84, Vector(s, top + 1), Narrow(Bytes(memory, (uint)s[top] + (ulong)offset, 1 << (opcode - 84))), lane));
                return top + 2;
            case >= 88 and <= 91:
                top -= 3;
                StoreLane(Bytes(memory, (uint)s[top] + (ulong)offset, 1 << (opcode - 88)), Vector(s, top + 1), lane);
                return top;
        }

        var source = Bytes(memory, (uint)s[top - 1] + (ulong)offset, SimdTable.LoadBytes((uint)opcode));
        Put(s, top - 1, opcode == 0 ? Vector128.Create<byte>(source) : Loaded(opcode, (long)Narrow(source)));
        return top + 1;
    }

    private static ulong Narrow(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        1 => bytes[0],
        2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        _ => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
    };

    private static Vector128<byte> Loaded(int opcode, long bits) => opcode switch
    {
        1 => SimdMemory.Load8x8S(bits),
        2 => SimdMemory.Load8x8U(bits),
        3 => SimdMemory.Load16x4S(bits),
        4 => SimdMemory.Load16x4U(bits),
        5 => SimdMemory.Load32x2S(bits),
        6 => SimdMemory.Load32x2U(bits),
        7 => SimdOperations.I8x16Splat((int)bits),
        8 => SimdOperations.I16x8Splat((int)bits),
        9 => SimdOperations.I32x4Splat((int)bits),
        10 => SimdOperations.I64x2Splat(bits),
        92 => SimdMemory.Load32Zero((int)bits),
        _ => SimdMemory.Load64Zero(bits),
    };

    private static Vector128<byte> WithLane(int size, Vector128<byte> vector, ulong value, int lane) => size switch
    {
        0 => SimdOperations.I8x16ReplaceLane(vector, (int)value, lane),
        1 => SimdOperations.I16x8ReplaceLane(vector, (int)value, lane),
        2 => SimdOperations.I32x4ReplaceLane(vector, (int)value, lane),
        _ => SimdOperations.I64x2ReplaceLane(vector, (long)value, lane),
    };

    private static void StoreLane(Span<byte> target, Vector128<byte> vector, int lane)
    {
        switch (target.Length)
        {
            case 1:
                target[0] = vector[lane];
                break;
            case 2:
                BinaryPrimitives.WriteUInt16LittleEndian(target, vector.AsUInt16()[lane]);
                break;
            case 4:
                BinaryPrimitives.WriteUInt32LittleEndian(target, vector.AsUInt32()[lane]);
                break;
            default:
                BinaryPrimitives.WriteUInt64LittleEndian(target, vector.AsUInt64()[lane]);
                break;
        }
    }
}
