using System.CommandLine;
using PureEdge.Wasm;

namespace PureEdge.Cli;

/// <summary><c>pureedge wasm aot</c>: compiles a WebAssembly module to an assembly of .NET.</summary>
internal static class WasmCommand
{
    public static Command Create() => new("wasm", """
        Work with WebAssembly modules.

        Example:
          pureedge wasm aot add.wasm -o add.dll
        """) { AheadOfTime() };

    private static Command AheadOfTime()
    {
        var file = new Argument<string>("FILE.wasm") { Description = "A module in the binary format." };
        var output = new Option<string?>("--output", "-o") { Description = "The assembly to write; it replaces a file of this name. Default: the name of the module with .dll.", HelpName = "FILE.dll" };
        var command = new Command("aot", """
            Compile a WebAssembly module ahead of time, to an assembly that .NET programs load with WasmAssembly.Load of PureEdge.Wasm: it runs where
            no code may be made at run time, and counts fuel and memory all the same. Only the build of PureEdge that wrote it can load it.

            Examples:
              pureedge wasm aot add.wasm
              pureedge wasm aot add.wasm -o bin/add.dll
            """) { file, output };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(file)!;
            return Compile(path, parsed.GetValue(output) ?? Path.ChangeExtension(path, ".dll"));
        });
        return command;
    }

    private static int Compile(string path, string target)
    {
        if (Refusal(path, target) is { } refusal)
        {
            Terminal.Error(refusal);
            return ExitStatus.WrongArguments;
        }

        try
        {
            var module = Read(path);
            if (!module.AsSpan().StartsWith("\0asm"u8))
            {
                Terminal.Error($"{path}: this is no WebAssembly module: the binary format begins with the bytes 00 61 73 6D. The text format (.wat) must be translated first.");
                return ExitStatus.WorkerAtFault;
            }

            using var assembly = new MemoryStream();
            WasmAssembly.Write(module, Path.GetFileNameWithoutExtension(target), assembly);
            Replace(target, assembly.ToArray());
            Terminal.Line($"{target}: {assembly.Length / 1024.0:0.0} KB, from {module.Length / 1024.0:0.0} KB of WebAssembly");
            return ExitStatus.Done;
        }
        catch (WasmFormatException e)
        {
            Terminal.Error($"{path}: {Terminal.Clean(e.Message)}");
            return ExitStatus.WorkerAtFault;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Terminal.Error(e.Message);
            return ExitStatus.WorkerAtFault;
        }
    }

    private static string? Refusal(string path, string target)
    {
        var limit = WasmLimits.Default.MaxModuleBytes;
        if (Directory.Exists(path))
        {
            return $"'{path}' is a folder: the file of a WebAssembly module is wanted.";
        }

        if (!File.Exists(path))
        {
            return $"There is no file '{path}'.";
        }

        if (new FileInfo(path).Length > limit)
        {
            return $"'{path}' has more than {limit} bytes, which a module may have.";
        }

        if (Directory.Exists(target))
        {
            return $"'{target}' is a folder: -o wants the name of a file, such as '{Path.Combine(target, Path.GetFileNameWithoutExtension(path) + ".dll")}'.";
        }

        if (!target.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || string.IsNullOrWhiteSpace(Path.GetFileNameWithoutExtension(target)))
        {
            return $"'{target}': -o wants a name that ends in .dll, and has something before that.";
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(target))))
        {
            return $"There is no folder '{Path.GetDirectoryName(target)}' for '{target}'.";
        }

        return Path.GetFullPath(path) == Path.GetFullPath(target) ? $"'{target}' is the module itself: -o wants another name." : null;
    }

    // No more than it was said to be: a device has no end.
    private static byte[] Read(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Math.Min(file.Length, WasmLimits.Default.MaxModuleBytes)];
        file.ReadExactly(bytes);
        return bytes;
    }

    // Never half a file, whatever happens.
    private static void Replace(string target, byte[] content)
    {
        var written = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllBytes(written, content);
            File.Move(written, target, overwrite: true);
        }
        finally
        {
            File.Delete(written);
        }
    }
}
