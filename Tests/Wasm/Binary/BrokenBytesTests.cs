using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace PureEdge.Wasm.Tests.Binary;

/// <summary>Whatever the bytes are, they are accepted or refused with the declared error.</summary>
public sealed class BrokenBytesTests
{
    private static readonly byte[][] s_modules = [Code.Fibonacci(), Code.Countdown(), Everything()];

    [Property(MaxTest = 2_000)]
    public bool Random_bytes_are_refused_with_the_declared_error(byte[] bytes) =>
        IsDecided(bytes) && IsDecided([.. "\0asm"u8, 1, 0, 0, 0, .. bytes]);

    [Property(MaxTest = 5_000)]
    public Property Changed_modules_are_accepted_or_refused_with_the_declared_error() => Prop.ForAll(Changed(), IsDecided);

    [Property(MaxTest = 300)]
    public Property What_is_valid_compiles() => Prop.ForAll(Changed(), bytes =>
    {
        if (WasmModule.Validate(bytes) is null)
        {
            WasmModule.Compile(bytes);
        }
    });

    [Fact]
    public void Every_prefix_of_a_module_is_refused_or_a_module() =>
        Assert.All(s_modules, module => Assert.All(Enumerable.Range(0, module.Length), length => Assert.True(IsDecided(module[..length]))));

    private static Arbitrary<byte[]> Changed()
    {
        var change = from at in Gen.Choose(0, 10_000)
                     from kind in Gen.Choose(0, 3)
                     from value in Gen.Choose(0, 255)
                     select (at, kind, value);
        return (from module in Gen.Elements(s_modules)
                from changes in change.ListOf()
                select Change(module, changes.Take(8))).ToArbitrary();
    }

    private static byte[] Change(byte[] module, IEnumerable<(int At, int Kind, int Value)> changes)
    {
        var bytes = module.ToList();
        foreach (var (at, kind, value) in changes)
        {
            var index = 8 + (at % (bytes.Count - 8));
            switch (kind)
            {
                case 0:
                    bytes[index] = (byte)value;
                    break;
                case 1:
                    bytes[index] ^= (byte)(1 << (value & 7));
                    break;
                case 2:
                    bytes.Insert(index, (byte)value);
                    break;
                default:
                    if (bytes.Count > 20)
                    {
                        bytes.RemoveAt(index);
                    }

                    break;
            }
        }

        return [.. bytes];
    }

    // Anything else than the declared error fails the property.
    private static bool IsDecided(byte[] bytes)
    {
        _ = WasmModule.Validate(bytes);
        return true;
    }

    // A little of everything that modules have.
    private static byte[] Everything()
    {
        var writer = new ModuleWriter();
        var nothing = writer.Type([], []);
        var two = writer.Type([WasmType.I32, WasmType.F64], [WasmType.I64, WasmType.F32]);
        var exception = writer.Type([WasmType.I32], []);
        writer.ImportFunction("a", "b", nothing);
        writer.Memory(1, 2);
        writer.Table(3);
        writer.Tag(exception);
        writer.Global(WasmType.I32, true, ModuleWriter.I32(5));
        var function = writer.Function(
            two,
            [
                0x02, 0x40, 0x03, 0x40, 0x20, 0, 0x0D, 1, 0x0C, 0, 0x0B, 0x0B,
                0x20, 0, 0x04, 0x40, 0x10, 0, 0x05, 0x41, 0, 0x11, 0, 0, 0x0B,
                0x23, 0, 0x24, 0, 0x41, 0, 0x28, 2, 0, 0x1A, 0x41, 0, 0x41, 1, 0x36, 2, 0,
                0x02, 0x7F, 0x1F, 0x40, 1, 0, 0, 0, 0x41, 3, 0x08, 0, 0x0B, 0x41, 1, 0x0B, 0x1A,
                0x41, 0, 0x41, 0, 0x41, 0, 0xFC, 10, 0, 0, 0x41, 1, 0xFD, 17, 0xFD, 27, 0, 0x1A,
                0x20, 0, 0xAC, 0x43, 0, 0, 0x80, 0x3F,
            ],
            (2, WasmType.I32),
            (1, WasmType.FuncRef));
        writer.Export("run", WasmExternKind.Function, function);
        writer.Elements(0, function);
        writer.Custom("name", 1, 2, 3);
        return writer.Bytes();
    }
}
