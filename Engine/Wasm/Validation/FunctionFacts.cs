namespace PureEdge.Wasm.Validation;

/// <summary>What the validator found out about a function on its way, for the compiler. Made anew for each function.</summary>
/// <remarks>Owned by one compilation.</remarks>
internal sealed class FunctionFacts
{
    /// <summary>A <c>br_table</c> of so many targets is a large switch.</summary>
    public const int LargeSwitch = 8;

    /// <summary>
    /// What one run costs that meets no loop, and then, in the order of the code, one iteration of each loop without the loops inside, and
    /// what follows the end of each block that a large switch jumps to: with all its cases, the loop of an interpreter or a function of
    /// Go would cost a hundred times what it runs.
    /// </summary>
    public List<int> Costs { get; } = [];

    /// <summary>
    /// For each unconditional branch that is itself reachable, in the order of the code: where the <c>else</c> or <c>end</c>
    /// stands that closes its block.
    /// </summary>
    public List<int> DeadUntil { get; } = [];

    public bool HasCalls { get; set; }

    public bool HasLoops { get; set; }

    public bool UsesMemory { get; set; }

    /// <summary>Whether it has blocks that catch exceptions.</summary>
    public bool HasHandlers { get; set; }

    public int MostStackValues { get; set; }

    /// <summary>Parameters and then locals.</summary>
    public List<WasmType> Locals { get; } = [];

    /// <summary>Where its instructions begin.</summary>
    public int CodeStart { get; set; }

    public void Clear()
    {
        Costs.Clear();
        DeadUntil.Clear();
        Locals.Clear();
        HasCalls = HasLoops = UsesMemory = HasHandlers = false;
        MostStackValues = 0;
    }
}
