namespace PureEdge.Bench.Programs;

/// <summary>Modules of WebAssembly that are made for the bench.</summary>
internal static class WasmModules
{
    private const int Statements = 60;

    // Of the custom section with the number: its length, and the name.
    private static ReadOnlySpan<byte> NumberName => "\u0006number"u8;

    /// <summary>A module of exported functions (i32) -> i32 with arithmetic, memory, branches and calls, which differs from seed to seed.</summary>
    /// <param name="seed">What the module has and no other.</param>
    /// <param name="functions">How many functions.</param>
    public static (byte[] Module, int CodeBytes) Arithmetic(int seed, int functions)
    {
        var random = new Random(seed);
        byte[] code = [.. Unsigned(functions), .. Enumerable.Range(0, functions).SelectMany(i => Body(random, i))];
        var exports = Enumerable.Range(0, functions).SelectMany(i =>
        {
            var name = System.Text.Encoding.ASCII.GetBytes($"f{i}");
            return (byte[])[.. Unsigned(name.Length), .. name, 0, .. Unsigned(i)];
        });
        return (
            [
                0, .. "asm"u8, 1, 0, 0, 0,
                .. Section(1, [1, 0x60, 1, 0x7F, 1, 0x7F]),
                .. Section(3, [.. Unsigned(functions), .. new byte[functions]]),
                .. Section(5, [1, 0, 1]),
                .. Section(7, [.. Unsigned(functions), .. exports]),
                .. Section(10, code),
            ],
            code.Length);
    }

    /// <summary>The same module with a number in it, so that no process knows it yet.</summary>
    public static byte[] Numbered(byte[] module, int number) => [.. module, .. Section(0, [.. NumberName, .. BitConverter.GetBytes(number)])];

    /// <summary>Gives the last numbered module of some bytes another number.</summary>
    public static void Renumber(Span<byte> bytes, int number) => BitConverter.TryWriteBytes(bytes[(bytes.LastIndexOf(NumberName) + NumberName.Length)..], number);

    /// <summary>A section: its number and what is in it.</summary>
    public static byte[] Section(byte id, byte[] content) => [id, .. Unsigned(content.Length), .. content];

    /// <summary>A number in LEB128.</summary>
    public static byte[] Unsigned(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        return [.. bytes, (byte)value];
    }

    private static byte[] Body(Random random, int function)
    {
        var code = new List<byte> { 1, 2, 0x7F };
        for (var i = 0; i < Statements; i++)
        {
            var from = (byte)random.Next(3);
            var to = (byte)random.Next(3);
            byte[] value = [0x20, from, 0x41, .. Unsigned(random.Next(1 << 18))];
            byte operation = random.Next(4) switch { 0 => 0x6A, 1 => 0x73, 2 => 0x6C, _ => 0x77 };
            code.AddRange(random.Next(5) switch
            {
                // to = memory[(from op constant) & 0xFFFC]
                0 => [.. value, operation, 0x41, 0xFC, 0xFF, 3, 0x71, 0x28, 0, 0, 0x21, to],
                // memory[from & 0xFFFC] = to
                1 => [0x20, from, 0x41, 0xFC, 0xFF, 3, 0x71, 0x20, to, 0x36, 0, 0],
                // if (from < constant) to = from op constant
                2 => [.. value, 0x48, 0x04, 0x40, .. value, operation, 0x21, to, 0x0B],
                // to = the function before, as long as that is a tree
                3 when function % 4 > 0 => [0x20, from, 0x10, .. Unsigned(function - 1), 0x21, to],
                _ => [.. value, operation, 0x21, to],
            });
        }

        code.AddRange([0x20, 0, 0x20, 1, 0x6A, 0x20, 2, 0x73, 0x0B]);
        return [.. Unsigned(code.Count), .. code];
    }
}
