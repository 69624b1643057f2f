using System.Reflection.PortableExecutable;

namespace PureEdge.Contract.Tests;

/// <summary>The product is managed: the same files run wherever .NET runs.</summary>
public sealed class OutputTests
{
    [Fact]
    public void No_package_of_the_product_brings_a_native_file() =>
        Repository.AssertNone(Output.NativeAssets(), "pureedge.deps.json lists native files.");

    [Fact]
    public void No_file_of_the_output_is_native()
    {
        var files = Directory.EnumerateFiles(Repository.CliOutput, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(files, file => Path.GetFileName(file) == "pureedge.dll");
        Repository.AssertNone(
            // The launcher is made by the SDK for the machine that builds; `dotnet pureedge.dll` does without.
            files.Where(file => Path.GetRelativePath(Repository.CliOutput, file) is not ("pureedge" or "pureedge.exe") && IsNative(file)),
            "The output has native files (one may be left from an earlier build: remove the folder and build again).");
    }

    [Fact]
    public void Esprima_is_not_in_the_closure_of_the_product() =>
        Assert.DoesNotContain("Esprima", Output.Packages(), StringComparer.OrdinalIgnoreCase);

    [Fact]
    public void A_native_file_is_seen()
    {
        Assert.False(IsNative(typeof(OutputTests).Assembly.Location));
        Assert.True(IsNative(Environment.ProcessPath!));
    }

    private static bool IsNative(string file)
    {
        using var stream = File.OpenRead(file);
        var start = new byte[4];
        if (stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length)
        {
            return false;
        }

        stream.Position = 0;
        return start switch
        {
            [0x7f, (byte)'E', (byte)'L', (byte)'F'] => true,
            [0xcf or 0xce, 0xfa, 0xed, 0xfe] or [0xfe, 0xed, 0xfa, 0xcf or 0xce] or [0xca, 0xfe, 0xba, 0xbe] => true,
            [(byte)'M', (byte)'Z', _, _] => !IsManaged(stream),
            _ => false,
        };
    }

    private static bool IsManaged(Stream stream)
    {
        using var reader = new PEReader(stream, PEStreamOptions.LeaveOpen);
        return reader.HasMetadata && reader.PEHeaders.CorHeader is { } header && header.Flags.HasFlag(CorFlags.ILOnly);
    }
}
