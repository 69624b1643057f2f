using System.Text;

namespace PureEdge.Wasm.Tests;

/// <summary>Writes modules of the binary format, valid or not.</summary>
internal sealed class ModuleWriter
{
    private readonly List<byte[]> _types = [];
    private readonly List<byte[]> _imports = [];
    private readonly List<byte[]> _functions = [];
    private readonly List<byte[]> _tables = [];
    private readonly List<byte[]> _memories = [];
    private readonly List<byte[]> _tags = [];
    private readonly List<byte[]> _globals = [];
    private readonly List<byte[]> _exports = [];
    private readonly List<byte[]> _elements = [];
    private readonly List<byte[]> _bodies = [];
    private readonly List<byte[]> _customs = [];
    private int _importedFunctions;

    public static byte[] Unsigned(uint value)
    {
        var bytes = new List<byte>();
        do
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80u : 0)));
            value >>= 7;
        }
        while (value != 0);
        return [.. bytes];
    }

    public static byte[] I32(int value)
    {
        var bytes = new List<byte> { 0x41 };
        while (true)
        {
            var b = (byte)(value & 0x7F);
            value >>= 7;
            if ((value == 0 && (b & 0x40) == 0) || (value == -1 && (b & 0x40) != 0))
            {
                bytes.Add(b);
                return [.. bytes];
            }

            bytes.Add((byte)(b | 0x80));
        }
    }

    public int Type(WasmType[] parameters, WasmType[] results)
    {
        _types.Add([0x60, .. Unsigned((uint)parameters.Length), .. parameters.Select(type => (byte)type), .. Unsigned((uint)results.Length), .. results.Select(type => (byte)type)]);
        return _types.Count - 1;
    }

    public int ImportFunction(string module, string name, int type)
    {
        _imports.Add([.. Name(module), .. Name(name), 0, .. Unsigned((uint)type)]);
        return _importedFunctions++;
    }

    /// <summary>A function; the last <c>end</c> is added.</summary>
    public int Function(int type, byte[] code, params (uint Count, WasmType Type)[] locals)
    {
        _functions.Add(Unsigned((uint)type));
        byte[] body = [.. Unsigned((uint)locals.Length), .. locals.SelectMany(group => (byte[])[.. Unsigned(group.Count), (byte)group.Type]), .. code, 0x0B];
        _bodies.Add([.. Unsigned((uint)body.Length), .. body]);
        return _importedFunctions + _functions.Count - 1;
    }

    public void Table(uint minimum) => _tables.Add([0x70, 0, .. Unsigned(minimum)]);

    public void Memory(uint minimum, uint? maximum = null) =>
        _memories.Add(maximum is { } most ? [1, .. Unsigned(minimum), .. Unsigned(most)] : [0, .. Unsigned(minimum)]);

    public void Tag(int type) => _tags.Add([0, .. Unsigned((uint)type)]);

    public void Global(WasmType type, bool isMutable, byte[] initial) => _globals.Add([(byte)type, (byte)(isMutable ? 1 : 0), .. initial, 0x0B]);

    public void Export(string name, WasmExternKind kind, int index) => _exports.Add([.. Name(name), (byte)kind, .. Unsigned((uint)index)]);

    public void Custom(string name, params byte[] content) => _customs.Add([.. Name(name), .. content]);

    /// <summary>Functions from the first place of the first table on.</summary>
    public void Elements(params int[] functions) =>
        _elements.Add([0, .. I32(0), 0x0B, .. Unsigned((uint)functions.Length), .. functions.SelectMany(function => Unsigned((uint)function))]);

    public byte[] Bytes()
    {
        var module = new List<byte>("\0asm"u8.ToArray()) { 1, 0, 0, 0 };
        void Section(byte id, List<byte[]> items)
        {
            if (items.Count > 0)
            {
                byte[] content = [.. Unsigned((uint)items.Count), .. items.SelectMany(item => item)];
                module.AddRange([id, .. Unsigned((uint)content.Length), .. content]);
            }
        }

        Section(1, _types);
        Section(2, _imports);
        Section(3, _functions);
        Section(4, _tables);
        Section(5, _memories);
        Section(13, _tags);
        Section(6, _globals);
        Section(7, _exports);
        Section(9, _elements);
        Section(10, _bodies);
        foreach (var custom in _customs)
        {
            module.AddRange([0, .. Unsigned((uint)custom.Length), .. custom]);
        }

        return [.. module];
    }

    private static byte[] Name(string name)
    {
        var bytes = Encoding.UTF8.GetBytes(name);
        return [.. Unsigned((uint)bytes.Length), .. bytes];
    }
}
