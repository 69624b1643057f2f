using System.Buffers.Binary;
using PureEdge.Wasm.Runtime;

namespace PureEdge.Wasm.Interpretation;

internal static partial class Interpreter
{
    /// <summary>The bytes that an instruction touches.</summary>
    private static Span<byte> Bytes(byte[] memory, ulong address, int count)
    {
        if (address + (uint)count > (ulong)memory.Length)
        {
            Traps.Throw(WasmTrap.MemoryOutOfBounds);
        }

        return memory.AsSpan((int)address, count);
    }

    private static ulong Load(int op, byte[] memory, ulong address) => op switch
    {
        0x28 or 0x2A or 0x35 => BinaryPrimitives.ReadUInt32LittleEndian(Bytes(memory, address, 4)),
        0x29 or 0x2B => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(memory, address, 8)),
        0x2C => (uint)(sbyte)Bytes(memory, address, 1)[0],
        0x2D or 0x31 => Bytes(memory, address, 1)[0],
        0x2E => (uint)BinaryPrimitives.ReadInt16LittleEndian(Bytes(memory, address, 2)),
        0x2F or 0x33 => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(memory, address, 2)),
        0x30 => (ulong)(sbyte)Bytes(memory, address, 1)[0],
        0x32 => (ulong)BinaryPrimitives.ReadInt16LittleEndian(Bytes(memory, address, 2)),
        _ => (ulong)BinaryPrimitives.ReadInt32LittleEndian(Bytes(memory, address, 4)),
    };

    private static void Store(int op, byte[] memory, ulong address, ulong value)
    {
        switch (op)
        {
            case 0x36 or 0x38 or 0x3E:
                BinaryPrimitives.WriteUInt32LittleEndian(Bytes(memory, address, 4), (uint)value);
                break;
            case 0x37 or 0x39:
                BinaryPrimitives.WriteUInt64LittleEndian(Bytes(memory, address, 8), value);
                break;
            case 0x3A or 0x3C:
                Bytes(memory, address, 1)[0] = (byte)value;
                break;
            default:
                BinaryPrimitives.WriteUInt16LittleEndian(Bytes(memory, address, 2), (ushort)value);
                break;
        }
    }

    /// <summary>What compiled code calls the runtime for.</summary>
    /// <param name="code">The operation and two immediates.</param>
    private static int CallRuntime(ReadOnlySpan<int> code, InstanceState instance, SlotStack slots, int top)
    {
        var s = slots.Numbers;
        var r = slots.References;
        int first = code[1], second = code[2];
        switch (code[0])
        {
            case RuntimeOp.MemoryInit:
                MemoryOperations.Init((int)s[top - 3], (int)s[top - 2], (int)s[top - 1], instance, first);
                return top - 3;
            case RuntimeOp.DataDrop:
                MemoryOperations.DropData(instance, first);
                return top;
            case RuntimeOp.MemoryCopy:
                MemoryOperations.Copy((int)s[top - 3], (int)s[top - 2], (int)s[top - 1], instance);
                return top - 3;
            case RuntimeOp.MemoryFill:
                MemoryOperations.Fill((int)s[top - 3], (int)s[top - 2], (int)s[top - 1], instance);
                return top - 3;
            case RuntimeOp.TableInit:
                TableOperations.Init((int)s[top - 3], (int)s[top - 2], (int)s[top - 1], instance, second, first);
                return top - 3;
            case RuntimeOp.ElementsDrop:
                TableOperations.DropElements(instance, first);
                return top;
            case RuntimeOp.TableCopy:
                TableOperations.Copy((int)s[top - 3], (int)s[top - 2], (int)s[top - 1], instance, first, second);
                return top - 3;
            case RuntimeOp.TableGrow:
                s[top - 2] = (uint)TableOperations.Grow(r[top - 2], (int)s[top - 1], instance, first);
                return top - 1;
            case RuntimeOp.TableSize:
                s[top] = (uint)TableOperations.Size(instance, first);
                return top + 1;
            case RuntimeOp.TableFill:
                TableOperations.Fill((int)s[top - 3], r[top - 2], (int)s[top - 1], instance, first);
                return top - 3;
            case RuntimeOp.TableGet:
                r[top - 1] = TableOperations.Get((int)s[top - 1], instance, first);
                return top;
            case RuntimeOp.TableSet:
                TableOperations.Set((int)s[top - 2], r[top - 1], instance, first);
                return top - 2;
            case RuntimeOp.MemoryGrow:
                var pages = (uint)MemoryOperations.Grow((int)s[top - 1], instance);
                // The host is told, and may have called a function.
                slots.Numbers[top - 1] = pages;
                return top;
            default:
                r[top] = TableOperations.Reference(instance, first);
                return top + 1;
        }
    }
}
