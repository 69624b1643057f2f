using System.Buffers.Binary;
using System.Collections.Concurrent;
using FsCheck;
using FsCheck.Fluent;

namespace PureEdge.Fuzz.Programs.Wasm;

/// <summary>Valid code of every type: of a function with one parameter of each type, which may call those before it.</summary>
internal sealed class WasmTerms
{
    /// <summary>Three parameters and three locals, one of each type, then a counter for each depth of loops.</summary>
    public const int Counters = 6;

    /// <summary>A local for a number that is about to be stored, behind all others.</summary>
    public const int Stored = Counters + Depth + 1;

    /// <summary>How deep terms are.</summary>
    public const int Depth = 4;

    private const int Rounds = 3;

    private static readonly long[] Edges =
        [0, 1, -1, 2, 7, 31, 32, 63, 64, 255, 32768, 65535, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 0x0102030405060708];

    private static readonly double[] Numbers =
        [0, -0.0, 1, -1, 0.5, 1.5, 2.5, -2.5, 1e300, double.Epsilon, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 2147483647.5, -2147483648.9, 4294967295.5, 9223372036854775807.0, -9223372036854775808.0, 1.8446744073709552e19];

    private static readonly (byte Code, byte Type, int Bytes, Func<byte[], int, long> Read)[] Loads =
    [
        (0x28, WasmType.I32, 4, static (m, at) => BinaryPrimitives.ReadInt32LittleEndian(m.AsSpan(at))), (0x29, WasmType.I64, 8, static (m, at) => BinaryPrimitives.ReadInt64LittleEndian(m.AsSpan(at))),
        (0x2b, WasmType.F64, 8, static (m, at) => BinaryPrimitives.ReadInt64LittleEndian(m.AsSpan(at))), (0x2c, WasmType.I32, 1, static (m, at) => (sbyte)m[at]), (0x2d, WasmType.I32, 1, static (m, at) => m[at]),
        (0x2e, WasmType.I32, 2, static (m, at) => BinaryPrimitives.ReadInt16LittleEndian(m.AsSpan(at))), (0x2f, WasmType.I32, 2, static (m, at) => BinaryPrimitives.ReadUInt16LittleEndian(m.AsSpan(at))),
        (0x34, WasmType.I64, 4, static (m, at) => BinaryPrimitives.ReadInt32LittleEndian(m.AsSpan(at))), (0x35, WasmType.I64, 4, static (m, at) => BinaryPrimitives.ReadUInt32LittleEndian(m.AsSpan(at))),
    ];

    private static readonly (byte Code, byte Type, int Bytes)[] Stores = [(0x36, WasmType.I32, 4), (0x37, WasmType.I64, 8), (0x39, WasmType.F64, 8), (0x3a, WasmType.I32, 1), (0x3b, WasmType.I32, 2), (0x3e, WasmType.I64, 4)];

    private const long NaN = 0x7FF8_0000_0000_0000;

    // What is stored may be read as an integer, and the standard leaves the bits of a NaN open: x == x ? x : NaN.
    private static readonly byte[] OneNaN = [0x22, Stored, 0x44, .. BitConverter.GetBytes(NaN), 0x20, Stored, 0x20, Stored, 0x61, 0x1b];

    private static readonly ConcurrentDictionary<string, WasmTerms> Made = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<(byte Type, int Depth), Gen<WasmTerm>> _made = [];
    private readonly byte[] _callees;

    private WasmTerms(byte[] callees) => _callees = callees;

    /// <summary>Terms of a function.</summary>
    /// <param name="callees">What the functions before it give, by index. They are in <see cref="WasmState.Functions"/> when it runs.</param>
    public static WasmTerms After(byte[] callees) => Made.GetOrAdd(Convert.ToHexString(callees), static (_, callees) => new(callees), callees);

    /// <summary>Terms of a type.</summary>
    public Gen<WasmTerm> Of(byte type, int depth) =>
        _made.GetOrAdd((type, depth), static (of, terms) => of.Type == WasmType.None ? terms.Statement(of.Depth) : terms.Value(of.Type, of.Depth), this);

    /// <summary>Runs a function: its parameters, then zeros.</summary>
    public static long Call(WasmTerm function, WasmState state, params ReadOnlySpan<long> arguments)
    {
        var outer = state.Locals;
        state.Locals = new long[Stored + 1];
        arguments.CopyTo(state.Locals);
        try
        {
            return function.Value(state);
        }
        finally
        {
            state.Locals = outer;
        }
    }

