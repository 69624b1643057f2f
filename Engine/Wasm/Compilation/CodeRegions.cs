using System.Collections;
using PureEdge.Wasm.Binary;
using PureEdge.Wasm.Validation;

namespace PureEdge.Wasm.Compilation;

/// <summary>A part of a function that becomes a method of its own. It is entered at its beginning, and left at its end or by branches.</summary>
/// <param name="Start">The position of its first instruction.</param>
/// <param name="End">That of the first one after it.</param>
internal sealed record CodeRegion(int Start, int End)
{
    /// <summary>The locals that it reads or writes.</summary>
    public SortedDictionary<int, LocalUse> Locals { get; } = [];

    public bool UsesMemory { get; set; }

    /// <summary>Whether it calls what may do anything, which may make the memory grow too.</summary>
    public bool HasCalls { get; set; }
}

/// <param name="Weight">How often it stands in the code, more often in loops.</param>
internal readonly record struct LocalUse(int Weight, bool IsWritten)
{
    /// <summary>Whether the region has a local of its own for it: what it touches once or twice it takes from where all share it.</summary>
    public bool IsOwn => Weight > 3;
}

/// <summary>
/// Chooses what of a large function becomes methods of their own. .NET does not optimise a method beyond 60,000 bytes of IL, which some
/// 13,000 bytes of WebAssembly become: the interpreters of programs, such as the one inside SQLite, run three times as slow then.
/// </summary>
/// <remarks>
/// Candidates are the blocks and loops that take and give no values, and what stands between the end of a block and the end of the block
/// around it: compilers of C write the cases of a switch so. The largest that are not too large are taken until little enough is left.
/// </remarks>
internal sealed class CodeRegions
{
    // More ways out are a switch whose cases are elsewhere: taking it apart would take two jumps for each.
    private const int MostExits = 24;

    // The frame of a region is not reckoned with where frames are large.
    private const int MostLocals = 100;

    private const int WeightInLoops = 8;

    // Blocks may stand in each other, and a candidate is read to know whether it can be taken.
    private const int ReadingsPerByte = 8;

    private readonly ModuleDefinition _module;
    private readonly FunctionFacts _facts;
    private readonly int _end;
    private readonly int _largest;
    private readonly int _smallest;
    private readonly List<CodeRegion> _candidates = [];

    private CodeRegions(ModuleDefinition module, FunctionFacts facts, int end, int methodBytes)
    {
        _module = module;
        _facts = facts;
        _end = end;
        _largest = methodBytes / 2;
        // Less is not worth the call.
        _smallest = Math.Max(8, methodBytes / 110);
    }

    // A block that is not at its end yet. The function itself is one, which is no candidate.
    private sealed record Block(int Start, bool IsPlain)
    {
        /// <summary>Where blocks in it end.</summary>
        public List<int> Ends { get; } = [];
    }

    /// <summary>The parts of a function, in order; none when it is small enough, or has what cannot be taken apart.</summary>
    /// <param name="end">Where its code ends.</param>
    /// <param name="methodBytes">Bytes of code that are not too much for one method.</param>
    public static IReadOnlyList<CodeRegion> Of(ModuleDefinition module, FunctionFacts facts, int end, int methodBytes) =>
        end - facts.CodeStart <= methodBytes || facts.HasHandlers ? [] : new CodeRegions(module, facts, end, methodBytes).Choose(methodBytes * 2 / 3);

