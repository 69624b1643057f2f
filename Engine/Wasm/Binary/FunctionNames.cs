using System.Text;

namespace PureEdge.Wasm.Binary;

/// <summary>The names of a module's functions, for stacks: those of its section of names, else those that they are exported as.</summary>
/// <remarks>Immutable. https://webassembly.github.io/spec/core/appendix/custom.html#name-section; what is not well-formed there is no error and ends it.</remarks>
internal sealed class FunctionNames
{
    private const int MaxLength = 100;
    private const int MaxBytes = 4 * MaxLength;
    private const byte FunctionsSubsection = 1;

    private readonly ModuleDefinition _definition;

    // For each function 0; or where its name is, beginning with the length; or ~ the index of its first export.
    private readonly int[] _places;

    public FunctionNames(ModuleDefinition definition)
    {
        _definition = definition;
        _places = new int[definition.Functions.Count];
        for (var i = definition.Exports.Count - 1; i >= 0; i--)
        {
            if (definition.Exports[i].Kind == WasmExternKind.Function)
            {
                _places[definition.Exports[i].Index] = ~i;
            }
        }

        foreach (var section in definition.CustomSections)
        {
            if (section.Name == "name")
            {
                try
                {
                    Read(new WasmReader(definition.Bytes, section.Start, section.End));
                }
                catch (WasmFormatException)
                {
                    // Names that were read until here are good.
                }

                return;
            }
        }
    }

    /// <summary>The name of a function, cut; null when it has none.</summary>
    public string? Of(int function)
    {
        var place = _places[function];
        if (place == 0)
        {
            return null;
        }

        return Cut(place < 0 ? _definition.Exports[~place].Name : NameAt(place));
    }

    private static string Cut(string name) =>
        name.Length <= MaxLength ? name : name[..(char.IsHighSurrogate(name[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];

    private string NameAt(int place)
    {
        var reader = new WasmReader(_definition.Bytes, place, _definition.Bytes.Length);
        var length = reader.U32();
        return Encoding.UTF8.GetString(reader.Bytes(Math.Min(length, MaxBytes)));
    }

    private void Read(WasmReader reader)
    {
        while (!reader.IsAtEnd)
        {
            var kind = reader.Byte();
            var size = reader.U32();
            var start = reader.Position;
            reader.Bytes(size);
            if (kind == FunctionsSubsection)
            {
                ReadFunctions(new WasmReader(_definition.Bytes, start, reader.Position));
                return;
            }
        }
    }

    private void ReadFunctions(WasmReader reader)
    {
        for (var count = reader.U32(); count > 0; count--)
        {
            var function = reader.U32();
            var place = reader.Position;
            var length = reader.U32();
            reader.Bytes(length);
            if (function < _places.Length && length > 0)
            {
                _places[function] = place;
            }
        }
    }
}