    private Gen<WasmTerm> Value(byte type, int depth)
    {
        var leaf = Gen.Frequency((3, Constant(type)), (4, Local(type)), (1, Global(type)));
        if (depth == 0)
        {
            return leaf;
        }

        var smaller = Of(type, depth - 1);
        var condition = Of(WasmType.I32, depth - 1);
        var statement = Of(WasmType.None, depth - 1);
        var operation = Gen.Elements(WasmOperation.All.Where(op => op.Gives == type).ToArray()).SelectMany(op =>
            from a in Of(op.Takes[0], depth - 1) from b in Of(op.Takes[^1], depth - 1) select Apply(op, a, b));
        var chosen = from c in condition from a in smaller from b in smaller select new WasmTerm(type, [.. c.Code, 0x04, type, .. a.Code, 0x05, .. b.Code, 0x0b], s => c.Value(s) != 0 ? a.Value(s) : b.Value(s));
        // Both are computed, the condition last.
        var selected = from c in condition from a in smaller from b in smaller select new WasmTerm(type, [.. a.Code, .. b.Code, .. c.Code, 0x1b], s => (a.Value(s), b.Value(s), c.Value(s)) is var (x, y, z) && z != 0 ? x : y);
        var after = from a in statement from b in smaller select new WasmTerm(type, [.. a.Code, .. b.Code], s => { a.Value(s); return b.Value(s); });
        var left = from a in smaller from c in condition from b in smaller select new WasmTerm(type, [0x02, type, .. a.Code, .. c.Code, 0x0d, 0, 0x1a, .. b.Code, 0x0b], s => a.Value(s) is var x && c.Value(s) != 0 ? x : b.Value(s));
        var kept = from a in smaller select new WasmTerm(type, [.. a.Code, 0x22, (byte)(3 + At(type))], s => s.Locals[3 + At(type)] = a.Value(s));
        var loaded = Gen.Elements(Loads.Where(load => load.Type == type).ToArray()).SelectMany(load => from at in Of(WasmType.I32, depth - 1) from offset in Gen.Elements(0u, 1u, 8u, 65535u, uint.MaxValue) select Load(load, at, offset));
        var called = _callees.Contains(type)
            ? Gen.Elements(Enumerable.Range(0, _callees.Length).Where(i => _callees[i] == type).ToArray()).SelectMany(index =>
                from a in Of(WasmType.I32, depth - 1) from b in Of(WasmType.I64, depth - 1) from c in Of(WasmType.F64, depth - 1) from indirect in Gen.Elements(false, true) select Call(type, index, indirect, a, b, c))
            : leaf;
        return Gen.Frequency((3, leaf), (8, operation), (2, chosen), (1, selected), (2, after), (2, left), (1, kept), (1, loaded), (1, called));
    }

    private Gen<WasmTerm> Statement(int depth)
    {
        if (depth == 0)
        {
            return Gen.Constant(new WasmTerm(WasmType.None, [0x01], static _ => 0));
        }

        var statement = Of(WasmType.None, depth - 1);
        var value = Gen.Elements(WasmType.Values).SelectMany(type => Of(type, depth - 1));
        var set = from v in value from isGlobal in Gen.Elements(false, true) select isGlobal
            ? new WasmTerm(WasmType.None, [.. v.Code, 0x24, (byte)At(v.Type)], s => s.Globals[At(v.Type)] = v.Value(s))
            : new WasmTerm(WasmType.None, [.. v.Code, 0x21, (byte)(3 + At(v.Type))], s => s.Locals[3 + At(v.Type)] = v.Value(s));
        var dropped = from v in value select new WasmTerm(WasmType.None, [.. v.Code, 0x1a], v.Value);
        var stored = Gen.Elements(Stores).SelectMany(store => from at in Gen.Frequency((3, Constant(WasmType.I32)), (1, Of(WasmType.I32, depth - 1))) from v in Of(store.Type, depth - 1) from offset in Gen.Elements(0u, 3u, 65528u) select Store(store, at, v, offset));
        var chosen = from c in Of(WasmType.I32, depth - 1) from a in statement from b in statement select new WasmTerm(WasmType.None, [.. c.Code, 0x04, 0x40, .. a.Code, 0x05, .. b.Code, 0x0b], s => c.Value(s) != 0 ? a.Value(s) : b.Value(s));
        var counter = (byte)(Counters + depth);
        var repeated = from a in statement select new WasmTerm(
            WasmType.None,
            [0x41, Rounds, 0x21, counter, 0x03, 0x40, .. a.Code, 0x20, counter, 0x41, 1, 0x6b, 0x22, counter, 0x0d, 0, 0x0b],
            s => { for (var i = 0; i < Rounds; i++) { a.Value(s); } return s.Locals[counter] = 0; });
        // Three blocks around: which is left with the index.
        var switched = from c in Of(WasmType.I32, depth - 1) from a in statement from b in statement select new WasmTerm(
            WasmType.None,
            [0x02, 0x40, 0x02, 0x40, 0x02, 0x40, .. c.Code, 0x0e, 2, 0, 1, 2, 0x0b, .. a.Code, 0x0c, 1, 0x0b, .. b.Code, 0x0b],
            s => (uint)c.Value(s) switch { 0 => a.Value(s), 1 => b.Value(s), _ => 0 });
        return Gen.Frequency((3, set), (1, dropped), (2, stored), (1, chosen), (1, repeated), (1, switched));
    }