    private List<CodeRegion> Choose(int rest)
    {
        FindCandidates();
        _candidates.Sort(static (a, b) => (b.End - b.Start, a.Start).CompareTo((a.End - a.Start, b.Start)));
        var size = _end - _facts.CodeStart;
        var left = size;
        var reading = (long)size * ReadingsPerByte;
        var taken = new BitArray(size);
        var chosen = new List<CodeRegion>();
        foreach (var candidate in _candidates)
        {
            var bytes = candidate.End - candidate.Start;
            if (left <= rest)
            {
                break;
            }

            // One is inside another or apart from it, and those before were larger.
            if (taken[candidate.Start - _facts.CodeStart] || taken[candidate.End - 1 - _facts.CodeStart])
            {
                continue;
            }

            var isGood = CanBeTaken(candidate, out var read);
            if ((reading -= read) < 0)
            {
                break;
            }

            if (isGood)
            {
                chosen.Add(candidate);
                left -= bytes;
                for (var i = candidate.Start; i < candidate.End; i++)
                {
                    taken[i - _facts.CodeStart] = true;
                }
            }
        }

        chosen.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return chosen;
    }

    private void FindCandidates()
    {
        var open = new Stack<Block>();
        open.Push(new Block(_facts.CodeStart, false));
        var reader = new WasmReader(_module.Bytes, _facts.CodeStart, _end);
        while (open.Count > 0)
        {
            var at = reader.Position;
            var opcode = reader.Byte();
            switch (opcode)
            {
                case 0x02 or 0x03 or 0x04:
                    var (parameters, results) = _module.BlockType(ref reader);
                    open.Push(new Block(at, opcode != 0x04 && parameters.Length == 0 && results.Length == 0));
                    break;
                case 0x0B:
                    var closed = open.Pop();
                    if (closed.IsPlain)
                    {
                        AddCandidate(closed.Start, reader.Position);
                        closed.Ends.ForEach(start => AddCandidate(start, at));
                    }

                    if (open.TryPeek(out var around))
                    {
                        around.Ends.Add(reader.Position);
                    }

                    break;
                default:
                    CodeReader.Skip(opcode, ref reader);
                    break;
            }
        }
    }

    private void AddCandidate(int start, int end)
    {
        if (end - start >= _smallest && end - start <= _largest)
        {
            _candidates.Add(new CodeRegion(start, end));
        }
    }

    // Whether it is left by few ways and uses few locals, which are noted.
    private bool CanBeTaken(CodeRegion region, out int read)
    {
        read = region.End - region.Start;
        var exits = new HashSet<uint>();
        var loops = new Stack<bool>();
        var inLoops = 0;
        var reader = new WasmReader(_module.Bytes, region.Start, region.End);
        while (!reader.IsAtEnd)
        {
            var opcode = reader.Byte();
            var targets = 0u;
            switch (opcode)
            {
                case 0x02 or 0x03 or 0x04:
                    _module.BlockType(ref reader);
                    loops.Push(opcode == 0x03);
                    inLoops += opcode == 0x03 ? 1 : 0;
                    break;
                case 0x0B:
                    inLoops -= loops.Pop() ? 1 : 0;
                    break;
                case 0x0C or 0x0D:
                    targets = 1;
                    break;
                case 0x0E:
                    targets = reader.U32() + 1;
                    break;
                case 0x0F:
                    exits.Add(uint.MaxValue);
                    break;
                case 0x12 or 0x13:
                    return false;
                case 0x20 or 0x21 or 0x22:
                    var local = (int)reader.U32();
                    var use = region.Locals.GetValueOrDefault(local);
                    region.Locals[local] = new LocalUse(use.Weight + (inLoops > 0 ? WeightInLoops : 1), use.IsWritten || opcode != 0x20);
                    break;
                default:
                    region.HasCalls |= opcode is 0x10 or 0x11 or 0x40;
                    region.UsesMemory |= opcode is >= 0x28 and <= 0x40 or 0xFD;
                    CodeReader.Skip(opcode, ref reader);
                    break;
            }

            for (; targets > 0; targets--)
            {
                var label = reader.U32();
                if (label >= loops.Count)
                {
                    exits.Add(label - (uint)loops.Count);
                }
            }

            if (exits.Count > MostExits || region.Locals.Count > MostLocals)
            {
                // A switch stands at the beginning, mostly.
                read = reader.Position - region.Start;
                return false;
            }
        }

        return true;
    }
}
