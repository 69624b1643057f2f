using System.Reflection.Emit;
using PureEdge.Wasm.Binary;

namespace PureEdge.Wasm.Compilation;

/// <remarks>
/// What a loop has in registers. .NET gives a value that lives across a call a place on the stack where no register survives calls: outside of
/// Windows none does that holds floating-point numbers or vectors, and few that hold integers. A loop that calls nothing calls all the same, to have its fuel
/// refilled. So, out of line, the locals that it uses go to the store and come back, and none of them lives across: a Mandelbrot set took 4.6 ms
/// before, and takes 2.6.
/// </remarks>
internal sealed partial class FunctionCompiler
{
    /// <summary>The most for one loop; there are sixteen registers of each kind.</summary>
    public const int MostKept = 16;

    // Of a function: .NET stops to optimise one that refers to its locals some thousands of times.
    private const int MostKeptInAll = 500;

    private int _keptInAll;

    /// <summary>The locals that a loop should have in registers: none when there is a call or another loop in it.</summary>
    /// <param name="reader">Stands behind the beginning of the loop.</param>
    private int[] LocalsInRegisters(WasmReader reader)
    {
        var uses = new Dictionary<int, int>();
        for (var depth = 1; depth > 0;)
        {
            var opcode = reader.Byte();
            switch (opcode)
            {
                case 0x02 or 0x04:
                    _module.BlockType(ref reader);
                    depth++;
                    break;
                case 0x0B:
                    depth--;
                    break;
                case 0x20 or 0x21 or 0x22:
                    var local = (int)reader.U32();
                    uses[local] = uses.GetValueOrDefault(local) + 1;
                    break;
                case 0x03 or 0x1F or (>= 0x08 and <= 0x0A) or (>= 0x10 and <= 0x15) or 0x25 or 0x26 or 0x40 or 0xFC:
                    return [];
                default:
                    CodeReader.Skip(opcode, ref reader);
                    break;
            }
        }

        int[] kept = [.. uses.Keys.Where(IsKept).OrderBy(local => _facts.Locals[local] is WasmType.I32 or WasmType.I64).ThenByDescending(local => uses[local]).ThenBy(static local => local).Take(MostKept)];
        _keptInAll += kept.Length;
        return _keptInAll > MostKeptInAll ? [] : kept;
    }

    private bool IsKept(int local) => !IsShared(local, out _) && _facts.Locals[local] is WasmType.I32 or WasmType.I64 or WasmType.F32 or WasmType.F64 or WasmType.V128;

    /// <summary>As <see cref="Refill()"/>, and no register has to survive it.</summary>
    private void Refill(int[] kept)
    {
        for (var i = 0; i < kept.Length; i++)
        {
            var local = kept[i];
            LoadKept(i);
            _il.StoreValue(_facts.Locals[local], () => LoadLocal(local));
        }

        Refill();
        if (kept.Length > 0)
        {
            ReloadMemory();
        }

        for (var i = 0; i < kept.Length; i++)
        {
            LoadKept(i);
            _il.LoadValue(_facts.Locals[kept[i]]);
            StoreLocal(kept[i]);
        }
    }

    private void LoadKept(int index)
    {
        LoadStoreField(Members.Kept);
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Ldelema, typeof(WasmValue));
    }
}