    private static int At(byte type) => type switch { WasmType.I32 => 0, WasmType.I64 => 1, _ => 2 };

    private static Gen<WasmTerm> Constant(byte type) => type switch
    {
        WasmType.I32 => Gen.Elements(Edges).Select(static v => new WasmTerm(WasmType.I32, [0x41, .. WasmBytes.Signed((int)v)], _ => (int)v)),
        WasmType.I64 => Gen.Elements(Edges).Select(static v => new WasmTerm(WasmType.I64, [0x42, .. WasmBytes.Signed(v)], _ => v)),
        _ => Gen.Elements(Numbers).Select(static v => new WasmTerm(WasmType.F64, [0x44, .. BitConverter.GetBytes(v)], _ => BitConverter.DoubleToInt64Bits(v))),
    };

    private static Gen<WasmTerm> Local(byte type) => Gen.Elements(At(type), 3 + At(type)).Select(at => new WasmTerm(type, [0x20, (byte)at], s => s.Locals[at]));

    private static Gen<WasmTerm> Global(byte type) => Gen.Constant(new WasmTerm(type, [0x23, (byte)At(type)], s => s.Globals[At(type)]));

    private static WasmTerm Apply(WasmOperation op, WasmTerm a, WasmTerm b) => op.Takes.Length == 1
        ? new(op.Gives, [.. a.Code, .. op.Code], s => op.Compute(a.Value(s), 0))
        : new(op.Gives, [.. a.Code, .. b.Code, .. op.Code], s => a.Value(s) is var x && b.Value(s) is var y ? op.Compute(x, y) : 0);

    private static WasmTerm Load((byte Code, byte Type, int Bytes, Func<byte[], int, long> Read) load, WasmTerm at, uint offset) =>
        new(load.Type, [.. at.Code, load.Code, 0, .. WasmBytes.Unsigned(offset)], s => load.Read(s.Memory, Address(s, at.Value(s), offset, load.Bytes)));

    private static WasmTerm Store((byte Code, byte Type, int Bytes) store, WasmTerm at, WasmTerm value, uint offset) => new(WasmType.None, [.. at.Code, .. value.Code, .. store.Type == WasmType.F64 ? OneNaN : [], store.Code, 0, .. WasmBytes.Unsigned(offset)], s =>
    {
        var (address, bits) = (at.Value(s), value.Value(s));
        bits = store.Type == WasmType.F64 && double.IsNaN(BitConverter.Int64BitsToDouble(bits)) ? NaN : bits;
        BitConverter.GetBytes(bits).AsSpan(0, store.Bytes).CopyTo(s.Memory.AsSpan(Address(s, address, offset, store.Bytes)));
        return 0;
    });

    private static int Address(WasmState state, long at, uint offset, int bytes) =>
        (long)(uint)at + offset + bytes <= state.Memory.Length ? (int)((uint)at + offset) : throw new WasmTrapped();

    // The table has the functions in their order, so that the index is the same; its type is that of the result.
    private static WasmTerm Call(byte type, int index, bool indirect, WasmTerm a, WasmTerm b, WasmTerm c)
    {
        byte[] call = indirect ? [0x41, (byte)index, 0x11, (byte)At(type), 0] : [0x10, (byte)index];
        return new(type, [.. a.Code, .. b.Code, .. c.Code, .. call], s => (a.Value(s), b.Value(s), c.Value(s)) is var (x, y, z) ? Call(s.Functions[index], s, x, y, z) : 0);
    }
}
