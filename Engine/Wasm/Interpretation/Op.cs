namespace PureEdge.Wasm.Interpretation;

/// <summary>
/// Instructions of the interpreter. Those from 0x28 to 0x3E (memory) and from 0x45 to 0xC4 (numbers) are those of the binary format; the
/// others have numbers of their own. Each stands in one place of the code, followed by its immediates.
/// </summary>
internal static class Op
{
    public const int Unreachable = 0x00;

    /// <summary>The cost.</summary>
    public const int Charge = 0x01;

    /// <summary>As <see cref="Charge"/>, in a function that counts in the store itself.</summary>
    public const int ChargeStore = 0x02;

    /// <summary>The cost, and whether it is counted in the store itself; what is left is not looked at.</summary>
    public const int Count = 0x44;

    /// <summary>The target. The operands are where the target wants them.</summary>
    public const int Jump = 0x03;

    /// <summary>The target.</summary>
    public const int JumpIfZero = 0x04;

    /// <summary>The target.</summary>
    public const int JumpIf = 0x05;

    /// <summary>The target, how many places to keep, and where in the frame they go.</summary>
    public const int Branch = 0x06;

    /// <summary>As <see cref="Branch"/>.</summary>
    public const int BranchIf = 0x07;

    /// <summary>How many ways, and for these and the last the immediates of <see cref="Branch"/>.</summary>
    public const int BranchTable = 0x08;

    /// <summary>The tag.</summary>
    public const int Throw = 0x09;

    public const int ThrowAgain = 0x0A;
    public const int Return = 0x0B;

    /// <summary>The function, one of the module itself.</summary>
    public const int Call = 0x0C;

    /// <summary>The function.</summary>
    public const int CallImport = 0x0D;

    /// <summary>The type and the table.</summary>
    public const int CallIndirect = 0x0E;

    /// <summary>As <see cref="Call"/>.</summary>
    public const int TailCall = 0x0F;

    /// <summary>As <see cref="CallImport"/>.</summary>
    public const int TailCallImport = 0x10;

    /// <summary>As <see cref="CallIndirect"/>.</summary>
    public const int TailCallIndirect = 0x11;

    /// <summary>How many places.</summary>
    public const int Drop = 0x12;

    public const int Select = 0x13;
    public const int SelectVector = 0x14;
    public const int SelectReference = 0x15;

    /// <summary>The place in the frame; likewise below.</summary>
    public const int LocalGet = 0x16;

    public const int LocalSet = 0x17;
    public const int LocalTee = 0x18;
    public const int VectorGet = 0x19;
    public const int VectorSet = 0x1A;
    public const int VectorTee = 0x1B;
    public const int ReferenceGet = 0x1C;
    public const int ReferenceSet = 0x1D;
    public const int ReferenceTee = 0x1E;

    /// <summary>The place in the instance.</summary>
    public const int OwnGlobalGet = 0x1F;

    /// <summary>The place in the instance.</summary>
    public const int OwnGlobalSet = 0x20;

    /// <summary>The global.</summary>
    public const int GlobalGet = 0x21;

    /// <summary>The global.</summary>
    public const int GlobalSet = 0x22;

    /// <summary>The 32 bits.</summary>
    public const int Constant32 = 0x23;

    /// <summary>The 64 bits, lower half first.</summary>
    public const int Constant64 = 0x24;

    public const int NullReference = 0x25;
    public const int IsNull = 0x26;

    /// <summary>What stands in <see cref="RuntimeOp"/>, and two immediates.</summary>
    public const int Runtime = 0x27;

    public const int FirstLoad = 0x28;
    public const int LastLoad = 0x35;
    public const int LastStore = 0x3E;
    public const int MemorySize = 0x3F;

    /// <summary>The number of the instruction behind its prefix, the offset in memory, and the lane; likewise below.</summary>
    public const int SimdMemory = 0x40;

    /// <summary>The number of the instruction, and the lane.</summary>
    public const int Simd = 0x41;

    /// <summary>The 128 bits.</summary>
    public const int Constant128 = 0x42;

    /// <summary>The 128 bits that name the lanes.</summary>
    public const int Shuffle = 0x43;

    /// <summary>Saturating conversions, numbered as behind their prefix.</summary>
    public const int FirstSaturating = 0xC5;
}

/// <summary>Instructions that call the runtime and may charge, grow or be refused; the numbers below 0x20 are those behind the prefix 0xFC.</summary>
internal static class RuntimeOp
{
    public const int MemoryInit = 8;
    public const int DataDrop = 9;
    public const int MemoryCopy = 10;
    public const int MemoryFill = 11;
    public const int TableInit = 12;
    public const int ElementsDrop = 13;
    public const int TableCopy = 14;
    public const int TableGrow = 15;
    public const int TableSize = 16;
    public const int TableFill = 17;
    public const int TableGet = 0x20;
    public const int TableSet = 0x21;
    public const int MemoryGrow = 0x22;
    public const int Reference = 0x23;
}
