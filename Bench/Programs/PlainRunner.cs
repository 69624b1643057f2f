extern alias PlainAcornima;
extern alias PlainJint;

using PlainEngine = PlainJint::Jint.Engine;
using PlainScript = PlainJint::Jint.Prepared<PlainAcornima::Acornima.Ast.Script>;

namespace PureEdge.Bench.Programs;

/// <summary>Jint as its package has it, without any limit.</summary>
internal sealed class PlainRunner : ProgramRunner
{
    private readonly PlainEngine _engine = new();
    private readonly PlainScript _script;

    /// <summary>Makes an engine for a program.</summary>
    public PlainRunner(ScriptProgram program)
        : base(program)
    {
        _script = PlainEngine.PrepareScript(program.Source, program.Name);
        _engine.Execute(program.Setup);
    }

    /// <inheritdoc/>
    protected override object Run() => _engine.Evaluate(_script).ToString();
}
